import {
  type Audit,
  type AuditedEndpoint,
  type AuditedService,
  type AuditedValue,
  driftOf,
  unseenOf,
} from '../drift/audit.ts';
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
    summary: audit.drift
      ? `Since the ticket ${listedCounts(found)}.`
      : `Nothing has changed since the ticket, as far as it could be seen.${unseenText(audit)}`,
    drift: [...found.values.map(valueLine), ...found.services.map(serviceLine), ...found.endpoints.map(endpointLine)],
    notes: [
      ...audit.values.filter(({ state }) => state === 'unreadable').map(valueLine),
      ...audit.services.filter(({ state }) => state === 'unknown').map(serviceLine),
      ...audit.endpoints.filter(({ state }) => state !== 'same' && state !== 'worse').map(endpointLine),
    ],
  };
}

/** Nobody may take for unchanged what could not be seen. */
function unseenText(audit: Audit): string {
  const unseen = unseenOf(audit);
  return unseen === 0
    ? ''
    : ` Of ${audit.values.length + audit.services.length} settings and services ${unseen} could not be seen.`;
}

function listedCounts({ values, services, endpoints }: ReturnType<typeof driftOf>): string {
  const parts = [
    values.length === 0 ? '' : `${values.length} ${values.length === 1 ? 'setting has' : 'settings have'} changed`,
    services.length === 0
      ? ''
      : `${services.length} ${services.length === 1 ? 'service goes' : 'services go'} another way`,
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
  const way = (route: AuditedService['now']): string => (route === null ? 'not there' : routeText(route));
  return { what: serviceName(service), said: `was ${way(before)}, is now ${way(now)}.` };
}

function endpointLine({ service, address, endpoint, before, now }: AuditedEndpoint): DriftLine {
  const word = (result: AuditedEndpoint['now']): string =>
    result === null ? 'not tested' : `${gradeWord(result.grade).toLowerCase()} (${result.kind})`;
  return {
    what: `${serviceName(service)}, ${address === '' ? endpoint : address}`,
    said: `was ${word(before)}, is now ${word(now)}.`,
  };
}
