/**
 * Events of `Microsoft-Windows-SENSE/Operational` as Windows renders them to XML. They are told apart by number and
 * data, never by their text, which is localised: 4 all contacts succeeded, 5 all failed, 15 no command channel.
 * https://learn.microsoft.com/defender-endpoint/event-error-codes
 */
export const senseEventIds = [4, 5, 15] as const;
type SenseEventId = (typeof senseEventIds)[number];

export interface SenseEvent {
  readonly id: SenseEventId;
  /** ISO 8601 in UTC, to the millisecond. */
  readonly at: string;
  /** Host of the address that was contacted; null where the event names none. */
  readonly host: string | null;
  /** How often it was contacted; null where the event does not say. */
  readonly count: number | null;
  /** The last HTTP error of event 5. */
  readonly code: number | null;
}

/** Longest rendered event that is read, in characters. */
export const longestSenseEvent = 16 * 1024;

/** Null for text that is no such event. */
export function parseSenseEvent(xml: string): SenseEvent | null {
  if (xml.length > longestSenseEvent) return null;
  const number = Number(/<EventID(?:\s[^>]*)?>(\d{1,5})<\/EventID>/.exec(xml)?.[1]);
  const id = senseEventIds.find((known) => known === number);
  const time = Date.parse(/<TimeCreated\s[^>]*?SystemTime=['"]([^'"]{1,40})['"]/.exec(xml)?.[1] ?? '');
  if (id === undefined || Number.isNaN(time)) return null;
  const data = [...xml.matchAll(/<Data(?:\s+Name=['"]([^'"]{0,64})['"])?\s*>([^<]{0,2048})<\/Data>/g)].map(
    ([, name, text = '']) => ({ name: name ?? '', text: unescaped(text).trim() }),
  );
  const named = (name: string) => data.find((one) => one.name === name)?.text ?? '';
  return {
    id,
    at: new Date(time).toISOString(),
    host: data.map(({ text }) => hostOf(text)).find((host) => host !== null) ?? null,
    count: wholeNumber(named('UInt1')),
    code: id === 5 ? wholeNumber(named('Int1')) : null,
  };
}

function hostOf(text: string): string | null {
  return /^https?:\/\/([A-Za-z0-9.-]{1,253})(?:[:/?#]|$)/.exec(text)?.[1]?.toLowerCase() ?? null;
}

const wholeNumber = (text: string): number | null => (/^-?\d{1,10}$/.test(text) ? Number(text) : null);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');
