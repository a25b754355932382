import type { CatalogueStamp } from '../connectivity/catalogue-stamp.ts';
import type { AllowEntry } from '../export/allow-list.ts';
import { csv, firewallRules } from '../export/csv.ts';
import { squidAccess, squidNoInspection } from '../export/squid.ts';
import type { MachineFacts } from '../plan/snapshot.ts';
import {
  catalogueText,
  endpointProductName,
  inspectionWord,
  requestColumns,
  requestWords,
  requirementWord,
} from '../wording/proxy-request-text.ts';
import { verdictText } from '../wording/verdict-text.ts';
import { cleanText } from './clean-text.ts';
import { type ProxyRequest, resultsOf } from './proxy-request.ts';

/** Where and when the results of a request were seen. */
export interface RequestOrigin {
  readonly machine: MachineFacts;
  readonly takenAt: string;
  readonly catalogue: CatalogueStamp;
}

/** The files of a request by their names: the letter, its table, rules for a firewall, and lines for squid. */
export function requestFiles(
  request: ProxyRequest,
  origin: RequestOrigin,
): readonly (readonly [name: string, content: string])[] {
  const { entries } = request;
  const letter = ['proxy-request.txt', requestLetter(request, origin)] as const;
  if (entries.length === 0) return [letter];
  const noInspection = squidNoInspection(entries);
  return [
    letter,
    ['proxy-request.csv', requestTable(request)],
    ['proxy-request-firewall.csv', firewallRules(entries)],
    ['proxy-request-squid.conf', squidAccess(entries)],
    ...(noInspection === null ? [] : [['proxy-request-squid-no-inspection.conf', noInspection] as const]),
  ];
}

/** The request as a plain text, for a mail or a ticket of the other team. Ends in one newline. */
function requestLetter(request: ProxyRequest, { machine, takenAt, catalogue }: RequestOrigin): string {
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
    ...(withheld === 0 ? [] : [requestWords.withheld(withheld), '']),
    requestWords.seen,
    '',
    ...results.map(({ verdict }) => `- ${verdictText(verdict).sentence}`),
    '',
    ...(entries.length === 0 ? [] : [requestWords.files]),
    `Addresses by the ${catalogueText(catalogue)} (SHA-256 ${catalogue.sha256}).`,
  ];
  return `${lines.map(cleanText).join('\n')}\n`;
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
