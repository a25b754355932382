import type { Intent } from './intent.ts';
import { mdavPart } from './mdav-part.ts';
import { mdePart } from './mde-part.ts';
import { blocked, nothing, type Part, together } from './part.ts';
import type { Products, Readings } from './snapshot.ts';

type MdiRoute = NonNullable<Intent['mdi']>['route'];
type OtherRoute = NonNullable<Intent['mdav']>['route'];

/**
 * The v3 sensor has no store of its own: its proxy is that of MDE, and of MDAV for its part. Where these products are
 * out of scope their values are set for the sensor; where they are in scope they have to want the same.
 */
export function mdiV3Part(readings: Readings, products: Products, intent: Intent, route: MdiRoute): Part {
  if (route.kind === 'keep') return nothing;
  if (route.kind === 'pac') return blocked({ kind: 'pac-not-for-mdi' });
  const { mde, mdav, noRevocationPath } = intent;
  const forMde = mdePart(readings, route, noRevocationPath, 'mdi-v3');
  const forMdav = mdavPart(readings, route, null, noRevocationPath, 'mdi-v3');
  return together(
    channelPart('mde', route, mde?.route ?? null, forMde),
    products.mdav.installed ? channelPart('mdav', route, mdav?.route ?? null, forMdav) : nothing,
  );
}

function channelPart(product: 'mde' | 'mdav', route: MdiRoute, own: OtherRoute | null, part: Part): Part {
  if (own === null) return part;
  const differs = blocked({ kind: 'v3-routes-differ', product });
  if (own.kind !== 'keep') return sameWish(route, own) ? nothing : differs;
  // "Leave it as it is" agrees with the sensor's wish only where it is so already.
  return part.operations.length === 0 && part.blockers.length === 0 ? nothing : differs;
}

/** Neither `direct` nor `wpad` has a value of its own: both mean that no static one stands. */
function sameWish(a: MdiRoute, b: OtherRoute): boolean {
  if (a.kind === 'static' || b.kind === 'static')
    return a.kind === 'static' && b.kind === 'static' && a.proxy.toLowerCase() === b.proxy.toLowerCase();
  return a.kind !== 'pac' && b.kind !== 'pac';
}
