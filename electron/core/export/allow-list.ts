import type { Endpoint, EndpointCatalogue, EndpointProduct } from '../connectivity/endpoint.ts';
import { type ServiceTagName, serviceTagOfHost } from '../connectivity/service-tags.ts';

/** One line of an allow-list: what has to be let through, as the documentation of the service names it. */
export interface AllowEntry {
  /** A host in lower case, or `*.` and a domain: every name below it, and not the domain itself. */
  readonly host: string;
  /** `/pki/` where only addresses that begin with it are needed; null: every path. Only for plain HTTP. */
  readonly path: string | null;
  readonly port: number;
  readonly protocol: 'http' | 'https';
  readonly products: readonly EndpointProduct[];
  readonly purposes: readonly string[];
  readonly requirement: Endpoint['requirement'];
  /** TLS inspection breaks what the service does with it, or cannot be told apart from an attack by its client. */
  readonly exempt: boolean;
  /** For firewalls that take Azure's tags in the place of addresses; null where none is documented. */
  readonly serviceTag: ServiceTagName | null;
}

/** A host that has to be reached: that of a test, or `*.` and a domain where its name is not to be told. */
export interface WantedHost {
  readonly host: string;
  readonly port: number;
  readonly endpoint: Endpoint;
}

/**
 * SECURITY: the entries become lines of other programs' configuration, and a catalogue may be anybody's file: what is no
 * plain host name, wildcard or path never gets there.
 */
const hostForm = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
const pathForm = /^\/[A-Za-z0-9/_-]*$/;

/**
 * The lines that let these hosts through: each once, and none beside a wildcard that covers it. A host that no line can
 * name without letting a whole company through has none.
 */
export function allowList(catalogue: EndpointCatalogue, wanted: readonly WantedHost[]): readonly AllowEntry[] {
  const merged = new Map<string, AllowEntry>();
  for (const entry of wanted.flatMap((one) => entriesOf(catalogue, one))) {
    const key = JSON.stringify([entry.host, entry.path, entry.port]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? entry : joined(known, entry));
  }
  const all = [...merged.values()];
  return all.filter((entry) => !all.some((other) => other !== entry && allows(other, entry))).sort(inOrder);
}

/** The lines for one host; empty where none can be written. */
export function entriesOf(catalogue: EndpointCatalogue, { host, port, endpoint }: WantedHost): readonly AllowEntry[] {
  return documentedHosts(catalogue, host.toLowerCase(), port, endpoint)
    .filter(isWritable)
    .map((documented) => ({
      ...documented,
      port,
      protocol: endpoint.protocol,
      products: [endpoint.product],
      purposes: [endpoint.purpose],
      requirement: endpoint.requirement,
      exempt: endpoint.tls?.inspectionBreaks ?? false,
      serviceTag: port === 443 ? serviceTagOfHost(documented.host) : null,
    }));
}

type Documented = Pick<AllowEntry, 'host' | 'path'>;

function isWritable({ host, path }: Documented): boolean {
  if (!hostForm.test(host) || (path !== null && !pathForm.test(path))) return false;
  // `*.microsoft.com` is what is left of a host of the tenant that is not to be named; it says far too much.
  return !host.startsWith('*.') || host.split('.').length > 3;
}

/** Where the documentation names a wildcard, that is what is asked for: the names below it change without notice. */
function documentedHosts(
  catalogue: EndpointCatalogue,
  name: string,
  port: number,
  endpoint: Endpoint,
): readonly Documented[] {
  const own = documentedHost(endpoint);
  if (own !== null && (covers(own.host, name) || own.path !== null)) return [own];
  const wildcard = catalogue.endpoints.find(
    (row) =>
      row.port === port &&
      row.requirement !== 'legacy-only' &&
      row.connectivity === endpoint.connectivity &&
      covers(row.host.toLowerCase(), name),
  );
  if (wildcard !== undefined) return [{ host: wildcard.host.toLowerCase(), path: null }];
  const exact = { host: name, path: null };
  // A wildcard does not hold for the domain itself, which was tested for it.
  return own?.host === `*.${name}` ? [own, exact] : [exact];
}

/** `www.microsoft.com/pki/*` and `<workspace>sensorapi.atp.azure.com` as an allow-list has them; null for a mere placeholder. */
function documentedHost({ host, protocol }: Endpoint): Documented | null {
  const [name = '', ...rest] = host.toLowerCase().split('/');
  const written = name.replace(/^[^.]*<[^>.]*>[^.]*\./, '*.');
  if (/[<>]/.test(written)) return null;
  const path = protocol === 'http' && rest.length > 0 ? `/${rest.join('/').replace(/\*$/, '')}` : null;
  return { host: written, path };
}

/** Whether a wildcard holds for a name, or for everything that a wildcard below it holds for. */
const covers = (wildcard: string, name: string): boolean =>
  wildcard.startsWith('*.') && name !== wildcard && name.endsWith(wildcard.slice(1));

/** Whether the line holds for a host and port, and so mends what a test of them has shown. */
export const lets = (entry: AllowEntry, host: string, port: number): boolean =>
  entry.port === port && (entry.host === host.toLowerCase() || covers(entry.host, host.toLowerCase()));

/** Whether the second line adds nothing to the first. */
const allows = (one: AllowEntry, other: AllowEntry): boolean =>
  one.port === other.port &&
  (covers(one.host, other.host) || (one.host === other.host && one.path === null && other.path !== null)) &&
  one.path === null &&
  (one.exempt || !other.exempt);

const weight = { required: 0, optional: 1, 'legacy-only': 2 } as const satisfies Record<
  Endpoint['requirement'],
  number
>;

function joined(one: AllowEntry, other: AllowEntry): AllowEntry {
  return {
    ...one,
    products: [...new Set([...one.products, ...other.products])],
    purposes: [...new Set([...one.purposes, ...other.purposes])],
    requirement: weight[one.requirement] <= weight[other.requirement] ? one.requirement : other.requirement,
    exempt: one.exempt || other.exempt,
  };
}

/** TLS first, then by name: the same list for the same tests, whichever ended first. */
function inOrder(one: AllowEntry, other: AllowEntry): number {
  const keys = ({ protocol, host, port, path }: AllowEntry) => [
    protocol === 'https' ? '0' : '1',
    host,
    `${port}`,
    path ?? '',
  ];
  const [left, right] = [keys(one).join(' '), keys(other).join(' ')];
  return left < right ? -1 : left > right ? 1 : 0;
}
