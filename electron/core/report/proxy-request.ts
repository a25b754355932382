import { type Endpoint, type EndpointCatalogue, endpointOfHost } from '../connectivity/endpoint.ts';
import { type AllowEntry, allowList, entriesOf, lets, type WantedHost } from '../export/allow-list.ts';
import { isDeviceRow, type ProbeResult } from '../plan/verification.ts';
import { askOf } from './proxy-ask.ts';

/** What is asked of the proxy team, with the results that it is asked for. */
export interface ProxyRequest {
  readonly entries: readonly AllowEntry[];
  /** Results that the entries are to mend, one of each kind and host. */
  readonly results: readonly ProbeResult[];
  /** Proxies (`host:port`) that this computer was to use and could not connect to. */
  readonly unreachable: readonly string[];
  /** The proxies of the results. */
  readonly proxies: readonly string[];
  /** Hosts of the tenant that are not named, because the ticket was to leave them out. */
  readonly withheld: number;
}

/** Out of the results by which the services are judged, as the ticket has them; null where there is nothing to ask. */
export function proxyRequest(catalogue: EndpointCatalogue, probes: readonly ProbeResult[]): ProxyRequest | null {
  const failing = probes.flatMap((probe) => {
    const ask = askOf(probe.verdict);
    const wanted = ask === null ? null : wantedHost(catalogue, probe);
    return ask === null || wanted === null ? [] : [{ probe, ask, wanted }];
  });
  const lettable = failing.filter(({ ask }) => ask !== 'reach-proxy');
  const nameable = lettable.filter(({ wanted }) => entriesOf(catalogue, wanted).length > 0);
  const results = once(failing.map(({ probe }) => probe));
  if (results.length === 0) return null;
  const proxiesOf = (some: typeof failing) => [
    ...new Set(some.flatMap(({ probe }) => probe.verdict.facts.proxy ?? [])),
  ];
  return {
    entries: allowList(
      catalogue,
      nameable.map(({ wanted }) => wanted),
    ),
    results,
    unreachable: proxiesOf(failing.filter(({ ask }) => ask === 'reach-proxy')),
    proxies: proxiesOf(lettable),
    withheld: new Set(lettable.filter((one) => !nameable.includes(one)).map(({ probe }) => probe.endpoint)).size,
  };
}

/** The results that an entry is to mend. */
export function resultsOf(entry: AllowEntry, { results }: ProxyRequest): readonly ProbeResult[] {
  return results.filter(({ verdict: { facts } }) => lets(entry, facts.host ?? '', Number(facts.port)));
}

function wantedHost(
  catalogue: EndpointCatalogue,
  { endpoint: id, purpose, verdict, observation }: ProbeResult,
): WantedHost | null {
  const host = observation?.target.host ?? verdict.facts.host;
  const port = observation?.target.port ?? Number(verdict.facts.port);
  if (host === undefined || !Number.isInteger(port)) return null;
  const endpoint =
    catalogue.endpoints.find((row) => row.id === id) ??
    endpointOfHost(catalogue, host, port) ??
    likeDevice(catalogue, id, purpose);
  return endpoint === null ? null : { host, port, endpoint };
}

/** A host of this device has the purpose of the published ones, with a remark behind it. */
function likeDevice(catalogue: EndpointCatalogue, id: string, purpose: string): Endpoint | null {
  if (!isDeviceRow(id)) return null;
  return (
    catalogue.endpoints.find(
      (row) => row.product === 'mde' && row.testHost !== null && purpose.startsWith(row.purpose),
    ) ?? null
  );
}

/** One result of each kind for each host: services of the same way say the same. */
function once(probes: readonly ProbeResult[]): readonly ProbeResult[] {
  const seen = new Set<string>();
  return probes.filter(({ verdict: { kind, facts } }) => {
    const key = JSON.stringify([kind, facts.host, facts.port, facts.proxy]);
    return !seen.has(key) && seen.add(key);
  });
}
