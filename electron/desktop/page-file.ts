import path from 'node:path';

/** What the page is made of. A file of any other kind is not served, wherever it lies. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly file: string;
  readonly contentType: string;
}

/**
 * The file below `folder` that an address of the page names, or null. The path is decoded once and refused when any
 * of its parts could leave the folder on Windows or elsewhere; then what it resolves to is compared with the folder.
 */
export function pageFile(folder: string, address: string): PageFile | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  const parts = decoded === '/' ? ['index.html'] : decoded.split('/').slice(1);
  // SECURITY: a backslash, a colon (drive, alternate stream) or a dot part is never in a name that the build makes.
  if (parts.some((part) => !/^[\w-][\w.-]*$/.test(part))) return null;
  const root = path.resolve(folder);
  const file = path.resolve(root, ...parts);
  if (!file.startsWith(root + path.sep)) return null;
  const contentType = contentTypes[path.extname(file)];
  return contentType === undefined ? null : { file, contentType };
}
