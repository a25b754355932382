import { type Cloud, Geography } from '../plan/intent.ts';
import { z } from '../zod.ts';
import { bodyPatternFault } from './body-pattern.ts';
import { CatalogueStamp } from './catalogue-stamp.ts';
import { ProbeTarget } from './observation.ts';

/** The endpoint catalogue: a dated data file in `assets/`, or the admin's own file of the same schema. */
const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens');
const Text = z.string().max(1000);

const Root = z.strictObject({
  cn: z.string().min(1).max(512),
  sha1: z.string().regex(/^[0-9A-F]{40}$/),
  sha256: z.string().regex(/^[0-9A-F]{64}$/),
  notAfter: z.iso.datetime(),
  /** Whether Node's own list has it; says why a plain `https` request of Node may fail where Windows trusts. */
  inNodeBundle: z.boolean(),
  note: Text.optional(),
});

const BodyRegex = z.string().superRefine((source, context) => {
  const fault = bodyPatternFault(source);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});

/** Where an expectation comes from; see `strongExpectations` for those that may turn a row red. */
const ExpectationStatus = z.enum([
  'documented',
  'verified-in-tool',
  'verified-in-module-source',
  'published-tester',
  'any-http-answer',
  'extrapolated',
  'unverified',
  'unverified-any-answer',
  'path-plausible',
  'path-seen-in-mdatp-test',
  'seen-for-US-only',
]);
export const strongExpectations: ReadonlySet<string> = new Set([
  'documented',
  'verified-in-tool',
  'verified-in-module-source',
]);

export const EndpointProduct = z.enum([
  'mdi-v2',
  'mdi-v3',
  'mde',
  'mdav',
  'mdav-updates',
  'network-protection',
  'mma',
  'common',
]);
export type EndpointProduct = z.infer<typeof EndpointProduct>;

