import { dwordImage, szImage, textOf } from '../codecs/registry-data.ts';
import type { ValueId } from '../settings/catalogue.ts';
import { asMdavProxy } from '../settings/grammar.ts';
import type { Present } from '../settings/reading.ts';
import { holds } from './holds.ts';
import type { Intent } from './intent.ts';
import type { Reason } from './operation.ts';
import { nothing, type Part, together } from './part.ts';
import type { ManualStep } from './plan.ts';
import type { Readings } from './snapshot.ts';
import { type About, gone, valuePart } from './value-part.ts';
import { proxyOf } from './wanted-proxy.ts';

type MdavRoute = NonNullable<Intent['mdav']>['route'];

/** For whom the antivirus values are set: for itself, or as the antivirus part of the v3 sensor of MDI. */
export type MdavOwner = 'mdav' | 'mdi-v3';

/**
 * The antivirus proxy, in the policy hive, which wins over the preferences. Server and PAC file exclude each other
 * here: the server beats the PAC file in MDAV's order, so one that stayed behind would either win over the PAC file
 * that is wanted, or be a second way out that nobody asked for and no test sees. `bypass` null: leave the list alone.
 */
export function mdavPart(
  readings: Readings,
  route: MdavRoute,
  bypass: readonly string[] | null,
  noRevocationPath: boolean,
  owner: MdavOwner,
): Part {
  switch (route.kind) {
    case 'keep':
      return nothing;
    case 'direct':
    case 'wpad':
      return routePart(readings, { server: null, pac: null, bypass: bypass === null ? null : [] }, owner);
    case 'pac':
    case 'static': {
      const server = route.kind === 'static' ? szImage(asMdavProxy(proxyOf(route))) : null;
      const pac = route.kind === 'pac' ? szImage(route.url) : null;
      return together(
        routePart(readings, { server, pac, bypass }, owner),
        noRevocationPath ? withoutRevocation(readings, owner) : nothing,
      );
    }
    default:
      return route satisfies never;
  }
}

interface Wanted {
  readonly server: Present | null;
  readonly pac: Present | null;
  readonly bypass: readonly string[] | null;
}

function routePart(readings: Readings, wanted: Wanted, owner: MdavOwner): Part {
  const changes = together(
    valuePart(
      readings,
      'mdav.policy.proxyServer',
      wanted.server ?? gone,
      about(owner, wanted.server ? 'mdav-static-proxy' : 'mdav-no-static-proxy'),
    ),
    valuePart(
      readings,
      'mdav.policy.proxyPacUrl',
      wanted.pac ?? gone,
      about(owner, wanted.pac ? 'mdav-pac' : 'mdav-no-pac'),
    ),
    bypassPart(readings, wanted.bypass, owner),
  );
  const named = wanted.server !== null || wanted.pac !== null;
  const changed = changes.operations.length > 0;
  return together(
    changes,
    { ...nothing, cautions: changed ? ['mdav-caches-proxy'] : [] },
    { ...nothing, cautions: changed && named ? ['mdav-updates-not-covered'] : [] },
    { ...nothing, manual: remaining(readings, wanted) },
  );
}

/** One entry by policy; of several nothing is written, because how the value parts them is not documented. */
function bypassPart(readings: Readings, bypass: readonly string[] | null, owner: MdavOwner): Part {
  if (bypass === null) return nothing;
  const [first, ...more] = bypass;
  if (first === undefined) return valuePart(readings, 'mdav.policy.proxyBypass', gone, about(owner, 'mdav-no-bypass'));
  if (more.length > 0) return { ...nothing, manual: [{ kind: 'mdav-bypass', entries: [...bypass] }] };
  return valuePart(readings, 'mdav.policy.proxyBypass', szImage(first), about(owner, 'mdav-bypass'));
}

function withoutRevocation(readings: Readings, owner: MdavOwner): Part {
  const part = valuePart(readings, 'mdav.policy.sslOptions', dwordImage(2), about(owner, 'mdav-no-revocation'));
  return part.operations.length === 0
    ? part
    : together(part, { ...nothing, cautions: ['ssl-options-lowers-security'] });
}

/** Preferences that say something else. They are the cmdlet's to change, so they are left and named. */
function remaining(readings: Readings, wanted: Wanted): readonly ManualStep[] {
  const bypass = wanted.bypass === null || wanted.bypass.length > 1 ? undefined : (wanted.bypass[0] ?? null);
  const pairs: readonly (readonly [ValueId, Present | null])[] = [
    ['mdav.preference.proxyServer', wanted.server],
    ['mdav.preference.proxyPacUrl', wanted.pac],
    ...(bypass === undefined
      ? []
      : [['mdav.preference.proxyBypass', bypass === null ? null : szImage(bypass)] as const]),
  ];
  return pairs.flatMap(([value, policy]): ManualStep[] => {
    const { reading } = readings.settings[value];
    const text = textOf(reading);
    if (text.state === 'absent' || text.state === 'unreadable') return [];
    if (text.state === 'value' && (text.value === '' || (policy !== null && holds(value, reading, policy)))) return [];
    return [{ kind: 'mdav-preference-remains', value }];
  });
}

function about(owner: MdavOwner, reason: Reason): About {
  const services: About['services'] = ['mdav-cloud'];
  if (owner === 'mdi-v3')
    return { product: 'mdi', reason: 'v3-through-mdav', citation: 'mdi-sensor-v3', services, alsoAffects: 'nobody' };
  const citation = reason === 'mdav-no-revocation' ? 'mdav-network-connections' : 'mde-configure-proxy';
  return { product: 'mdav', reason, citation, services, alsoAffects: 'nobody' };
}
