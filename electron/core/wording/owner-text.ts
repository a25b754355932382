import type { EffectiveProxy, StoreId } from '../effective/effective.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Setting } from '../settings/reading.ts';
import { storeName } from './names.ts';

/** The places that a Group Policy can own, each with its value. */
const policyValues: Partial<Record<StoreId, ValueId>> = {
  'telemetry-proxy-server': 'mde.telemetryProxyServer',
  'mdav-policy-server': 'mdav.policy.proxyServer',
  'mdav-policy-pac': 'mdav.policy.proxyPacUrl',
};

/** Who owns what stands in a place, or null where no Group Policy is known to own it. Starts no sentence. */
function storeOwnerText(
  store: StoreId,
  settings: Readonly<Record<ValueId, Pick<Setting, 'management'>>>,
): string | null {
  const value = policyValues[store];
  const management = value === undefined ? null : settings[value].management;
  if (management?.state !== 'managed') return null;
  return management.gpo === null ? 'set by a Group Policy' : `set by the Group Policy "${management.gpo}"`;
}

/** The owner of the place that decides where a service's traffic goes; of several such places, each that has one. */
export function ownerText(
  proxy: EffectiveProxy,
  settings: Readonly<Record<ValueId, Pick<Setting, 'management'>>>,
): string | null {
  if (proxy.route.kind === 'unknown') return storeOwnerText(proxy.route.store, settings);
  const used = proxy.steps.filter((step) => step.outcome === 'used').map(({ store }) => store);
  const owned = used.flatMap((store) => {
    const owner = storeOwnerText(store, settings);
    if (owner === null) return [];
    return [used.length === 1 ? owner : `the ${storeName(store)} is ${owner}`];
  });
  return owned.length === 0 ? null : owned.join(', ');
}
