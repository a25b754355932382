import type { EffectiveProxy, ServiceId } from '../core/effective/effective.ts';
import { proxyAfter } from '../core/plan/after.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { SensorProxy, Snapshot } from '../core/plan/snapshot.ts';

/** Services that have a sign-in to their proxy, which a test never sends: as things are, and as the plan would have it. */
export interface SignIn {
  readonly now: ReadonlySet<ServiceId>;
  readonly proposed: ReadonlySet<ServiceId>;
}

export function signInOf({ operations, expected }: Plan, { sensor, effective }: Snapshot): SignIn {
  const stored = sensor.state === 'read' ? sensor.proxy : null;
  const change = operations.find((operation) => operation.kind === 'sensor');
  return {
    now: signers(effective, stored),
    proposed: signers(expected, change === undefined ? stored : proxyAfter(stored, change.after)),
  };
}

/** Those that go by the sensor's own setting, where a sign-in stands with it. */
function signers(routes: readonly EffectiveProxy[], proxy: SensorProxy | null): ReadonlySet<ServiceId> {
  if (proxy === null || proxy.userName === null || !proxy.passwordStored) return new Set();
  const bySensor = routes.filter(({ steps }) =>
    steps.some(({ store, outcome }) => store === 'sensor-configuration' && outcome === 'used'),
  );
  return new Set(bySensor.map(({ service }) => service));
}
