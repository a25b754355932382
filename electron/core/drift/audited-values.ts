import { meansWinHttp, winHttpCopy, winHttpMeaning } from '../effective/winhttp.ts';
import { proxyAfter } from '../plan/after.ts';
import { holds, urlKey } from '../plan/holds.ts';
import type { Operation } from '../plan/operation.ts';
import type { SensorProxy, SensorReading, Snapshot } from '../plan/snapshot.ts';
import type { Ticket } from '../report/ticket.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading, ValueImage } from '../settings/reading.ts';
import { imageText, sensorProxyText } from '../wording/image-text.ts';
import { operationText } from '../wording/plan-text.ts';
import { win32Text } from '../wording/win32.ts';
import type { AuditedValue } from './audit.ts';

/**
 * Each setting of the plan as it was before, as it was left, and as it is now. What an undo had to leave alone was of
 * somebody else already when the ticket was made, and is not compared.
 */
export function auditedValues({ plan, outcome }: Ticket, snapshot: Snapshot): AuditedValue[] {
  return plan.operations.flatMap((operation) => {
    if (operation.kind === 'restart') return [];
    const left = leftAs(operation.id, outcome);
    if (left === null) return [];
    const seen = seenOf(operation, snapshot);
    const { what, where, before, after } = operationText(operation);
    return [
      {
        operation: operation.id,
        value: changedOf(operation),
        what,
        where,
        before: before.slice(0, 4096),
        after: (left === 'after' ? after : before).slice(0, 4096),
        now: seen.now.slice(0, 4096),
        state: stateOf(seen, left),
      },
    ];
  });
}

/** Which side of a change the ticket left there; null: neither can be said. */
function leftAs(id: number, outcome: Ticket['outcome']): 'before' | 'after' | null {
  const state = outcome?.operations.find((operation) => operation.id === id)?.state ?? 'waiting';
  switch (state) {
    case 'done':
      return 'after';
    case 'waiting':
    case 'failed':
    case 'undone':
      return 'before';
    case 'started':
    case 'undo-stale':
    case 'undo-failed':
      return null;
    default:
      return state satisfies never;
  }
}

interface Seen {
  readonly now: string;
  readonly isReadable: boolean;
  readonly isBefore: boolean;
  readonly isAfter: boolean;
}

function stateOf({ isReadable, isBefore, isAfter }: Seen, left: 'before' | 'after'): AuditedValue['state'] {
  if (!isReadable) return 'unreadable';
  if (left === 'after') return isAfter ? 'as-left' : isBefore ? 'reverted' : 'changed';
  return isBefore ? 'as-left' : 'changed';
}

type Change = Exclude<Operation, { kind: 'restart' }>;

function changedOf(operation: Change): AuditedValue['value'] {
  switch (operation.kind) {
    case 'value':
      return operation.value;
    case 'winhttp':
      return 'winhttp.machine';
    case 'winhttp-32':
      return 'winhttp.machine32';
    case 'sensor':
      return 'sensor-configuration';
    default:
      return operation satisfies never;
  }
}

function seenOf(operation: Change, { settings, sensor }: Snapshot): Seen {
  switch (operation.kind) {
    case 'value': {
      const { reading } = settings[operation.value];
      return {
        ...readingSeen(operation.value, reading),
        isBefore: isSame(operation.value, reading, operation.before),
        isAfter: holds(operation.value, reading, operation.after),
      };
    }
    case 'winhttp':
    case 'winhttp-32': {
      const id = operation.kind === 'winhttp' ? 'winhttp.machine' : 'winhttp.machine32';
      const { reading } = settings[id];
      const copy = winHttpCopy(reading);
      return {
        ...readingSeen(id, reading),
        isBefore:
          isSame(id, reading, operation.before) ||
          (copy.state !== 'malformed' && winHttpMeaning(copy) === winHttpMeaning(winHttpCopy(operation.before))),
        isAfter: meansWinHttp(copy, operation.after),
      };
    }
    case 'sensor': {
      const before = operation.before.proxy;
      return {
        now: sensorText(sensor),
        isReadable: sensor.state !== 'unreadable',
        isBefore: sensor.state === 'read' && isSameProxy(sensor.proxy, before),
        isAfter: sensor.state === 'read' && isSameProxy(sensor.proxy, proxyAfter(before, operation.after)),
      };
    }
    default:
      return operation satisfies never;
  }
}

const readingSeen = (id: ValueId, reading: Reading): Pick<Seen, 'now' | 'isReadable'> => ({
  now: imageText(id, reading),
  isReadable: reading.state !== 'unreadable',
});

/** The very bytes, or for what may not be shown their hash; of what was not sealed also the same by its meaning. */
function isSame(id: ValueId, now: Reading, was: ValueImage): boolean {
  if (was.state === 'sealed') return now.state === 'sealed' && now.sha256 === was.sha256;
  if (now.state === 'present' && was.state === 'present' && now.hex === was.hex && now.type === was.type) return true;
  return holds(id, now, was);
}

function sensorText(sensor: SensorReading): string {
  switch (sensor.state) {
    case 'read':
      return sensorProxyText(sensor.proxy);
    case 'not-installed':
      return 'the sensor is not installed';
    case 'unreadable':
      return `could not be read: ${win32Text(sensor.win32)}`;
    case 'malformed':
      return 'the sensor configuration is not in its form';
    default:
      return sensor satisfies never;
  }
}

/** Whether the stored password is still the same cannot be read; that there is one, and for whom, can. */
function isSameProxy(now: SensorProxy | null, was: SensorProxy | null): boolean {
  if (now === null || was === null) return now === was;
  return (
    urlKey(now.url, false) === urlKey(was.url, false) &&
    now.userName === was.userName &&
    now.passwordStored === was.passwordStored
  );
}
