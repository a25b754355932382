import type { WinHttpProxy } from '../plan/operation.ts';
import { type BlobFault, joined, readText, u32, writtenText } from './length-prefixed.ts';

/**
 * The machine's default WinHTTP proxy as the value `WinHttpSettings` stores it (layout observed, not documented):
 * marker, counter, access flags, proxy text, bypass text. `header` and `counter` are opaque and only handed on.
 */
export type WinHttpSettings =
  | {
      readonly state: 'direct';
      readonly header: number;
      readonly counter: number;
      /** The flags say "named proxy", but none is named. */
      readonly emptyProxy: boolean;
    }
  | {
      readonly state: 'named';
      readonly header: number;
      readonly counter: number;
      /** 3 as Windows writes it, 2 as Wine does. */
      readonly flags: number;
      readonly proxy: string;
      readonly bypass: string;
    }
  | { readonly state: 'corrupt'; readonly why: BlobFault };

/** Reads the value. Never throws; what its layout does not allow is `corrupt`. Bytes behind the two texts are ignored. */
export function decodeWinHttpSettings(bytes: Uint8Array): WinHttpSettings {
  if (bytes.length < 12) return { state: 'corrupt', why: 'too-short' };
  const [header, counter, flags] = [u32(bytes, 0), u32(bytes, 4), u32(bytes, 8)];
  // Other bits (a PAC address, auto-detection) have no published meaning here: their proxy is unknown, not direct.
  if (flags !== 1 && flags !== 2 && flags !== 3) return { state: 'corrupt', why: 'unknown-flags' };
  if (flags === 1 && bytes.length === 12) return { state: 'direct', header, counter, emptyProxy: false };
  const proxy = readText(bytes, 12);
  if (!proxy.ok) return { state: 'corrupt', why: proxy.why };
  const bypass = readText(bytes, proxy.end);
  if (!bypass.ok) return { state: 'corrupt', why: bypass.why };
  const named = flags !== 1;
  if (!named || proxy.text.trim() === '') return { state: 'direct', header, counter, emptyProxy: named };
  return { state: 'named', header, counter, flags, proxy: proxy.text, bypass: bypass.text };
}

/**
 * The value as `netsh winhttp` writes it: marker 0x28 and flags 3 for a named proxy; the published 20 bytes for
 * direct access. Throws where a text is not ASCII or too long, which the grammars and the schema refuse before.
 */
export function encodeWinHttpSettings(proxy: WinHttpProxy): Uint8Array {
  switch (proxy.access) {
    case 'direct':
      return joined([0x18, 0, 1, 0, 0], []);
    case 'named':
      return joined([0x28, 0, 3], [writtenText(proxy.proxy), writtenText(proxy.bypass)]);
    default:
      return proxy satisfies never;
  }
}
