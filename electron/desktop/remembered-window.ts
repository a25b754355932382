import { readFile } from 'node:fs/promises';
import { type Appearance, appearances } from './appearance.ts';
import { type Area, placeOf, placeWithin, type WindowPlace } from './window-place.ts';

/** What the window remembers from one start to the next. */
export interface RememberedWindow {
  /** Where it stood when it was closed; null where that is not known. */
  readonly place: WindowPlace | null;
  readonly appearance: Appearance;
}

const nothing: RememberedWindow = { place: null, appearance: 'system' };

/**
 * What was kept, the place fitted to the screens there are. It is read before anything else is loaded, so it is checked
 * by hand and not by a schema.
 */
export async function readWindow(file: string, areas: readonly Area[]): Promise<RememberedWindow> {
  const { place, appearance } = parseWindow(await readFile(file, 'utf8').catch(() => ''));
  return { place: place === null ? null : placeWithin(place, areas), appearance };
}

/**
 * A file as it was written, also by a version that kept the place alone. Of anything else (another shape, another
 * field, a place that no desktop has) nothing is believed.
 */
export function parseWindow(text: string): RememberedWindow {
  if (text.length > 1024) return nothing;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (typeof value !== 'object' || value === null) return nothing;
  const { appearance = 'system', ...rest } = value as Record<string, unknown>; // every field is looked at
  const place = placeOf(rest);
  const known = appearances.find((one) => one === appearance);
  return place === null || known === undefined ? nothing : { place, appearance: known };
}

/** What cannot be kept is not worth a word: the window then opens as it does the first time. */
export async function writeWindow(file: string, place: WindowPlace, appearance: Appearance): Promise<void> {
  const { replaceFile } = await import('../disk/replace-file.ts');
  await replaceFile(file, new TextEncoder().encode(JSON.stringify({ ...place, appearance })));
}
