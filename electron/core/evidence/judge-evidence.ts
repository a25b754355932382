import type { Reading } from '../settings/reading.ts';
import { type EvidenceItem, settlingMs } from './evidence.ts';
import type { MapsTestSeen, SenseEventsSeen, SensorLogSeen, SensorModule } from './facts.ts';
import { type Decoded, fileTimeOf } from './file-time.ts';

/** When it is judged, and when what was changed was done; null where nothing was. */
export interface Moments {
  readonly now: Date;
  readonly changedAt: Date | null;
  /** When the machine was started; null where that is not known. */
  readonly bootedAt: Date | null;
}

type Facts = Readonly<Record<string, string | null | undefined>>;

function item(
  kind: EvidenceItem['kind'],
  service: EvidenceItem['service'],
  state: EvidenceItem['state'],
  facts: Facts = {},
  again: EvidenceItem['again'] = null,
): EvidenceItem {
  const known = Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { kind, service, state, again, facts: Object.fromEntries(known) };
}

const text = (value: number | null): string | null => (value === null ? null : String(value));

/** What is still to come: within the first quarter of an hour a look after it, and from then on only a restart helps. */
const awaited = ({ now, changedAt }: Moments): EvidenceItem['again'] =>
  changedAt === null
    ? null
    : {
        when: now.getTime() - changedAt.getTime() < settlingMs ? 'in-15-minutes' : 'after-restart',
        from: changedAt.toISOString(),
      };

/** Real contacts of the MDE sensor. Only those since the change count; the newest decides. */
export function judgeSenseEvents(seen: SenseEventsSeen, moments: Moments): EvidenceItem {
  const make = item.bind(null, 'sense-events', 'sense');
  if (seen.state === 'unread') return make('unread', { win32: String(seen.win32) });
  const { now, changedAt } = moments;
  const counted = seen.events.filter(({ at }) => changedAt === null || Date.parse(at) >= changedAt.getTime());
  const newest = [...counted].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (newest === undefined)
    return changedAt === null
      ? make('open', { why: 'no-event' })
      : make('check-again', { why: 'no-event' }, awaited(moments));
  const facts = {
    event: String(newest.id),
    at: newest.at,
    host: newest.host,
    count: text(newest.count),
    code: text(newest.code),
  };
  if (newest.id === 4) return make('confirms', facts);
  const settles = changedAt !== null && now.getTime() - changedAt.getTime() < settlingMs;
  return settles ? make('check-again', facts, awaited(moments)) : make('fails', facts);
}

/** `LastConnected` of the MDE sensor: when it last reached its service. */
export function judgeLastContact(reading: Reading, moments: Moments): EvidenceItem {
  const make = item.bind(null, 'last-contact', 'sense');
  const found: Decoded = fileTimeOf(reading);
  if (found.state === 'unreadable') return make('unread', { win32: String(found.win32) });
  if (found.state === 'malformed') return make('unread', { why: 'malformed' });
  const at = found.state === 'value' ? found.value.toISOString() : null;
  const { changedAt, now } = moments;
  // A time that is still to come says that a clock was set, and no more.
  if (found.state === 'value' && found.value > now) return make('open', { at, why: 'in-future' });
  if (changedAt === null) return make('open', { at, why: at === null ? 'never' : 'no-change' });
  if (found.state === 'value' && found.value >= changedAt) return make('confirms', { at });
  return make('check-again', { at, why: at === null ? 'never' : 'before-change' }, awaited(moments));
}

/** Errors in the sensor's own log since the change; that there are none proves nothing by itself. Null: no sensor. */
export function judgeSensorLog(seen: SensorLogSeen, moments: Moments): EvidenceItem | null {
  const make = item.bind(null, 'sensor-log', 'mdi-sensor');
  if (seen.state === 'not-installed') return null;
  if (seen.state === 'unread') return make('unread', { why: seen.why });
  const { changedAt, now } = moments;
  const since = changedAt?.getTime() ?? now.getTime() - dayMs;
  const entries = seen.files.flatMap(({ name, entries: found }) =>
    found.filter(({ at }) => Date.parse(at) >= since).map((entry) => ({ ...entry, file: name })),
  );
  const newest = entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (newest === undefined) return make('open', { why: 'no-error' });
  const facts = { fault: newest.fault, at: newest.at, file: newest.file, count: String(entries.length) };
  const settles = changedAt !== null && now.getTime() - changedAt.getTime() < settlingMs;
  // The services restart within a change, and what they log then is of the way before it.
  return settles ? make('check-again', facts, awaited(moments)) : make('fails', facts);
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The antivirus' own test of its cloud. A success after a change may still be by the proxy that it kept from before, so
 * it counts once the machine was restarted. Null: there is no such program.
 */
export function judgeMapsTest(seen: MapsTestSeen, { changedAt, bootedAt }: Moments): EvidenceItem | null {
  const make = item.bind(null, 'maps-test', 'mdav-cloud');
  if (seen.state === 'not-installed') return null;
  if (seen.state === 'not-run') return make('unread', { why: seen.why });
  const facts = { code: String(seen.code), hresult: seen.hresult, http: text(seen.http) };
  if (seen.code !== 0) return make('fails', facts);
  const restarted = changedAt === null || (bootedAt !== null && bootedAt >= changedAt);
  return restarted
    ? make('confirms', facts)
    : make('check-again', facts, { when: 'after-restart', from: changedAt.toISOString() });
}

/** The sensor's own test is a cmdlet, which only a person starts: no script interpreter is run by this program. */
export const sensorApiTest = (module: SensorModule): EvidenceItem =>
  item('sensor-api-test', 'mdi-sensor', 'by-hand', { module });
