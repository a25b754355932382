import { dwordImage, szImage } from '../codecs/registry-data.ts';
import { senseVersion } from '../effective/mde.ts';
import { preferStaticSupport } from '../effective/prefer-static.ts';
import { asTelemetryProxy } from '../settings/grammar.ts';
import type { Intent } from './intent.ts';
import type { Reason } from './operation.ts';
import { nothing, type Part, together } from './part.ts';
import type { Caution } from './plan.ts';
import type { Readings } from './snapshot.ts';
import { type About, gone, valuePart } from './value-part.ts';
import { proxyOf } from './wanted-proxy.ts';

type MdeRoute = NonNullable<Intent['mde']>['route'];

/** For whom MDE's values are set: for itself, or because the v3 sensor of MDI goes through it. */
export type MdeOwner = 'mde' | 'mdi-v3';

/**
 * MDE's static proxy. `TelemetryProxyServer` and `DisableEnterpriseAuthProxy` are set and taken away as a pair;
 * `PreferStaticProxyForHttpRequest` is only added, for a server whose only way out is this proxy.
 */
export function mdePart(readings: Readings, route: MdeRoute, noRevocationPath: boolean, owner: MdeOwner): Part {
  switch (route.kind) {
    case 'keep':
      return nothing;
    case 'wpad':
      return together(cleared(readings, owner), { ...nothing, cautions: ['mde-wpad-unverified'] });
    case 'direct':
      return cleared(readings, owner);
    case 'static':
      return together(
        pair(
          together(
            valuePart(
              readings,
              'mde.telemetryProxyServer',
              szImage(asTelemetryProxy(proxyOf(route))),
              about(owner, 'mde-static-proxy'),
            ),
            valuePart(readings, 'mde.disableEnterpriseAuthProxy', dwordImage(1), about(owner, 'mde-no-auth-proxy')),
          ),
        ),
        noRevocationPath ? preferStatic(readings, owner) : nothing,
      );
    default:
      return route satisfies never;
  }
}

/** The pair goes together; the second value alone has a meaning of its own and stays. */
function cleared(readings: Readings, owner: MdeOwner): Part {
  if (readings.settings['mde.telemetryProxyServer'].reading.state === 'absent') return nothing;
  return pair(
    together(
      valuePart(readings, 'mde.telemetryProxyServer', gone, about(owner, 'mde-no-static-proxy')),
      valuePart(readings, 'mde.disableEnterpriseAuthProxy', gone, about(owner, 'mde-no-static-proxy')),
    ),
  );
}

function preferStatic(readings: Readings, owner: MdeOwner): Part {
  const part = valuePart(readings, 'mde.preferStaticProxy', dwordImage(1), about(owner, 'mde-prefer-static'));
  return together(withTime(part), { ...nothing, cautions: supportCaution(senseVersion(readings)) });
}

function supportCaution(version: string | null): readonly Caution[] {
  const support = preferStaticSupport(version);
  switch (support) {
    case 'yes':
      return [];
    case 'probably':
      return ['prefer-static-version-unverified'];
    case 'no':
      return ['prefer-static-version-too-old'];
    case 'unknown':
      return ['prefer-static-version-unknown'];
    default:
      return support satisfies never;
  }
}

/** Half of the pair would be worse than none, so where one half cannot be changed neither is. */
function pair(part: Part): Part {
  return part.blockers.length > 0 ? { ...part, operations: [] } : withTime(part);
}

/** The MDE sensor cannot be restarted, so a change takes a while. */
function withTime(part: Part): Part {
  return part.operations.length === 0 ? part : together(part, { ...nothing, cautions: ['sense-needs-time'] });
}

function about(owner: MdeOwner, reason: Reason): About {
  const services: About['services'] =
    reason === 'mde-prefer-static' ? ['sense', 'mdi-v3'] : ['sense', 'diagtrack', 'mdi-v3'];
  if (owner === 'mdi-v3')
    return { product: 'mdi', reason: 'v3-through-mde', citation: 'mdi-sensor-v3', services, alsoAffects: 'nobody' };
  return { product: 'mde', reason, citation: 'mde-configure-proxy', services, alsoAffects: 'nobody' };
}
