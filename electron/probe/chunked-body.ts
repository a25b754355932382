import { type Broken, broken } from './attempt.ts';

/** Longest line of a chunk's size with its extensions, in bytes. */
const sizeLineLimit = 256;

/** Decodes `Transfer-Encoding: chunked` (RFC 9112 section 7.1) until `limit` bytes are there; trailers are left unread. */
export function chunkedBody(limit: number): {
  more(chunk: Buffer): Broken | null;
  whole(): boolean;
  kept(): Buffer;
} {
  let kept: Buffer = Buffer.alloc(0);
  let line = '';
  let left = 0;
  let expects: 'size' | 'data' | 'data-end' | 'nothing' = 'size';

  const takeSize = (): Broken | null => {
    const size = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) return broken('BAD_BODY', 'a chunk without a size');
    left = Number.parseInt(size, 16);
    expects = left === 0 ? 'nothing' : 'data';
    return null;
  };

  /** Takes one line of the framing; null as long as its end has not come. */
  const takeLine = (chunk: Buffer, at: number): { readonly next: number; readonly fault: Broken | null } | null => {
    const end = chunk.indexOf(0x0a, at);
    line += chunk.subarray(at, end < 0 ? chunk.length : end).toString('latin1');
    if (line.length > sizeLineLimit) return { next: chunk.length, fault: broken('BAD_BODY', 'a chunk without a size') };
    if (end < 0) return null;
    line = line.replace(/\r$/, '');
    const fault =
      expects === 'size' ? takeSize() : line === '' ? null : broken('BAD_BODY', 'a chunk longer than its size');
    if (expects === 'data-end') expects = 'size';
    line = '';
    return { next: end + 1, fault };
  };

  const whole = () => expects === 'nothing' || kept.length >= limit;
  return {
    more(chunk) {
      let at = 0;
      while (at < chunk.length && !whole()) {
        if (expects === 'data') {
          const piece = chunk.subarray(at, at + left);
          kept = Buffer.concat([kept, piece.subarray(0, limit - kept.length)]);
          at += piece.length;
          left -= piece.length;
          if (left === 0) expects = 'data-end';
          continue;
        }
        const taken = takeLine(chunk, at);
        if (taken === null) return null;
        if (taken.fault !== null) return taken.fault;
        at = taken.next;
      }
      return null;
    },
    whole,
    kept: () => kept,
  };
}
