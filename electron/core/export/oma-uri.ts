import type { WritableValueId } from '../settings/catalogue.ts';
import { csv } from './csv.ts';
import { xmlText } from './preferences-xml.ts';
import type { Direction, Refusal } from './refusal.ts';
import { oddSide, plainData, type RegistryChange, stateAt } from './registry-change.ts';

const antivirus = './Device/Vendor/MSFT/Policy/Config/ADMX_MicrosoftDefenderAntivirus';

/**
 * What a custom profile of an MDM can set, by the name that is CSP leaf, ADMX id and id of the element alike.
 * https://learn.microsoft.com/windows/client-management/mdm/policy-csp-admx-microsoftdefenderantivirus
 */
const leaves: Partial<Readonly<Record<WritableValueId, string>>> = {
  'mdav.policy.proxyServer': 'ProxyServer',
  'mdav.policy.proxyPacUrl': 'ProxyPacUrl',
  'mdav.policy.proxyBypass': 'ProxyBypass',
};

/** The pair belongs together, and its sensor reads only what Group Policy writes: "MDM delivery is not supported". */
const notFromMdm: ReadonlySet<WritableValueId> = new Set([
  'mde.telemetryProxyServer',
  'mde.disableEnterpriseAuthProxy',
]);

/** Why a value is not in the list; null where it is. */
export function omaUriRefusal(change: RegistryChange): Refusal | null {
  const { id, operation } = change;
  if (notFromMdm.has(id)) return { kind: 'not-read-from-mdm', operation };
  if (leaves[id] === undefined) return { kind: 'no-csp', operation };
  return oddSide(change, (data) => data.kind === 'text') === null ? null : { kind: 'not-of-csp-type', operation };
}

/** A table for a custom profile. `remove`: the row is taken out of the profile, and the MDM takes the value away. */
export function omaUriTable(changes: readonly RegistryChange[], direction: Direction): string {
  const rows = changes.flatMap((change) => {
    const leaf = leaves[change.id];
    return leaf === undefined ? [] : [rowOf(change, leaf, direction)];
  });
  const header = ['Action', 'Name', 'OMA-URI', 'Data type', 'Value'];
  return csv([header, ...rows]);
}

function rowOf(change: RegistryChange, leaf: string, direction: Direction): string[] {
  const image = stateAt(change, direction);
  const place = [change.entry.name, `${antivirus}/${leaf}`];
  if (image.state === 'absent')
    return direction === 'back-out' ? ['remove', ...place, '', ''] : ['set', ...place, 'String', '<disabled/>'];
  const data = plainData(image);
  if (data === null || data.kind !== 'text') throw new Error('Data that a CSP cannot hold was not refused.');
  return ['set', ...place, 'String', `<enabled/><data id="${leaf}" value="${xmlText(data.text)}"/>`];
}
