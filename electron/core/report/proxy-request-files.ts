import type { CatalogueStamp } from '../connectivity/catalogue-stamp.ts';
import type { EndpointCatalogue } from '../connectivity/endpoint.ts';
import type { AllowEntry } from '../export/allow-list.ts';
import { csv, firewallRules } from '../export/csv.ts';
import { type ExportFile, windowsLines } from '../export/export-file.ts';
import { squidAccess, squidNoInspection } from '../export/squid.ts';
import type { MachineFacts } from '../plan/snapshot.ts';
import { probesOf } from '../plan/verification.ts';
import { catalogueText } from '../wording/catalogue-text.ts';
import {
  endpointProductName,
  type Front,
  inspectionWord,
  requestColumns,
  requestWords,
  requirementWord,
} from '../wording/proxy-request-text.ts';
import { verdictText } from '../wording/verdict-text.ts';
import { cleanText } from './clean-text.ts';
import { type ProxyRequest, proxyRequest, resultsOf } from './proxy-request.ts';
import type { Ticket } from './ticket.ts';

/** Where and when the results of a request were seen. */
export interface RequestOrigin {
  readonly machine: MachineFacts;
  readonly takenAt: string;
  readonly catalogue: CatalogueStamp;
  readonly front: Front;
}

/** The request that lies beside a ticket: out of the tests that it has last, by what it may name. None without fault. */
export function requestFilesOf(
  { before, after, plan }: Ticket,
  catalogue: EndpointCatalogue,
  front: Front,
): readonly ExportFile[] {
  const tests = after ?? before;
  const request = tests === null ? null : proxyRequest(catalogue, probesOf(tests));
  if (tests === null || request === null) return [];
  return requestFiles(request, { machine: plan.machine, takenAt: tests.takenAt, catalogue: tests.catalogue, front });
}

/** The files of a request: the letter, its table, rules for a firewall, and lines for squid. */
export function requestFiles(request: ProxyRequest, origin: RequestOrigin): readonly ExportFile[] {
  const { entries } = request;
  const file = (name: string, form: 'utf-8' | 'utf-8-mark', text: string) => ({ name, form, text });
  const letter = file('proxy-request.txt', 'utf-8-mark', requestLetter(request, origin));
  if (entries.length === 0) return [letter];
  const noInspection = squidNoInspection(entries);
  return [
    letter,
    file('proxy-request.csv', 'utf-8-mark', requestTable(request)),
    file('proxy-request-firewall.csv', 'utf-8-mark', firewallRules(entries)),
    file('proxy-request-squid.conf', 'utf-8', squidAccess(entries)),
    ...(noInspection === null ? [] : [file('proxy-request-squid-no-inspection.conf', 'utf-8', noInspection)]),
  ];
}

/** The request as a plain text, for a mail or a ticket of the other team; in lines as Windows ends them. */
function requestLetter(request: ProxyRequest, { machine, takenAt, catalogue, front }: RequestOrigin): string {
  const { entries, unreachable, proxies, withheld, results } = request;
  const exempt = entries.filter((entry) => entry.exempt);
  const parts = [
    ...(unreachable.length === 0 ? [] : [[requestWords.reach(unreachable)]]),
    ...(entries.length === 0 ? [] : [[requestWords.allow(proxies), '', ...columns(entries.map(letterRow))]]),
    ...(exempt.length === 0 ? [] : [[requestWords.exempt, '', ...columns(exempt.map(({ host }) => [host]))]]),
  ];
  const lines = [
    requestWords.title,
    '',
    requestWords.from(machine, takenAt),
    requestWords.why,
    '',
    ...parts.flatMap(([first = '', ...others], at) => [`${at + 1}. ${first}`, ...others, '']),
    ...(entries.some(({ host }) => host.startsWith('*.')) ? [requestWords.wildcard, ''] : []),
    ...(withheld === 0 ? [] : [requestWords.withheld(withheld, front), '']),
    requestWords.seen,
    '',
    ...results.map(({ verdict }) => `- ${verdictText(verdict).sentence}`),
    '',
    ...(entries.length === 0 ? [] : [requestWords.files]),
    `Addresses by the ${catalogueText(catalogue)} (SHA-256 ${catalogue.sha256}).`,
  ];
  return windowsLines(lines.map(cleanText));
}

function letterRow(entry: AllowEntry): string[] {
  const { host, path, port, protocol, products, serviceTag } = entry;
  const tag = serviceTag === null ? '' : ` (service tag ${serviceTag})`;
  return [`${host}${path ?? ''}`, String(port), protocol, `${products.map(endpointProductName).join(', ')}${tag}`];
}

function requestTable(request: ProxyRequest): string {
  const { host, port, protocol, use, purpose, need, inspection, tag, seen } = requestColumns;
  return csv([
    [host, port, protocol, use, purpose, need, inspection, tag, seen],
    ...request.entries.map((entry) => [
      `${entry.host}${entry.path ?? ''}`,
      String(entry.port),
      entry.protocol,
      entry.products.map(endpointProductName).join(', '),
      entry.purposes.join('; '),
      requirementWord[entry.requirement],
      inspectionWord(entry.exempt, entry.protocol),
      entry.serviceTag ?? '',
      cleanText([...new Set(resultsOf(entry, request).map(({ verdict }) => verdictText(verdict).short))].join('; ')),
    ]),
  ]);
}

/** Cells under each other, two spaces in. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}
