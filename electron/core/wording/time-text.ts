/** A moment for people, made from ISO 8601 text alone: no clock and no locale of the machine has a say in it. */

const two = (number: number): string => String(Math.trunc(number)).padStart(2, '0');

/** `2026-11-22 00:25:12 UTC`; a text that is no time stays as it is. */
export function utcText(iso: string): string {
  const shown = moment(iso, 0);
  return shown === null ? iso : `${shown} UTC`;
}

/** `2026-11-22 01:25:12 (UTC+01:00)`: the same moment by the clock on the wall. */
export function localText(iso: string, utcOffsetMinutes: number): string {
  const shown = moment(iso, utcOffsetMinutes);
  return shown === null ? iso : `${shown} (${offsetText(utcOffsetMinutes)})`;
}

/** `4 seconds`, `2 minutes`; null where one of the times is missing. */
export function durationText(from: string, to: string | null): string | null {
  if (to === null) return null;
  const ms = Date.parse(to) - Date.parse(from);
  if (!Number.isFinite(ms) || ms < 0) return null;
  if (ms < 1000) return 'less than a second';
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return `${Math.round(seconds / 60)} minutes`;
}

function moment(iso: string, offsetMinutes: number): string | null {
  const ms = Date.parse(iso);
  if (!Number.isFinite(ms)) return null;
  return new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}
