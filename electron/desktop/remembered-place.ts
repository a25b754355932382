import { readFile } from 'node:fs/promises';
import { type Area, parsePlace, placeWithin, type WindowPlace } from './window-place.ts';

/**
 * Where the window stood when it was closed, fitted to the screens there are; null where that is not known. It is
 * read before anything else is loaded, so it is checked by hand and not by a schema.
 */
export async function readPlace(file: string, areas: readonly Area[]): Promise<WindowPlace | null> {
  const stored = parsePlace(await readFile(file, 'utf8').catch(() => ''));
  return stored === null ? null : placeWithin(stored, areas);
}

/** What cannot be kept is not worth a word: the window then opens in its usual place. */
export async function writePlace(file: string, place: WindowPlace): Promise<void> {
  const { replaceFile } = await import('../disk/replace-file.ts');
  await replaceFile(file, new TextEncoder().encode(JSON.stringify(place)));
}
