import { z } from '../zod.ts';
import { codeShape } from './fault.ts';

const at = z.iso.datetime();
const version = z.string().regex(/^[\w.+-]{1,32}$/);
/** A name that this program or its runtime gave: no place for a host, a path or a sentence. */
const ownName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,47}$/);

/**
 * One line of the log. SECURITY: it says what the program did and how that ended, by names of its own and numbers;
 * there is no field that could hold a value, a host, an account or the text of a fault.
 */
export const LogEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    at,
    toolVersion: version,
    electron: version,
    chromium: version,
    node: version,
    platform: ownName,
    arch: ownName,
    lab: z.boolean(),
  }),
  /** A call of the page; `outcome` is `ok` or the kind of the problem. */
  z.strictObject({ kind: z.literal('call'), at, name: ownName, outcome: ownName, ms: z.int().min(0) }),
  z.strictObject({
    kind: z.literal('fault'),
    at,
    where: ownName,
    name: ownName,
    code: z.string().regex(codeShape).nullable(),
  }),
  /** A process of Chromium ended by itself. */
  z.strictObject({ kind: z.literal('process-gone'), at, process: ownName, reason: ownName, code: z.int() }),
  z.strictObject({ kind: z.literal('ended'), at }),
]);
export type LogEntry = z.infer<typeof LogEntry>;

/** An entry before it has its time. */
export type LogEvent = { [K in LogEntry['kind']]: Omit<Extract<LogEntry, { kind: K }>, 'at'> }[LogEntry['kind']];

/** The lines that are entries of this log, in their order; what else stands there is left out. */
export function parseLog(text: string): LogEntry[] {
  return text.split('\n').flatMap((line) => {
    const entry = LogEntry.safeParse(jsonOf(line));
    return entry.success ? [entry.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
