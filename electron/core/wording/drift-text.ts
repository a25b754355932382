import {
  type Audit,
  type AuditedEndpoint,
  type AuditedService,
  type AuditedValue,
  driftOf,
  unseenOf,
} from '../drift/audit.ts';
import { sameProxies } from '../effective/route.ts';
import { readable } from '../settings/readable.ts';
import type { DriftLine, DriftText } from './drift-lines.ts';
import { routeText, serviceName } from './names.ts';
import { utcText } from './time-text.ts';
import { gradeWord } from './verdict-text.ts';

export function driftText(audit: Audit): DriftText {
  const found = driftOf(audit);
  const { number, madeAt } = audit.ticket;
  return {
    head: `${audit.machine.name}, compared with the ticket ${number === '' ? '' : `${number} `}of ${utcText(madeAt)}.`,
    summary: audit.drift ? `Since the ticket ${listedCounts(found)}.` : unchangedText(audit),
    drift: [
      ...found.values.map(valueLine),
      ...found.services.map(serviceLine),
      ...found.exceptions.map(serviceLine),
      ...found.endpoints.map(endpointLine),
    ],
    notes: [
      ...audit.values.filter(({ state }) => state === 'unreadable').map(valueLine),
      ...audit.services.filter(({ state }) => state === 'unknown').map(serviceLine),
      ...audit.endpoints.filter(({ state }) => state !== 'same' && state !== 'worse').map(endpointLine),
    ],
  };
}

/** Nobody may take for unchanged what could not be seen. */
function unchangedText(audit: Audit): string {
  const unseen = unseenOf(audit);
  const said = 'Nothing has changed since the ticket';
  if (unseen > 0)
    return `${said}, as far as it could be seen. Of ${audit.values.length + audit.services.length} settings and services ${unseen} could not be seen.`;
  return audit.endpoints.some(({ state }) => state === 'unknown') ? `${said}, as far as it could be seen.` : `${said}.`;
}

function listedCounts({ values, services, exceptions, endpoints }: ReturnType<typeof driftOf>): string {
  const parts = [
    values.length === 0 ? '' : `${values.length} ${values.length === 1 ? 'setting has' : 'settings have'} changed`,
    services.length === 0
      ? ''
      : `${services.length} ${services.length === 1 ? 'service goes' : 'services go'} another way`,
    exceptions.length === 0
      ? ''
      : `${exceptions.length} ${exceptions.length === 1 ? 'service has' : 'services have'} other exceptions`,
    endpoints.length === 0
      ? ''
      : `${endpoints.length} ${endpoints.length === 1 ? 'test has' : 'tests have'} a worse result`,
  ].filter((part) => part !== '');
  return parts.join(', ');
}

function valueLine({ what, state, before, after, now }: AuditedValue): DriftLine {
  const left = `was left as ${readable(after)}`;
  switch (state) {
    case 'reverted':
      return { what, said: `${left}, and is again as before the change: ${readable(now)}.` };
    case 'changed':
      return {
        what,
        said: `${left}, and is now ${readable(now)}${before === after ? '' : ` (before the change ${readable(before)})`}.`,
      };
    case 'unreadable':
    case 'as-left':
      return { what, said: `${left}; now ${readable(now)}.` };
    default:
      return state satisfies never;
  }
}

function serviceLine({ service, before, now }: AuditedService): DriftLine {
  if (before?.kind === 'static' && now?.kind === 'static' && sameProxies(before, now))
    return {
      what: serviceName(service),
      said: `still goes by ${routeText(now)}; the exceptions were ${exceptionsText(before.bypass)} and are now ${exceptionsText(now.bypass)}.`,
    };
  const way = (route: AuditedService['now']): string => (route === null ? 'not there' : routeText(route));
  return { what: serviceName(service), said: `was ${way(before)}, is now ${way(now)}.` };
}

const exceptionsText = (entries: readonly string[]): string =>
  entries.length === 0 ? 'none' : readable(entries.join(';'));

function endpointLine({ service, address, endpoint, before, now }: AuditedEndpoint): DriftLine {
  const word = (result: AuditedEndpoint['now']): string =>
    result === null ? 'not tested' : `${gradeWord(result.grade).toLowerCase()} (${result.kind})`;
  return {
    what: `${serviceName(service)}, ${address === '' ? endpoint : address}`,
    said: `was ${word(before)}, is now ${word(now)}.`,
  };
}