export const Endpoint = z.strictObject({
  id: Id,
  /** As an allow-list names it; may hold `*` or a `<placeholder>`. */
  host: z.string().min(1).max(253),
  /** A concrete name to connect to; null: cannot be tested without data of the device or tenant. */
  testHost: ProbeTarget.shape.host.nullable(),
  port: z.int().min(1).max(65535),
  protocol: z.enum(['http', 'https']),
  product: EndpointProduct,
  purpose: z.string().min(1).max(200),
  /** One cloud, a comma list of them, or `all`. */
  cloud: z.string().regex(/^(?:all|(?:commercial|gcc|gcchigh|dod)(?:,(?:commercial|gcc|gcchigh|dod))*)$/),
  geo: z.enum([...Geography.options, 'WW', 'all', 'tenant']),
  requirement: z.enum(['required', 'optional', 'legacy-only']),
  connectivity: z.enum(['mdi', 'streamlined', 'standard', 'both']),
  probe: z.strictObject({
    method: z.enum(['GET', 'HEAD']),
    path: ProbeTarget.shape.path,
    expectStatus: z.array(z.int().min(100).max(599)).max(16),
    bodyRegex: BodyRegex.nullable(),
    expectationStatus: ExpectationStatus,
  }),
  tls: z
    .strictObject({ pinned: z.boolean(), expectedRoots: z.array(Id).max(16), inspectionBreaks: z.boolean() })
    .nullable(),
  source: Text,
  note: Text.optional(),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const EndpointCatalogue = z
  .strictObject({
    /** Where an editor finds the schema of this file; nothing is made of it. */
    $schema: z.string().max(200).optional(),
    schemaVersion: z.literal(1),
    /** Names this edition of the rows, for the ticket; whoever changes them gives it another name. */
    version: CatalogueStamp.shape.version,
    asOf: CatalogueStamp.shape.asOf,
    placeholders: z.record(z.string().max(64), Text),
    roots: z.record(Id, Root),
    serviceTags: z
      .array(
        z.strictObject({
          name: z.string().max(128),
          product: Text,
          files: z.array(z.enum(['public', 'azuregovernment'])).max(8),
        }),
      )
      .max(64),
    endpoints: z.array(Endpoint).max(2000),
  })
  .superRefine((file, context) => {
    const seen = new Set<string>();
    for (const [at, row] of file.endpoints.entries()) {
      const path = ['endpoints', at];
      if (seen.has(row.id))
        context.addIssue({ code: 'custom', path: [...path, 'id'], message: 'an id that is used once' });
      seen.add(row.id);
      if ((row.protocol === 'http') !== (row.tls === null))
        context.addIssue({ code: 'custom', path: [...path, 'tls'], message: 'null for http, an object for https' });
      if (row.tls?.expectedRoots.some((root) => !(root in file.roots)))
        context.addIssue({ code: 'custom', path: [...path, 'tls', 'expectedRoots'], message: 'ids from `roots`' });
    }
  });
export type EndpointCatalogue = z.infer<typeof EndpointCatalogue>;

/** A public root by which the services are known; the hash is in lower case. */
export interface KnownRoot {
  readonly id: string;
  readonly cn: string;
  readonly sha256: string;
}

/** The roots that a machine's trust engine recognises by SHA-256 (`Trust.root.known`). */
export function knownRoots(catalogue: EndpointCatalogue): readonly KnownRoot[] {
  return Object.entries(catalogue.roots).map(([id, root]) => ({
    id,
    cn: root.cn,
    sha256: root.sha256.toLowerCase(),
  }));
}

export interface EndpointQuery {
  readonly products: readonly EndpointProduct[];
  readonly cloud: Cloud;
  readonly geography: Geography;
  readonly connectivity: 'streamlined' | 'standard';
  /** Host of the MDI sensor API; null where it is not known (then its rows are left out). */
  readonly sensorApiHost: string | null;
}

/** A row of the catalogue with the address to test it by. */
export interface TestableEndpoint {
  readonly endpoint: Endpoint;
  readonly target: ProbeTarget;
}

/** The rows of one environment that can be tested, in the catalogue's order; wildcards and placeholders are left out. */
export function endpointsFor(catalogue: EndpointCatalogue, query: EndpointQuery): readonly TestableEndpoint[] {
  return rowsFor(catalogue, query).flatMap((endpoint) => {
    const host = endpoint.product === 'mdi-v2' ? query.sensorApiHost : endpoint.testHost;
    const target = ProbeTarget.safeParse({
      scheme: endpoint.protocol,
      host,
      port: endpoint.port,
      path: endpoint.probe.path,
    });
    return target.success ? [{ endpoint, target: target.data }] : [];
  });
}

/** All rows of one environment, also those that cannot be tested. */
export function rowsFor(
  catalogue: EndpointCatalogue,
  query: Omit<EndpointQuery, 'sensorApiHost'>,
): readonly Endpoint[] {
  return catalogue.endpoints.filter((row) => belongs(row, query));
}

function belongs(row: Endpoint, query: Omit<EndpointQuery, 'sensorApiHost'>): boolean {
  const geographies: readonly string[] = [
    query.geography,
    'WW',
    'all',
    'tenant',
    ...(query.cloud === 'commercial' ? [] : ['USGov']),
  ];
  return (
    query.products.includes(row.product) &&
    (row.cloud === 'all' || row.cloud.split(',').includes(query.cloud)) &&
    geographies.includes(row.geo) &&
    (row.connectivity === 'mdi' || row.connectivity === 'both' || row.connectivity === query.connectivity)
  );
}

/** The first row that an allow-list would use for this host: an exact name, a wildcard, or a placeholder. */
export function endpointOfHost(catalogue: EndpointCatalogue, host: string, port: number): Endpoint | null {
  const name = host.toLowerCase();
  return (
    catalogue.endpoints.find((row) => row.port === port && row.testHost === name) ??
    catalogue.endpoints.find((row) => row.port === port && hostPattern(row.host).test(name)) ??
    null
  );
}

function hostPattern(host: string): RegExp {
  const name = host.split('/')[0] ?? host;
  const parts = name.split(/\*|<[^>]*>/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  // A name that is a placeholder and nothing else would fit every host.
  return parts.join('') === '' ? /^$/ : new RegExp(`^${parts.join('[a-z0-9.-]+')}$`);
}
