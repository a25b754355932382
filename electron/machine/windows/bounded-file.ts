import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

export type BoundedRead =
  | { readonly state: 'read'; readonly bytes: Uint8Array }
  /** No such file, or no such folder; whether that can be believed is for the caller to find out. */
  | { readonly state: 'missing' }
  | { readonly state: 'too-large' }
  | { readonly state: 'denied' }
  | { readonly state: 'unreadable' };

/**
 * The bytes of a regular file of at most `most` bytes, read at once and by one handle. For small files of other
 * programs that are looked at within one pass over the machine; the path is one that Windows or those programs chose.
 * `no-link`: what is a link is unreadable, also one that takes the file's place while it is looked at.
 */
export function readBounded(file: string, most: number, links: 'follow' | 'no-link' = 'follow'): BoundedRead {
  let descriptor: number | null = null;
  try {
    const before = links === 'no-link' ? lstatSync(file, { bigint: true }) : null;
    if (before !== null && !before.isFile()) return { state: 'unreadable' };
    descriptor = openSync(file, 'r');
    const found = fstatSync(descriptor);
    if (before !== null && before.ino !== fstatSync(descriptor, { bigint: true }).ino) return { state: 'unreadable' };
    if (!found.isFile()) return { state: 'unreadable' };
    if (found.size > most) return { state: 'too-large' };
    // One byte more than it had: a file that has grown since is seen.
    const room = new Uint8Array(found.size + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < room.length; length += got) {
      got = readSync(descriptor, room, length, room.length - length, null);
    }
    return length > found.size ? { state: 'unreadable' } : { state: 'read', bytes: room.subarray(0, length) };
  } catch (error) {
    return { state: stateOf(error) };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function stateOf(error: unknown): 'missing' | 'denied' | 'unreadable' {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unreadable';
}
