// What lies in a folder, and how large it is.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The files of a folder and below, relative to it, with slashes, in order of their names. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Bytes of all files of a folder and below. */
export const sizeOf = (folder) =>
  filesOf(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
