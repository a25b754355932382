import type { Endpoint } from '../core/connectivity/endpoint.ts';
import type { EffectiveProxy, EffectiveRoute, ServiceId } from '../core/effective/effective.ts';
import type { PathId } from '../core/effective/path.ts';
import type { Matrix, MatrixPath, MatrixRowHead } from '../core/plan/matrix.ts';
import type { Check } from './checks.ts';
import type { SignIn } from './sign-in.ts';

/** One question of a row: where does this route lead, and for whom. `route` null: nobody is there to take one. */
export interface Ask {
  readonly route: EffectiveRoute | null;
  readonly as:
    | { readonly kind: 'path'; readonly path: PathId }
    | { readonly kind: 'takes' | 'would-take'; readonly service: ServiceId };
  /** Whoever decides has a sign-in to the proxy there. */
  readonly signsIn: boolean;
}

/** A row as it is going to be tested. */
export interface PlannedRow {
  readonly head: MatrixRowHead;
  readonly endpoint: Endpoint;
  readonly why: Check['why'];
  /** The route by which the services of the row are to reach it; null: any will do. */
  readonly expected: EffectiveRoute | null;
  /** What decides comes first. */
  readonly asks: readonly Ask[];
}

/** Who goes where, now and by the plan. */
export interface Routes {
  readonly paths: readonly MatrixPath[];
  readonly effective: readonly EffectiveProxy[];
  /** What the plan expects of each service; empty where it expects nothing. */
  readonly expected: readonly EffectiveProxy[];
  /** What a plan that is not applied would give each service; empty where nothing is proposed. */
  readonly proposed: Matrix['proposed'];
  readonly decides: Matrix['decides'];
  readonly signIn: SignIn;
}

/** The rows of a matrix. Services of one endpoint of which different routes are expected have a row each. */
export function plannedRows(checks: readonly Check[], routes: Routes): readonly PlannedRow[] {
  const used = new Map<string, number>();
  return checks.flatMap((check) =>
    groupsOf(check.services, routes).map(({ services, expected }) => {
      const { endpoint, target, why } = check;
      const count = (used.get(endpoint.id) ?? 0) + 1;
      used.set(endpoint.id, count);
      const head: MatrixRowHead = {
        id: count === 1 ? endpoint.id : `${endpoint.id}.${count}`,
        endpoint: endpoint.id,
        product: endpoint.product,
        purpose: endpoint.purpose,
        necessity: endpoint.requirement,
        services: [...services],
        target,
      };
      return { head, endpoint, why, expected, asks: asksOf(services, check.scope, routes) };
    }),
  );
}

interface Group {
  readonly services: readonly ServiceId[];
  readonly expected: EffectiveRoute | null;
}

function groupsOf(services: readonly ServiceId[], { effective, expected }: Routes): Group[] {
  const groups = new Map<string, { services: ServiceId[]; expected: EffectiveRoute | null }>();
  for (const service of services) {
    const route = routeIn(expected, service) ?? routeIn(effective, service);
    const key = JSON.stringify(route);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { services: [service], expected: route });
    else group.services.push(service);
  }
  return groups.size === 0 ? [{ services: [], expected: null }] : [...groups.values()];
}

function asksOf(services: readonly ServiceId[], scope: Check['scope'], routes: Routes): Ask[] {
  const { paths, effective, proposed, decides, signIn } = routes;
  const now = services.map(
    (service): Ask => ({
      route: routeIn(effective, service),
      as: { kind: 'takes', service },
      signsIn: decides === 'now' && signIn.now.has(service),
    }),
  );
  const would =
    proposed.length === 0
      ? []
      : services.flatMap((service): Ask[] => {
          const route = routeIn(proposed, service);
          const mark: Ask = {
            route,
            as: { kind: 'would-take', service },
            signsIn: decides === 'proposed' && signIn.proposed.has(service),
          };
          return route === null ? [mark] : [mark, { route, as: { kind: 'path', path: 'proposed' }, signsIn: false }];
        });
  const only = scope === 'every-path' ? null : scope;
  const set = paths.flatMap(({ path, route }): Ask[] =>
    route === null || path === 'proposed' || (only !== null && path !== only)
      ? []
      : [{ route, as: { kind: 'path', path }, signsIn: false }],
  );
  return decides === 'now' ? [...now, ...would, ...set] : [...would, ...now, ...set];
}

function routeIn(
  list: readonly { readonly service: ServiceId; readonly route: EffectiveRoute }[],
  service: ServiceId,
): EffectiveRoute | null {
  return list.find((one) => one.service === service)?.route ?? null;
}
