import path from 'node:path';
import { fleetCounts, fleetCsv, fleetHtml } from '../../core/drift/fleet.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { readFleet } from '../../report/read-fleet.ts';
import { writeFiles } from '../../report/write-export.ts';
import type { Command } from '../command-line.ts';
import type { ExitCode } from '../exit-code.ts';
import { labelled, wrapped } from '../layout.ts';
import type { Answer } from '../surroundings.ts';

/**
 * Makes one table of the results of many servers. Reads only the folder, so it runs on any computer. Ends with code 1
 * where a server has changed or a file does not count, with code 10 where of one not all was seen, and with code 3 where
 * no file is a result.
 */
export async function fleetCommand(
  { from, out }: Extract<Command, { name: 'fleet' }>,
  now: () => Date,
): Promise<Result<Answer>> {
  const read = await readFleet(from);
  if (!read.ok) return read;
  const at = now();
  const made = { madeAt: at.toISOString(), utcOffsetMinutes: -at.getTimezoneOffset(), toolVersion };
  const written = await writeFiles(out, `fleet-${made.madeAt.slice(0, 19).replace(/[-:]/g, '')}Z`, [
    { name: 'fleet.html', form: 'utf-8', text: fleetHtml(read.value, made) },
    // A spreadsheet takes a table without this mark for one in the code page of the computer.
    { name: 'fleet.csv', form: 'utf-8-mark', text: fleetCsv(read.value) },
  ]);
  if (!written.ok) return written;
  const { folder, files } = written.value;
  const counts = fleetCounts(read.value);
  const faults = read.value.flatMap((file) => ('fault' in file ? [`${file.file}: ${file.fault}`] : []));
  return ok({
    exit: exitOf(counts),
    value: { ...counts, folder, files },
    lines: [
      ...wrapped(
        `Results: ${counts.servers}. With changes since the ticket: ${counts.drifted}. Without a change, but not all was seen: ${counts.notAllSeen}. Files that do not count: ${counts.unreadable}.`,
      ),
      ...(counts.servers === 0 ? wrapped('No file of this folder is the result of an audit.') : []),
      ...faults.flatMap((fault) => wrapped(fault, 4, 2)),
      '',
      ...files.flatMap((file) => labelled('', path.join(folder, file), 2, 0)),
    ],
  });
}

function exitOf({ servers, drifted, unreadable, notAllSeen }: ReturnType<typeof fleetCounts>): ExitCode {
  // Nothing was compared, so nothing can be said to have changed or not.
  if (servers === 0) return 3;
  return drifted + unreadable > 0 ? 1 : notAllSeen > 0 ? 10 : 0;
}
