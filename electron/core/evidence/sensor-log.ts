import { z } from '../zod.ts';

/**
 * Errors of the MDI v2 sensor's own log that a proxy or TLS explains (known issues of Defender for Identity). Texts of
 * the product are not localised; of .NET's exceptions only the names of their types are looked at, for the same reason.
 * https://learn.microsoft.com/defender-for-identity/troubleshooting-known-issues
 */
export const SensorLogFault = z.enum([
  'licensing',
  'missing-roots',
  'two-way-ssl',
  'cannot-connect',
  'unauthorized',
  'bad-algorithm',
]);
export type SensorLogFault = z.infer<typeof SensorLogFault>;

export interface SensorLogEntry {
  readonly fault: SensorLogFault;
  /** ISO 8601; the log is in UTC. */
  readonly at: string;
}

/** In this order: the first that fits names the fault. */
const patterns: readonly (readonly [SensorLogFault, RegExp])[] = [
  ['licensing', /validateCreateSensorResult=LicenseInvalid|failed to register due to licensing issues/i],
  ['two-way-ssl', /ApplyInternal failed two way SSL connection to service/i],
  ['missing-roots', /The sensor failed to connect to service\./i],
  ['bad-algorithm', /0x80090008|NTE_BAD_ALGID/i],
  ['unauthorized', /UnauthorizedAccessException/],
  ['cannot-connect', /HttpRequestException[\s\S]*SocketException|SocketException[\s\S]*:44[34]\b/],
];

/** `2026-11-22 08:15:02.1234 Error …` begins an entry; the lines under it, up to the next such line, belong to it. */
const entryStart = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)? /;

/** The entries of a log (or of its end) that show one of the faults, in the order of the file. */
export function sensorLogEntries(text: string): SensorLogEntry[] {
  const entries: { readonly at: string; readonly lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const start = entryStart.exec(line);
    const time =
      start === null ? Number.NaN : Date.parse(`${start[1]}T${start[2]}.${(start[3] ?? '0').padEnd(3, '0')}Z`);
    if (!Number.isNaN(time)) entries.push({ at: new Date(time).toISOString(), lines: [line] });
    // What stands before the first whole entry was cut off, and its time with it.
    else entries.at(-1)?.lines.push(line);
  }
  return entries.flatMap(({ at, lines }) => {
    const whole = lines.join('\n');
    const fault = patterns.find(([, pattern]) => pattern.test(whole))?.[0];
    return fault === undefined ? [] : [{ fault, at }];
  });
}
