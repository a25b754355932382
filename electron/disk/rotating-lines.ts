import { appendFile, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from './make-folders.ts';

export interface RotatingLines {
  /** Adds a line, some time. A failure to write is nobody's business and disturbs nobody. */
  readonly append: (line: string) => void;
  /** Resolves when all that was added before has been written, or could not be. */
  readonly settled: () => Promise<void>;
  /** All that is there, the oldest first. What cannot be read is left out. */
  readonly read: () => Promise<string>;
}

/**
 * Lines in a file of at most `limit` bytes (for its owner only). Where the next one does not fit, the file becomes
 * `<name>.1`, that one `.2` and so on; there are never more than `files` of them.
 */
export function rotatingLines(
  folder: string,
  name: string,
  { limit, files }: { readonly limit: number; readonly files: number },
): RotatingLines {
  const file = (at: number) => path.join(folder, at === 0 ? `${name}.jsonl` : `${name}.${at}.jsonl`);
  let size: number | null = null;
  let before: Promise<void> = Promise.resolve();

  async function write(line: string): Promise<void> {
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    if (bytes.length > limit) return;
    if (size === null) {
      await makeFolders(folder);
      size = await stat(file(0)).then(
        (found) => found.size,
        () => 0,
      );
    }
    if (size + bytes.length > limit) {
      await rotate();
      size = 0;
    }
    await appendFile(file(0), bytes, { mode: 0o600 });
    size += bytes.length;
  }

  async function rotate(): Promise<void> {
    for (let at = files - 2; at >= 0; at -= 1) await rename(file(at), file(at + 1)).catch(() => undefined);
  }

  return {
    append(line) {
      before = before.then(() => write(line)).catch(() => undefined);
    },
    settled: () => before,
    async read() {
      await before;
      const all = Array.from({ length: files }, (_, at) => readFile(file(files - 1 - at), 'utf8').catch(() => ''));
      return (await Promise.all(all)).join('');
    },
  };
}
