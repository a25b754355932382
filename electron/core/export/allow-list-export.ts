import { type Endpoint, type EndpointCatalogue, type EndpointProduct, rowsFor } from '../connectivity/endpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { fail, ok, type Result } from '../plan/result.ts';
import { readMeLines } from '../wording/export-text.ts';
import { endpointProductName, inspectionWord, requestColumns, requirementWord } from '../wording/proxy-request-text.ts';
import { type AllowEntry, allowList } from './allow-list.ts';
import { csv, firewallRules } from './csv.ts';
import { type ExportFile, readMeFile } from './export-file.ts';
import type { Exported } from './export-plan.ts';
import { squidAccess, squidNoInspection } from './squid.ts';

/**
 * What the proxy has to let through for the products of the plan, as tables and as lines for squid. Hosts of both ways
 * in which Defender for Endpoint is onboarded are there: which one the other servers use no plan knows. Fails for a
 * plan with blockers, and where no product is in its scope.
 */
export function exportAllowList(plan: Plan, digest: string, catalogue: EndpointCatalogue): Result<Exported> {
  if (plan.blockers.length > 0) return fail({ kind: 'plan-blocked' });
  const products = productsOf(plan);
  if (products.length === 0) return fail({ kind: 'nothing-to-export', channel: 'allow-list', refusals: [] });
  const entries = allowList(catalogue, wantedHosts(plan, products, catalogue));
  const noInspection = squidNoInspection(entries);
  const files: ExportFile[] = [
    { name: 'allow-list.csv', form: 'utf-8-mark', text: table(entries) },
    { name: 'allow-list-firewall.csv', form: 'utf-8-mark', text: firewallRules(entries) },
    { name: 'allow-list-squid.conf', form: 'utf-8', text: squidAccess(entries) },
    ...(noInspection === null
      ? []
      : [{ name: 'allow-list-squid-no-inspection.conf', form: 'utf-8' as const, text: noInspection }]),
  ];
  const lines = readMeLines({
    channel: 'allow-list',
    machine: plan.machine.name,
    lab: plan.machine.lab,
    digest,
    createdAt: plan.createdAt,
    toolVersion: plan.toolVersion,
    carried: [],
    refused: [],
    restarts: [],
    files: files.map(({ name }) => name),
    holdsAccountSettings: false,
  });
  return ok({ channel: 'allow-list', files: [readMeFile(lines), ...files], refusals: [] });
}

/** In the scope of the plan; revocation lists go with every product. */
function productsOf({ intent, products }: Plan): EndpointProduct[] {
  const isV3 = products.mdi.generation === 'v3';
  const own: EndpointProduct[] = [
    ...(intent.mdi === null ? [] : [isV3 ? ('mdi-v3' as const) : ('mdi-v2' as const)]),
    // The v3 sensor uses the connection of Defender for Endpoint.
    ...(intent.mde === null && !(isV3 && intent.mdi !== null) ? [] : ['mde' as const]),
    ...(intent.mdav === null ? [] : ['mdav' as const]),
  ];
  return own.length === 0 && intent.winhttp === null ? [] : [...own, 'common'];
}

function wantedHosts(plan: Plan, products: readonly EndpointProduct[], catalogue: EndpointCatalogue) {
  const { cloud, geography } = plan.intent;
  const rows = (connectivity: 'streamlined' | 'standard'): readonly Endpoint[] =>
    rowsFor(catalogue, { products, cloud, geography, connectivity });
  const all = new Map([...rows('streamlined'), ...rows('standard')].map((row) => [row.id, row]));
  return [...all.values()].map((endpoint) => ({
    host: (endpoint.product === 'mdi-v2' ? plan.sensorApiHost : endpoint.testHost) ?? endpoint.host,
    port: endpoint.port,
    endpoint,
  }));
}

function table(entries: readonly AllowEntry[]): string {
  const { host, port, protocol, use, purpose, need, inspection, tag } = requestColumns;
  return csv([
    [host, port, protocol, use, purpose, need, inspection, tag],
    ...entries.map((entry) => [
      `${entry.host}${entry.path ?? ''}`,
      String(entry.port),
      entry.protocol,
      entry.products.map(endpointProductName).join(', '),
      entry.purposes.join('; '),
      requirementWord[entry.requirement],
      inspectionWord(entry.exempt, entry.protocol),
      entry.serviceTag ?? '',
    ]),
  ]);
}
