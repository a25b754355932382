import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * An asar archive, read by its format: four sizes, a header in JSON, then the files one behind the other.
 * https://github.com/electron/asar#format
 */
export interface Archive {
  /** Paths with slashes, in the archive's order. */
  readonly files: readonly string[];
  /** SHA-256 of the header, by which Electron knows the archive. */
  readonly headerSha256: string;
  read(file: string): Buffer;
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
  readonly integrity?: { readonly hash: string };
}

export function openArchive(file: string): Archive {
  const bytes = readFileSync(file);
  const header = bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12));
  const start = 8 + bytes.readUInt32LE(4);
  const entries = new Map(entriesOf(JSON.parse(header), ''));
  return {
    files: [...entries.keys()],
    headerSha256: createHash('sha256').update(header).digest('hex'),
    read(name) {
      const entry = entries.get(name);
      if (entry?.size === undefined || entry.offset === undefined) throw new Error(`${name} is not in the archive`);
      const at = start + Number(entry.offset);
      const content = bytes.subarray(at, at + entry.size);
      if (createHash('sha256').update(content).digest('hex') !== entry.integrity?.hash)
        throw new Error(`${name} is not what the header says`);
      return content;
    },
  };
}

function entriesOf(entry: Entry, path: string): [string, Entry][] {
  return entry.files === undefined
    ? [[path, entry]]
    : Object.entries(entry.files).flatMap(([name, inner]) => entriesOf(inner, path === '' ? name : `${path}/${name}`));
}
