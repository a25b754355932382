import { appendFile } from 'node:fs/promises';
import path from 'node:path';

/** Who served what with which result: one line per request in `network.log`, so that a path can be proven. */
interface Served {
  /** The lab's server: `proxy.contoso.com:8080`, or `origin`. */
  readonly by: string;
  readonly method: string;
  /** A CONNECT target (`host:443`) or a whole address. */
  readonly target: string;
  /** Null: no answer was given. */
  readonly status: number | null;
  /** How it arrived: `direct`, or through which proxy. */
  readonly from: string;
}

export type NetworkLog = (served: Served) => Promise<void>;

/** `time pid server method target status from`, parted by single spaces; written before the answer is sent. */
export function networkLog(folder: string): NetworkLog {
  const file = path.join(folder, 'network.log');
  return async ({ by, method, target, status, from }) => {
    const fields = [new Date().toISOString(), String(process.pid), by, method, target, String(status ?? '-'), from];
    await appendFile(file, `${fields.map(printable).join(' ')}\n`, { mode: 0o600 });
  };
}

const longestField = 2048;

/** What arrived from outside cannot make two fields or two lines of one. */
function printable(field: string): string {
  return field.slice(0, longestField).replaceAll(/[^\x21-\x7e]/g, '?') || '-';
}
