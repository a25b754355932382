import { type BlobFault, joined, readText, u32, writtenText } from './length-prefixed.ts';

/** The bits of `flags` that have a known meaning; `direct` is always set, every other bit is kept as it was. */
export const connectionFlag = { direct: 0x01, manual: 0x02, pac: 0x04, autoDetect: 0x08 } as const;

/**
 * WinINET's settings of one account, as the values `DefaultConnectionSettings` and `SavedLegacySettings` store them
 * (layout observed, not documented). `tail` is an opaque cache of auto-detection, kept byte for byte.
 */
export interface ConnectionSettings {
  readonly state: 'ok';
  readonly version: number;
  readonly counter: number;
  readonly flags: number;
  readonly proxy: string;
  readonly bypass: string;
  readonly pacUrl: string;
  readonly tail: Uint8Array;
}

/** Reads the value. Never throws; what its layout does not allow is `corrupt`. */
export function decodeConnectionSettings(
  bytes: Uint8Array,
): ConnectionSettings | { readonly state: 'corrupt'; readonly why: BlobFault } {
  if (bytes.length < 12) return { state: 'corrupt', why: 'too-short' };
  const proxy = readText(bytes, 12);
  if (!proxy.ok) return { state: 'corrupt', why: proxy.why };
  const bypass = readText(bytes, proxy.end);
  if (!bypass.ok) return { state: 'corrupt', why: bypass.why };
  const pacUrl = readText(bytes, bypass.end);
  if (!pacUrl.ok) return { state: 'corrupt', why: pacUrl.why };
  return {
    state: 'ok',
    version: u32(bytes, 0),
    counter: u32(bytes, 4),
    flags: u32(bytes, 8),
    proxy: proxy.text,
    bypass: bypass.text,
    pacUrl: pacUrl.text,
    tail: bytes.slice(pacUrl.end),
  };
}

/** The very bytes that were read, where nothing was changed in between. Throws on a text that the grammars refuse. */
export function encodeConnectionSettings(settings: ConnectionSettings): Uint8Array {
  const { version, counter, flags, proxy, bypass, pacUrl, tail } = settings;
  return joined([version, counter, flags], [writtenText(proxy), writtenText(bypass), writtenText(pacUrl), tail]);
}

/** A manual proxy and nothing else: PAC address and auto-detection would be tried before it, so they are taken out. */
export function withManualProxy(current: ConnectionSettings | null, proxy: string, bypass: string): ConnectionSettings {
  return next(current, connectionFlag.manual, { proxy, bypass, pacUrl: '' });
}

/** A PAC file and nothing else. */
export function withPac(current: ConnectionSettings | null, pacUrl: string): ConnectionSettings {
  return next(current, connectionFlag.pac, { proxy: '', bypass: '', pacUrl });
}

/** Auto-detection (WPAD) and nothing else. */
export function withAutoDetect(current: ConnectionSettings | null): ConnectionSettings {
  return next(current, connectionFlag.autoDetect, { proxy: '', bypass: '', pacUrl: '' });
}

/** Direct access: no proxy, no PAC file, no auto-detection. */
export function cleared(current: ConnectionSettings | null): ConnectionSettings {
  return next(current, 0, { proxy: '', bypass: '', pacUrl: '' });
}

const known = connectionFlag.direct | connectionFlag.manual | connectionFlag.pac | connectionFlag.autoDetect;

function next(
  current: ConnectionSettings | null,
  flag: number,
  texts: Pick<ConnectionSettings, 'proxy' | 'bypass' | 'pacUrl'>,
): ConnectionSettings {
  const unknownBits = ((current?.flags ?? 0) & ~known) >>> 0;
  return {
    state: 'ok',
    version: current?.version ?? 0x46,
    counter: ((current?.counter ?? 0) + 1) % 0x1_0000_0000,
    flags: (unknownBits | connectionFlag.direct | flag) >>> 0,
    ...texts,
    tail: current?.tail ?? new Uint8Array(32),
  };
}
