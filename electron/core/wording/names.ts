import { exceptingHostsOf } from '../codecs/bypass-list.ts';
import type {
  AccountId,
  EffectiveRoute,
  EffectiveStep,
  ProxyEntry,
  ServiceId,
  StoreId,
} from '../effective/effective.ts';
import type { ProxyPlace } from '../plan/proxies-set.ts';
import type { ServiceName } from '../plan/snapshot.ts';
import { type CatalogueEntry, entryOf, type ProductId, type ValueId } from '../settings/catalogue.ts';
import { readable, withoutQuery } from '../settings/readable.ts';
import { isKey } from './is-key.ts';

/** The admin's names of what the product knows by id. Every table is whole: a new id does not compile without a name. */
const services = {
  'mdi-sensor': 'MDI sensor',
  'mdi-updater': 'MDI updater',
  'mdi-v3': 'MDI sensor version 3',
  sense: 'MDE sensor',
  diagtrack: 'MDE telemetry (DiagTrack)',
  'mdav-cloud': 'Antivirus cloud protection',
  revocation: 'Certificate revocation (Windows)',
  'windows-update': 'Windows Update',
} as const satisfies Record<ServiceId, string>;

const accounts = {
  'local-system': 'Local System',
  'local-service': 'Local Service',
  'network-service': 'Network Service',
} as const satisfies Record<AccountId, string>;

const stores = {
  'sensor-configuration': 'own proxy setting of the sensor (ProxyUrl)',
  'wininet-local-system': 'legacy setting of Local System (WinINET)',
  'wininet-local-service': 'legacy setting of Local Service (WinINET)',
  'wininet-machine': 'machine-wide WinINET setting',
  'telemetry-proxy-server': 'policy value TelemetryProxyServer',
  winhttp: 'WinHTTP setting of the machine',
  wpad: 'automatic discovery (WPAD)',
  'mdav-policy-server': 'antivirus policy value ProxyServer',
  'mdav-preference-server': 'antivirus preference ProxyServer',
  'mdav-policy-pac': 'antivirus policy value ProxyPacUrl',
  'mdav-preference-pac': 'antivirus preference ProxyPacUrl',
  direct: 'direct connection',
  'mde-channel': 'connection of Defender for Endpoint',
} as const satisfies Record<StoreId, string>;

const products = {
  mdi: 'Defender for Identity',
  mde: 'Defender for Endpoint',
  mdav: 'Defender Antivirus',
  windows: 'Windows',
  arc: 'Azure Arc',
} as const satisfies Record<ProductId, string>;

const windowsServices = {
  AATPSensor: 'MDI sensor service (AATPSensor)',
  AATPSensorUpdater: 'MDI updater service (AATPSensorUpdater)',
  Sense: 'MDE sensor service (Sense)',
  DiagTrack: 'telemetry service (DiagTrack)',
  WinDefend: 'antivirus service (WinDefend)',
  HealthService: 'Log Analytics agent service (HealthService)',
  himds: 'Azure Arc agent service (himds)',
} as const satisfies Record<ServiceName, string>;

const outcomes = {
  used: 'used',
  empty: 'not set',
  unreadable: 'could not be read',
  malformed: 'not usable as it is written',
  'not-reached': 'not looked at',
} as const satisfies Record<EffectiveStep['outcome'], string>;

/** A consumer of a proxy, as the table of services shows it. */
export const serviceName = (id: ServiceId): string => services[id];

/** The account under which a service runs. */
export const accountName = (id: AccountId): string => accounts[id];

/** A place in which a proxy can be written; fits into the middle of a sentence. */
export const storeName = (id: StoreId): string => stores[id];

/** A place that names a proxy; fits into the middle of a sentence. */
export function proxyPlaceName(place: ProxyPlace): string {
  switch (place) {
    case 'wininet-network-service':
      return 'setting of Network Service (WinINET)';
    case 'wininet-user':
      return 'setting of the signed-in user (WinINET)';
    default:
      return stores[place];
  }
}

/** A product by its full name. */
export const productName = (id: ProductId): string => products[id];

/** A store or a Windows service by an id that comes as text; null where it is neither. */
export function storeOrServiceName(id: string): string | null {
  if (isKey(stores, id)) return stores[id];
  return isKey(windowsServices, id) ? windowsServices[id] : null;
}

/** A Windows service with the name under which `sc` and `services.msc` know it. */
export const windowsServiceName = (id: ServiceName): string => windowsServices[id];

