import type { EffectiveProxy, StoreId } from '../effective/effective.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Setting } from '../settings/reading.ts';

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

/** The owner of the place that decides where a service's traffic goes. */
export function ownerText(
  proxy: EffectiveProxy,
  settings: Readonly<Record<ValueId, Pick<Setting, 'management'>>>,
): string | null {
  const used = proxy.steps.find((step) => step.outcome === 'used')?.store;
  const store = proxy.route.kind === 'unknown' ? proxy.route.store : used;
  return store === undefined ? null : storeOwnerText(store, settings);
}
