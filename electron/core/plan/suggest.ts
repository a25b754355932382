import { bypasses, localEntry, parseBypassList } from '../codecs/bypass-list.ts';
import { connectionFlag } from '../codecs/connection-settings.ts';
import { parseProxyList, proxyFor } from '../codecs/proxy-list.ts';
import { textOf } from '../codecs/registry-data.ts';
import type { ProxyEntry } from '../effective/effective.ts';
import { legacyHives } from '../effective/legacy-use.ts';
import { proxyOfHostPort, proxyOfUrl } from '../effective/stored-proxy.ts';
import { winHttpCopy } from '../effective/winhttp.ts';
import type { ValueId } from '../settings/catalogue.ts';
import { parseBypassEntry, parseHostPort, parsePacUrl } from '../settings/grammar.ts';
import { type Cloud, type Geography, geographies, type Intent } from './intent.ts';
import { cloudOf } from './sensor-host.ts';
import type { Readings, Snapshot } from './snapshot.ts';

type Static = { readonly kind: 'static'; readonly proxy: string };
type Keep = { readonly kind: 'keep' };
type Pac = { readonly kind: 'pac'; readonly url: string };

/** A store's own proxy as it can be taken over; `keep` where it has one that an intent cannot say. */
type Own = Static | Keep | Pac | null;

const keep: Keep = { kind: 'keep' };

/**
 * What the wizard starts from: installed products in scope, a proxy that is set somewhere taken over for all that
 * have none of their own. What an intent cannot say (a list of several proxies, TLS to the proxy, a bypass entry of
 * an unknown form) is kept as it is rather than made simpler; where nothing is set nothing is to change.
 */
export function suggestIntent(snapshot: Snapshot): Intent {
  const { products } = snapshot;
  const own = {
    winhttp: ownWinHttp(snapshot),
    mde: ownMde(snapshot),
    mdav: ownMdav(snapshot),
    mdi: ownMdi(snapshot),
  };
  const common = [own.winhttp, own.mde, own.mdav, own.mdi].find((found): found is Static => found?.kind === 'static');
  const elsewhere = common ?? keep;
  const mde = products.mde.installed ? { route: own.mde ?? elsewhere } : null;
  const mdav = products.mdav.installed ? { route: own.mdav ?? elsewhere, bypass: ownMdavBypass(snapshot) ?? [] } : null;
  const mdiRoute = suggestedMdi(products.mdi.generation, own.mdi ?? elsewhere, mde?.route, mdav?.route);
  const cloud = cloudNow(snapshot.sensor);
  return {
    schema: 1,
    cloud,
    geography: geographyNow(cloud, snapshot.onboarding),
    noRevocationPath: false,
    winhttp: { route: own.winhttp ?? elsewhere, bypass: suggestedBypass(snapshot), also32Bit: false },
    mde,
    mdav,
    mdi: mdiRoute && { route: mdiRoute, workspace: null, legacy: 'update', signIn: { kind: 'keep' } },
    strongCrypto: false,
  };
}

function suggestedMdi(
  generation: Snapshot['products']['mdi']['generation'],
  own: Static | Keep,
  mde: Static | Keep = keep,
  mdav: Static | Keep | Pac = mde,
): Static | Keep | null {
  switch (generation) {
    case 'v2':
      return own;
    case 'v3':
      // Its proxy is that of MDE and MDAV, so it can only be asked for where these two agree.
      return mde.kind === 'static' && sameProxy(mde, mdav) ? mde : keep;
    case 'both':
      return keep;
    case 'unknown':
    case 'none':
      return null;
    default:
      return generation satisfies never;
  }
}

function cloudNow(sensor: Readings['sensor']): Cloud {
  const told = sensor.state === 'read' && sensor.apiHost !== null ? cloudOf(sensor.apiHost) : null;
  return told === 'us-government' ? 'gcchigh' : (told ?? 'commercial');
}

/** The published geographies stand in the hosts that the device was onboarded with. */
function geographyNow(cloud: Cloud, onboarding: Readings['onboarding']): Geography {
  if (cloud !== 'commercial') return cloud === 'gcchigh' ? 'USGov' : 'US';
  const hosts = onboarding !== null && 'hosts' in onboarding ? onboarding.hosts : [];
  const named = hosts.map((host) => /^(us|eu|uk|au)-v20\.|\.(us|eu|uk|au)\.endpoint\./.exec(host));
  const found = named.flatMap((match) => match?.[1] ?? match?.[2] ?? [])[0]?.toUpperCase();
  return geographies.find((geography) => geography === found) ?? 'US';
}

