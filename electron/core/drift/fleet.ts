import type { Grade } from '../connectivity/verdict.ts';
import { csv } from '../export/csv.ts';
import { type Block, grade, paragraph, type Rich, type TicketDocument, table, text } from '../report/document.ts';
import { pageHtml } from '../report/html.ts';
import { driftText } from '../wording/drift-text.ts';
import { localText, utcText } from '../wording/time-text.ts';
import { type Audit, driftOf, unseenOf } from './audit.ts';

/** One file of the folder: what was compared on a server, or why the file does not count. */
export type FleetFile =
  | { readonly file: string; readonly audit: Audit }
  | { readonly file: string; readonly fault: string };

/** When and by what a page is made. */
export interface FleetMade {
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  readonly utcOffsetMinutes: number;
  readonly toolVersion: string;
}

/** The table of many servers as a page and for a spreadsheet; the same input gives the same bytes. */
export function fleetHtml(files: readonly FleetFile[], made: FleetMade): string {
  return pageHtml(documentOf(inOrder(files), made));
}

/** The same rows as comma-separated values (RFC 4180); what a spreadsheet would take for a formula is made text. */
export function fleetCsv(files: readonly FleetFile[]): string {
  return csv([
    [...columns, 'In words'],
    ...inOrder(files).map((file) => [...cellsOf(file), 'audit' in file ? wordsOf(file.audit) : file.fault]),
  ]);
}

/** How many servers there are, how many have drifted, of how many of the others not all was seen, and how many files do not count. */
export function fleetCounts(files: readonly FleetFile[]) {
  const audits = files.flatMap((file) => ('audit' in file ? [file.audit] : []));
  return {
    servers: audits.length,
    drifted: audits.filter(({ drift }) => drift).length,
    notAllSeen: audits.filter((audit) => !audit.drift && unseenOf(audit) > 0).length,
    unreadable: files.length - audits.length,
  };
}

const columns = [
  'Server',
  'Domain',
  'Result',
  'Settings changed',
  'Services on another way',
  'Tests with a worse result',
  'Settings and services not seen',
  'Ticket number',
  'Ticket made',
  'Compared',
  'File',
] as const;

/** What does not count first, then what has drifted, each by server, time and file. */
function inOrder(files: readonly FleetFile[]): readonly FleetFile[] {
  const key = (file: FleetFile): string =>
    'audit' in file
      ? [file.audit.drift ? '1' : '2', file.audit.machine.name.toLowerCase(), file.audit.madeAt, file.file].join('\n')
      : `0\n${file.file}`;
  return files
    .map((file) => ({ file, by: key(file) }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ file }) => file);
}

function cellsOf(file: FleetFile): readonly string[] {
  if (!('audit' in file)) return ['', '', 'not readable', '', '', '', '', '', '', '', file.file];
  const { machine, ticket, madeAt } = file.audit;
  const found = driftOf(file.audit);
  return [
    machine.lab === null ? machine.name : `${machine.name} (LAB ${machine.lab})`,
    machine.domain ?? '',
    resultOf(file.audit).said,
    String(found.values.length),
    String(found.services.length),
    String(found.endpoints.length),
    String(unseenOf(file.audit)),
    ticket.number,
    utcText(ticket.madeAt),
    utcText(madeAt),
    file.file,
  ];
}

/** Where something was not seen nobody may take the server for unchanged. */
function resultOf(audit: Audit): { readonly said: string; readonly grade: Grade } {
  if (audit.drift) return { said: 'changed', grade: 'fails' };
  if (unseenOf(audit) > 0) return { said: 'no change, but not all was seen', grade: 'not-tested' };
  return { said: 'no change', grade: 'works' };
}

function wordsOf(audit: Audit): string {
  const { summary, drift } = driftText(audit);
  return [summary, ...drift.map(({ what, said }) => `${what} ${said}`)].join(' ').slice(0, 4000);
}

function documentOf(files: readonly FleetFile[], made: FleetMade): TicketDocument {
  const { servers, drifted, notAllSeen, unreadable } = fleetCounts(files);
  const counts = [
    `${servers} ${servers === 1 ? 'result' : 'results'}`,
    `${drifted} with changes since the ticket`,
    ...(notAllSeen === 0 ? [] : [`${notAllSeen} without a change, but not all was seen`]),
    ...(unreadable === 0 ? [] : [`${unreadable} ${unreadable === 1 ? 'file' : 'files'} that cannot be read`]),
  ];
  return {
    title: 'Proxy of Microsoft Defender: what has changed on which server',
    lab: null,
    blocks: [
      paragraph(text(`${counts.join(', ')}.`)),
      table('Results by server', columns, files.map(rowOf)),
      ...faults(files),
      paragraph(
        text(
          `Made ${utcText(made.madeAt)}; local time ${localText(made.madeAt, made.utcOffsetMinutes)}; Defender Proxy Wizard ${made.toolVersion}.`,
        ),
      ),
    ],
  };
}

function rowOf(file: FleetFile): readonly Rich[] {
  return cellsOf(file).map((cell, at): Rich => {
    // The first cell heads its row, also for those who hear it.
    if (columns[at] === 'Server' && cell === '') return [text('not known')];
    if (columns[at] !== 'Result') return [text(cell)];
    return [grade('audit' in file ? resultOf(file.audit).grade : 'not-tested', cell)];
  });
}

/** Why a file does not count, and what has changed where something has. */
function faults(files: readonly FleetFile[]): Block[] {
  const rows = files.flatMap((file): (readonly Rich[])[] => {
    if (!('audit' in file)) return [[[text(file.file)], [text(file.fault)]]];
    if (!file.audit.drift) return [];
    return [[[text(file.audit.machine.name)], [text(wordsOf(file.audit))]]];
  });
  return rows.length === 0 ? [] : [table('What has changed', ['Server or file', 'In words'], rows, [25, 75])];
}
