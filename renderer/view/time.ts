/**
 * A moment as the admin's own clock and calendar show it, to the minute, without a locale's surprises:
 * `2026-11-22 14:05`. The ticket has the same moment in UTC.
 */
export function moment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
