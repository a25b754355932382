import type { Seeded } from './seeded.ts';

/** For tests only: hostile copies of a good text and of good bytes, a few faults each. */

const tokens = [
  '',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  'true',
  '-1',
  '1e999',
  '9007199254740993',
  '\\u0000',
  '\\ud800',
  '"__proto__":{"x":1},',
  '"constructor":1,',
  '\u0000',
  '\ufeff',
  '\u202e',
  '../',
  '\\',
  '\r\n',
  '\n',
  '**del.',
  'HKLM\\SOFTWARE',
  '000000',
  'ffffffff',
  'done',
  'applied',
  'undone',
  'end',
  'begin',
  'http://',
  'user:S3cr3t@',
] as const;

/** The text with one to three pieces taken out, put in, doubled, exchanged or cut off. */
export function mutatedText(text: string, random: Seeded): string {
  let now = text;
  for (let faults = 1 + random.int(3); faults > 0; faults -= 1) {
    const at = random.int(now.length + 1);
    const length = random.int(random.pick([2, 8, 64, 400]));
    const until = Math.min(now.length, at + length);
    const piece = now.slice(at, until);
    switch (random.int(6)) {
      case 0:
        now = now.slice(0, at) + now.slice(until);
        break;
      case 1:
        now = now.slice(0, at) + random.pick(tokens) + now.slice(at);
        break;
      case 2:
        now = now.slice(0, at) + piece + now.slice(at);
        break;
      case 3:
        now = now.slice(0, at) + random.text('0123456789abcdefxyzXYZ"{}[],: ', length) + now.slice(until);
        break;
      case 4:
        now = random.int(4) === 0 ? now.slice(0, at) : now.slice(0, at) + random.pick(tokens) + now.slice(until);
        break;
      default: {
        const lines = now.split('\n');
        const [one, other] = [random.int(lines.length), random.int(lines.length)];
        [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
        now = lines.join('\n');
      }
    }
  }
  return now;
}

/** The bytes with one to three of them exchanged, taken out or put in, or cut off. */
export function mutatedBytes(bytes: Uint8Array, random: Seeded): Uint8Array {
  let now = [...bytes];
  for (let faults = 1 + random.int(3); faults > 0; faults -= 1) {
    const at = random.int(now.length + 1);
    switch (random.int(4)) {
      case 0:
        now.splice(at, 1 + random.int(8), ...random.bytes(1 + random.int(8)));
        break;
      case 1:
        now.splice(at, random.int(32));
        break;
      case 2:
        now.splice(at, 0, ...random.bytes(1 + random.int(16)));
        break;
      default:
        if (random.int(4) === 0) now = now.slice(0, at);
        else now[at] = random.pick([0, 1, 0x5b, 0x5d, 0x3b, 0x80, 0xff]);
    }
  }
  return Uint8Array.from(now);
}