const sameProxy = (a: Static, b: Static | Keep | Pac): boolean =>
  b.kind === 'static' && a.proxy.toLowerCase() === b.proxy.toLowerCase();

/** Only what the grammar of an intent takes; TLS to the proxy is not among it. */
function takenOver(proxy: ProxyEntry): Static | Keep {
  const text = `${proxy.host}:${proxy.port}`;
  return proxy.tls !== true && parseHostPort(text).ok ? { kind: 'static', proxy: text } : keep;
}

function ownWinHttp(readings: Readings): Static | Keep | null {
  const copy = winHttpCopy(readings.settings['winhttp.machine'].reading);
  if (copy.state === 'absent' || copy.state === 'direct') return null;
  if (copy.state !== 'named') return keep;
  const { entries, faults, others } = parseProxyList(copy.proxy);
  const [first] = entries;
  const simple = entries.length === 1 && faults.length + others.length === 0 && first?.scheme === null;
  const writable = parseBypassList(copy.bypass).every((entry) => parseBypassEntry(entry).ok);
  return simple && writable ? takenOver(first) : keep;
}

function ownMde(readings: Readings): Static | Keep | null {
  const text = textAt(readings, 'mde.telemetryProxyServer');
  if (text === null) return null;
  const stored = proxyOfHostPort(text);
  if (stored !== null) return takenOver(stored);
  // Written with a scheme or a slash: what was meant can be told.
  const parsed = parseHostPort(text);
  const meant = parsed.ok || parsed.fault.instead === null ? null : proxyOfHostPort(parsed.fault.instead);
  return meant && takenOver(meant);
}

function ownMdav(readings: Readings): Own {
  if (ownMdavBypass(readings) === null) return keep;
  const server = textAt(readings, 'mdav.policy.proxyServer') ?? textAt(readings, 'mdav.preference.proxyServer');
  if (server !== null) {
    const stored = proxyOfUrl(server, true)?.proxy ?? proxyOfHostPort(server.trim());
    return stored && takenOver(stored);
  }
  const pac = textAt(readings, 'mdav.policy.proxyPacUrl') ?? textAt(readings, 'mdav.preference.proxyPacUrl');
  return pac === null ? null : parsePacUrl(pac).ok ? { kind: 'pac', url: pac } : keep;
}

/** The bypass list of the policy as an intent says it; null where it cannot. */
function ownMdavBypass(readings: Readings): string[] | null {
  const text = textAt(readings, 'mdav.policy.proxyBypass');
  if (text === null) return [];
  const parsed = parseBypassEntry(text);
  return parsed.ok ? [parsed.value] : null;
}

function ownMdi(readings: Readings): Static | Keep | null {
  const { sensor } = readings;
  if (sensor.state === 'read' && sensor.proxy !== null) {
    const stored = proxyOfUrl(sensor.proxy.url, false);
    return stored && takenOver(stored.proxy);
  }
  const [used] = legacyHives(readings).flatMap((hive) => (hive.state === 'in-use' ? [hive.settings] : []));
  if (used === undefined) return null;
  if ((used.flags & connectionFlag.pac) !== 0) return keep;
  const [proxy] = proxyFor(parseProxyList(used.proxy).entries, 'https');
  return proxy === undefined ? null : takenOver(proxy);
}

/** What stands there, and what a server in a domain needs: names without a dot, and its own domain. */
function suggestedBypass(readings: Readings): string[] {
  const copy = winHttpCopy(readings.settings['winhttp.machine'].reading);
  const now = copy.state === 'named' ? parseBypassList(copy.bypass).filter((entry) => parseBypassEntry(entry).ok) : [];
  const { domain } = readings.machine;
  const added = [
    ...(bypasses(now, 'dc') ? [] : [localEntry]),
    ...(domain === null || bypasses(now, `dc.${domain}`) ? [] : [`*.${domain}`]),
  ].filter((entry) => parseBypassEntry(entry).ok);
  return [...now, ...added];
}

function textAt(readings: Readings, id: ValueId): string | null {
  const text = textOf(readings.settings[id].reading);
  return text.state === 'value' && text.value !== '' ? text.value : null;
}