const valueOwners: readonly (readonly [prefix: string, name: (entry: CatalogueEntry) => string])[] = [
  ['winhttp.machine32', () => 'WinHTTP proxy of 32-bit programs'],
  ['winhttp.machine', () => 'WinHTTP proxy'],
  ['wininet.localSystem.', (entry) => `WinINET proxy of Local System (${entry.name})`],
  ['wininet.localService.', (entry) => `WinINET proxy of Local Service (${entry.name})`],
  ['wininet.networkService.', (entry) => `WinINET proxy of Network Service (${entry.name})`],
  ['wininet.machine.', (entry) => `machine-wide WinINET proxy (${entry.name})`],
  ['wininet.user.', (entry) => `WinINET proxy of the signed-in user (${entry.name})`],
  ['mdav.policy.', (entry) => `antivirus policy ${entry.name}`],
  ['mdav.preference.', (entry) => `antivirus preference ${entry.name}`],
  ['env.', (entry) => `environment variable ${entry.name}`],
  ['dotnet.', (entry) => `.NET value ${entry.name}${entry.view === 32 ? ' (32-bit)' : ''}`],
  ['tls.client12.', (entry) => `TLS 1.2 client value ${entry.name}`],
  ['tls.winhttp', (entry) => `WinHTTP value ${entry.name}${entry.view === 32 ? ' (32-bit)' : ''}`],
];

/** A registry value as a person calls it; policy values keep the name under which the documentation has them. */
export function valueName(id: ValueId): string {
  const entry = entryOf(id);
  return valueOwners.find(([prefix]) => id.startsWith(prefix))?.[1](entry) ?? entry.name;
}

/** Where the value lies, as `reg` and `regedit` write it: `HKLM\…\Name`, with the view where it is the 32-bit one. */
export function valueLocation(id: ValueId): string {
  const entry = entryOf(id);
  return `${entry.hive}\\${entry.key}\\${entry.name}${entry.view === 32 ? ' (32-bit view)' : ''}`;
}

/** Where a service's traffic goes, in a table cell. What is not known is said, never guessed. */
export function routeText(route: EffectiveRoute): string {
  switch (route.kind) {
    case 'direct':
      return 'direct';
    case 'static':
      return route.proxies.map(proxyText).join(', ');
    case 'pac':
      return `PAC file ${readable(withoutQuery(route.url))}`;
    case 'auto-detect':
      return 'found automatically (WPAD)';
    case 'unknown':
      return 'not known';
    default:
      return route satisfies never;
  }
}

/** One proxy as it is stored; `https://` where TLS is spoken to the proxy itself. */
function proxyText({ scheme, host, port, tls }: ProxyEntry): string {
  return `${scheme === null ? '' : `${scheme}=`}${tls === true ? 'https://' : ''}${host}:${port}`;
}

/** What stood in a place, for reading; the address of a PAC file without its query. */
export const shownText = (shown: string): string => readable(withoutQuery(shown));

/** One place that a service looks at, with what was there and whether it decided. */
export function stepText(step: EffectiveStep): string {
  const shown = step.shown === null || step.shown === '' ? '' : `: ${shownText(step.shown)}`;
  return `${capitalised(stores[step.store])}${shown} – ${outcomes[step.outcome]}`;
}

/**
 * Which place decided where a service's traffic goes; if what stands there is of no use, which one it was and why.
 * Several of which the order is not known are all named: they say the same.
 */
export function becauseText(proxy: {
  readonly service?: ServiceId;
  readonly route: EffectiveRoute;
  readonly steps: readonly EffectiveStep[];
}): string {
  if (proxy.route.kind === 'unknown') {
    const malformed = proxy.steps.some((step) => step.outcome === 'malformed');
    return `the ${stores[proxy.route.store]} ${malformed ? 'is not usable as written' : 'could not be read'}`;
  }
  const used = proxy.steps.filter((step) => step.outcome === 'used' && step.store !== 'direct');
  // At the end of every order: no place before it named anything.
  if (used.length === 0) return 'nothing is set';
  const places = listed(used.map(({ store }) => stores[store]));
  if (proxy.route.kind === 'direct' && used.some(({ store }) => withExceptions.has(store)))
    return `everything is an exception of the ${places}`;
  return `${places}${used.length === 1 ? '' : ', which name the same proxy'}${exceptedText(proxy, used.length)}`;
}

/** Places that name a proxy together with its exceptions: they lead to no proxy only where everything is one. */
const withExceptions: ReadonlySet<StoreId> = new Set([
  'winhttp',
  'wininet-local-system',
  'wininet-local-service',
  'wininet-machine',
  'mdav-policy-server',
  'mdav-preference-server',
]);

/** Exceptions that lead hosts of the service around the proxy; of several places only one need have them. */
function exceptedText(
  { service, route }: { readonly service?: ServiceId; readonly route: EffectiveRoute },
  places: number,
): string {
  if (service === undefined || route.kind !== 'static') return '';
  const entries = exceptingHostsOf(route.bypass, service);
  if (entries.length === 0) return '';
  const where = places === 1 ? 'its exceptions and go direct' : 'the exceptions of one of them and may go direct';
  return `, but hosts of this service are among ${where}: ${listed(entries)}`;
}

/** The same text with its first letter in upper case, for the start of a sentence. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1);
  if (last === undefined) return 'nothing';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
