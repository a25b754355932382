/** A rectangle on the desktop, in device-independent pixels, as Electron's `screen` gives it. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was closed: its place when not maximised, and whether it was. */
export interface WindowPlace extends Area {
  readonly maximised: boolean;
}

/** Beyond every desktop. */
const most = 65_536;

/** A place as it was written, or null for anything else: another field, or what no desktop has. */
export function placeOf(value: Readonly<Record<string, unknown>>): WindowPlace | null {
  if (Object.keys(value).length !== 5) return null;
  const { x, y, width, height, maximised } = value;
  const place = { x, y, width, height, maximised };
  return isPlace(place) ? place : null;
}

function isPlace(place: Record<keyof WindowPlace, unknown>): place is WindowPlace & Record<keyof WindowPlace, unknown> {
  const { x, y, width, height, maximised } = place;
  const within = (value: unknown, least: number) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return (
    within(x, -most) && within(y, -most) && within(width, 1) && within(height, 1) && typeof maximised === 'boolean'
  );
}

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
