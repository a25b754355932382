import { z } from '../core/zod.ts';

const Pixels = z.int().min(-65_536).max(65_536);

/** A rectangle on the desktop, in device-independent pixels, as Electron's `screen` gives it. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was closed: its place when not maximised, and whether it was. */
export const WindowPlace = z.strictObject({
  x: Pixels,
  y: Pixels,
  width: z.int().min(1).max(65_536),
  height: z.int().min(1).max(65_536),
  maximised: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

/** So much of the title bar has to be in sight that the window can be taken hold of. */
const grip = { width: 120, height: 32 } as const;

/**
 * The remembered place, made to fit one of the work areas there are now; null where none shows enough of it. A Remote
 * Desktop session often comes back with another size, or without the second screen.
 */
export function placeWithin(place: WindowPlace, areas: readonly Area[]): WindowPlace | null {
  const area = areas.find((one) => showsTitle(place, one));
  if (area === undefined) return null;
  const width = Math.min(place.width, area.width);
  const height = Math.min(place.height, area.height);
  return {
    x: between(place.x, area.x, area.x + area.width - width),
    y: between(place.y, area.y, area.y + area.height - height),
    width,
    height,
    maximised: place.maximised,
  };
}

function showsTitle(place: WindowPlace, area: Area): boolean {
  const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  const top = place.y >= area.y && place.y + grip.height <= area.y + area.height;
  return top && across >= Math.min(grip.width, place.width);
}

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
