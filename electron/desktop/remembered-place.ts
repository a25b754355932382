import { readJson } from '../disk/read-json.ts';
import { replaceFile } from '../disk/replace-file.ts';
import { type Area, placeWithin, WindowPlace } from './window-place.ts';

/** Many times what a place takes. */
const limit = 4096;

/** Where the window stood when it was closed, fitted to the screens there are; null where that is not known. */
export async function readPlace(file: string, areas: readonly Area[]): Promise<WindowPlace | null> {
  const stored = await readJson(file, limit, 'window', WindowPlace);
  return stored.ok ? placeWithin(stored.value, areas) : null;
}

/** What cannot be kept is not worth a word: the window then opens in its usual place. */
export async function writePlace(file: string, place: WindowPlace): Promise<void> {
  await replaceFile(file, new TextEncoder().encode(JSON.stringify(place)));
}
