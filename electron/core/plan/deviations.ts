import type { EffectiveProxy, ServiceId } from '../effective/effective.ts';
import { sameRoute } from '../effective/route.ts';
import { meansWinHttp, winHttpCopy } from '../effective/winhttp.ts';
import { proxyAfter } from './after.ts';
import { holds, urlKey } from './holds.ts';
import type { Operation, SensorAfter } from './operation.ts';
import type { Plan } from './plan.ts';
import type { Changed } from './problem.ts';
import type { Readings, SensorReading } from './snapshot.ts';

/**
 * What no longer holds what the plan wrote, by its meaning: a policy that came back, another hand. What cannot be read
 * now (this check runs without administrator rights) is not called changed; its service's proxy is then unknown.
 */
export function deviationsOf(plan: Plan, now: Readings): Changed[] {
  return plan.operations.flatMap((operation) => deviation(operation, now) ?? []);
}

function deviation(operation: Operation, now: Readings): Changed | null {
  switch (operation.kind) {
    case 'value': {
      const { reading } = now.settings[operation.value];
      const kept = reading.state === 'unreadable' || holds(operation.value, reading, operation.after);
      return kept ? null : operation.value;
    }
    case 'winhttp':
    case 'winhttp-32': {
      const id = operation.kind === 'winhttp' ? 'winhttp.machine' : 'winhttp.machine32';
      const copy = winHttpCopy(now.settings[id].reading);
      return copy.state === 'unreadable' || meansWinHttp(copy, operation.after) ? null : id;
    }
    case 'sensor':
      return sensorHolds(now.sensor, operation.after) ? null : 'sensor-configuration';
    case 'restart':
      return null;
    default:
      return operation satisfies never;
  }
}

/** Whether the stored password is still ours cannot be read; that there is one, and for whom, can. */
function sensorHolds(sensor: SensorReading, after: SensorAfter): boolean {
  if (sensor.state === 'unreadable') return true;
  if (sensor.state !== 'read') return false;
  const now = sensor.proxy;
  const wanted = proxyAfter(now, after);
  if (now === null || wanted === null) return now === wanted;
  return (
    urlKey(now.url, false) === urlKey(wanted.url, false) &&
    now.userName === wanted.userName &&
    now.passwordStored === wanted.passwordStored
  );
}

/**
 * Services that go another way than the plan expected, or are gone. A route that is unknown on either side shows
 * nothing and is not counted: it stands as unknown in the table of services.
 */
export function unexpectedOf(plan: Plan, effective: readonly EffectiveProxy[]): ServiceId[] {
  return plan.expected.flatMap(({ service, route }) => {
    const now = effective.find((row) => row.service === service)?.route;
    if (route.kind === 'unknown' || now?.kind === 'unknown') return [];
    return now !== undefined && sameRoute(route, now) ? [] : [service];
  });
}
