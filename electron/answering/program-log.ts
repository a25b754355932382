import { type LogEntry, type LogEvent, parseLog, LogEntry as Schema } from '../core/support/log-entry.ts';
import { rotatingLines } from '../disk/rotating-lines.ts';

export interface ProgramLog {
  readonly tell: (event: LogEvent) => void;
  readonly read: () => Promise<LogEntry[]>;
  readonly settled: () => Promise<void>;
}

/** Five files of half a megabyte: months of use, and never more. */
const room = { limit: 512 * 1024, files: 5 };

/** The log of the window, in its own folder. An entry that does not fit its schema is not written. */
export function programLog(folder: string, now: () => Date): ProgramLog {
  const lines = rotatingLines(folder, 'wizard', room);
  return {
    tell(event) {
      const entry = Schema.safeParse({ ...event, at: now().toISOString() });
      if (entry.success) lines.append(JSON.stringify(entry.data));
    },
    read: async () => parseLog(await lines.read()),
    settled: lines.settled,
  };
}
