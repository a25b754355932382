import { joined, readText, u32, writtenText } from '../codecs/length-prefixed.ts';
import { bytesOf, hexOf } from '../codecs/registry-data.ts';
import { regType } from '../settings/reading.ts';

type TextChange = (text: string) => string;

/**
 * The image with its texts changed: a REG_SZ as a whole, the two proxy blobs text by text with their numbers and tail
 * kept. Where the layout cannot be told and the change finds something, every byte becomes `*`: an image that nobody
 * can read leaks nothing.
 */
export function changeImageTexts(hex: string, type: number, change: TextChange): string {
  const bytes = bytesOf(hex);
  if (type === regType.dword || type === regType.qword || bytes.length === 0) return hex;
  if (type === regType.sz || type === regType.expandSz || type === regType.multiSz) return wide(bytes, change);
  return blob(bytes, change) ?? (asLatin(bytes) === change(asLatin(bytes)) ? hex : '2a'.repeat(bytes.length));
}

/** The texts of an image, for those who collect names from them. */
export function imageTexts(hex: string, type: number): string[] {
  const texts: string[] = [];
  changeImageTexts(hex, type, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

function wide(bytes: Uint8Array, change: TextChange): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = Array.from({ length: bytes.length >> 1 }, (_, at) => String.fromCharCode(view.getUint16(at * 2, true)));
  const text = units.join('');
  const changed = change(text);
  if (changed === text) return hexOf(bytes);
  const out = new Uint8Array(changed.length * 2);
  const outView = new DataView(out.buffer);
  for (let at = 0; at < changed.length; at += 1) outView.setUint16(at * 2, changed.charCodeAt(at), true);
  return hexOf(out);
}

/** WinHttpSettings has two texts behind its three numbers, DefaultConnectionSettings three; what follows is kept. */
function blob(bytes: Uint8Array, change: TextChange): string | null {
  if (bytes.length < 16) return null;
  const parts: Uint8Array[] = [];
  let at = 12;
  while (parts.length < 3) {
    const read = readText(bytes, at);
    if (!read.ok) break;
    const changed = change(read.text);
    parts.push(writtenText(changed));
    at = read.end;
  }
  if (parts.length < 2) return null;
  return hexOf(joined([u32(bytes, 0), u32(bytes, 4), u32(bytes, 8)], [...parts, bytes.slice(at)]));
}

const asLatin = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
