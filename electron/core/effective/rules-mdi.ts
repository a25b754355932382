import type { Finding } from './finding.ts';
import { type LegacyHive, legacyHives, legacyKey } from './legacy-use.ts';
import { sensorView } from './mdi.ts';
import { sameWay } from './route.ts';
import { directEgress, found, type Rule, type Seen, whyNot } from './rule.ts';
import { shown } from './store-view.ts';
import { winHttpCopy } from './winhttp.ts';
import { winInetView } from './wininet.ts';

type InUse = Extract<LegacyHive, { state: 'in-use' }>;
type Undecided = Extract<LegacyHive, { state: 'undecided' }>;

const inUse = (hive: LegacyHive): hive is InUse => hive.state === 'in-use';
const undecided = (hive: LegacyHive): hive is Undecided => hive.state === 'undecided';
const values = (hives: readonly LegacyHive[]) => hives.map((hive) => hive.value);
const texts = (hives: readonly InUse[]) => Object.fromEntries(hives.map((hive) => [hive.scope, hive.text]));

const hasV2 = (seen: Seen) => seen.products.mdi.generation === 'v2' || seen.products.mdi.generation === 'both';

/** What is in the way of knowing whether the sensor has a proxy of its own. */
function sensorDoubt(seen: Seen): { readonly why: string; readonly store: string } | null {
  const why = whyNot(seen.readings.sensor.state);
  return why && { why, store: 'sensor-configuration' };
}

const ownProxy = (seen: Seen) => seen.readings.sensor.state === 'read' && seen.readings.sensor.proxy !== null;

/** What keeps D1 and D2 from being decided; an undecided hive leaves both open. */
function legacyDoubt(seen: Seen, hives: readonly LegacyHive[]) {
  const doubt = sensorDoubt(seen);
  if (doubt !== null) return { values: [], ...doubt };
  const open = hives.filter(undecided);
  const [first] = open;
  return first === undefined ? null : { values: values(open), why: first.why, store: first.store };
}

/** D1: the legacy WinINET method is in use. */
const legacyMethod: Rule = (seen) => {
  if (!hasV2(seen) || ownProxy(seen)) return [];
  const hives = legacyHives(seen.readings);
  const doubt = legacyDoubt(seen, hives);
  if (doubt !== null) return [found('D1', 'unknown', doubt.values, { why: doubt.why, store: doubt.store })];
  const used = hives.filter(inUse);
  return used.length === 0 ? [] : [found('D1', 'warning', values(used), texts(used))];
};

/** D2: the updater and the sensor do not go the same way. */
const halfLegacy: Rule = (seen) => {
  if (!hasV2(seen) || ownProxy(seen)) return [];
  const hives = legacyHives(seen.readings);
  const doubt = legacyDoubt(seen, hives);
  if (doubt !== null) return [found('D2', 'unknown', doubt.values, { why: doubt.why, store: doubt.store })];
  const used = hives.filter(inUse);
  if (hives.length < 2 || used.length === 0) return [];
  const keys = new Set(hives.map((hive) => (hive.state === 'in-use' ? legacyKey(hive.settings) : null)));
  if (keys.size === 1) return [];
  const facts = { localSystem: 'none', localService: 'none', ...texts(used) };
  return [found('D2', 'error', values(hives), facts)];
};

/** D3: the sensor's own address is set, and other legacy values are still there. */
const staleLegacy: Rule = (seen) => {
  if (!hasV2(seen)) return [];
  const hives = legacyHives(seen.readings);
  const used = hives.filter(inUse);
  const doubt = sensorDoubt(seen);
  if (doubt !== null) return used.length === 0 ? [] : [found('D3', 'unknown', values(used), doubt)];
  const { sensor } = seen.readings;
  if (sensor.state !== 'read' || sensor.proxy === null) return [];
  const own = sensorView(seen.readings);
  const different = used.filter((hive) => {
    const legacy = winInetView(seen.readings, hive.scope);
    return own.state !== 'route' || legacy.state !== 'route' || !sameWay(own.route, legacy.route);
  });
  if (different.length > 0)
    return [found('D3', 'info', values(different), { sensor: shown(sensor.proxy.url), ...texts(different) })];
  const open = hives.filter(undecided);
  const [first] = open;
  if (first === undefined) return [];
  return [found('D3', 'unknown', values(open), { why: first.why, store: first.store })];
};

/** D4: WinHTTP is set, which MDI does not use, and nothing that it does use. */
const winHttpForMdi: Rule = (seen) => {
  if (!hasV2(seen) || ownProxy(seen)) return [];
  const winHttp = winHttpCopy(seen.readings.settings['winhttp.machine'].reading);
  const hives = legacyHives(seen.readings);
  if (hives.some(inUse)) return [];
  const why = whyNot(winHttp.state);
  if (why !== null) return [found('D4', 'unknown', ['winhttp.machine'], { why, store: 'winhttp' })];
  if (winHttp.state !== 'named') return [];
  const doubt = legacyDoubt(seen, hives);
  if (doubt !== null)
    return [found('D4', 'unknown', ['winhttp.machine', ...doubt.values], { why: doubt.why, store: doubt.store })];
  const proxy = shown(winHttp.proxy);
  const egress = directEgress(seen, 'mdi-sensor');
  if (egress === 'not-tested') return [found('D4', 'info', ['winhttp.machine'], { proxy, tested: 'no' })];
  const severity = egress === 'fails' ? 'error' : 'info';
  return [found('D4', severity, ['winhttp.machine'], { proxy, tested: 'yes', egress }, 'probed')];
};

/** D16: the sensor is the one inside MDE. */
const sensorV3: Rule = ({ products, readings }) => {
  if (readings.senseIdentity === true) return [found('D16', 'info', [], { version: products.mdi.version })];
  if (readings.senseIdentity === false || !products.mde.installed) return [];
  return [found('D16', 'unknown', [], { why: 'not-listed' })];
};

/** D17: both generations of the sensor on one machine. */
const bothSensors: Rule = ({ products, readings }) => {
  if (products.mdi.generation === 'both') return [found('D17', 'error', [], {})];
  const open = products.mdi.generation === 'v2' && products.mde.installed && readings.senseIdentity === null;
  return open ? [found('D17', 'unknown', [], { why: 'not-listed' })] : [];
};

/** The sensor's configuration file itself. */
const sensorFile: Rule = ({ readings: { sensor } }): readonly Finding[] => {
  switch (sensor.state) {
    case 'not-installed':
      return [];
    case 'unreadable':
      return [
        found('unreadable', 'unknown', [], { win32: String(sensor.win32), count: '1', store: 'sensor-configuration' }),
      ];
    case 'malformed':
      return [found('sensor-malformed', 'error', [], { path: sensor.path, fault: sensor.fault })];
    case 'read':
      return [];
    default:
      return sensor satisfies never;
  }
};

/** The services of the installed sensor that are stopped. One that is just starting or stopping is not called so. */
const notRunning: Rule = (seen) => {
  if (!hasV2(seen)) return [];
  const stopped = seen.readings.services.filter(
    ({ name, state }) => (name === 'AATPSensor' || name === 'AATPSensorUpdater') && state === 'stopped',
  );
  if (stopped.length === 0) return [];
  return [found('mdi-not-running', 'error', [], { services: stopped.map(({ name }) => name).join(',') })];
};

/** D1 to D4, D16, D17, services that are stopped, and the sensor's file. */
export const mdiRules: readonly Rule[] = [
  legacyMethod,
  halfLegacy,
  staleLegacy,
  winHttpForMdi,
  sensorV3,
  bothSensors,
  sensorFile,
  notRunning,
];
