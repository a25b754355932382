import { dwordOf, textOf } from '../codecs/registry-data.ts';
import { parseHostPort } from '../settings/grammar.ts';
import { senseVersion } from './mde.ts';
import { preferStaticSupport } from './prefer-static.ts';
import { routeShown, sameWay } from './route.ts';
import { directEgress, found, type Rule, type Seen, whyNot } from './rule.ts';
import { shown } from './store-view.ts';
import { proxyOfHostPort } from './stored-proxy.ts';
import { winHttpCopy } from './winhttp.ts';

const telemetryId = 'mde.telemetryProxyServer';
const authProxyId = 'mde.disableEnterpriseAuthProxy';
const preferId = 'mde.preferStaticProxy';

/** The static proxy as text; null where there is none, or it is not a text. An empty text is none. */
function staticProxy({ readings }: Seen): { readonly text: string | null; readonly doubt: string | null } {
  const decoded = textOf(readings.settings[telemetryId].reading);
  if (decoded.state === 'value') return { text: decoded.value === '' ? null : decoded.value, doubt: null };
  return { text: null, doubt: whyNot(decoded.state) };
}

/** D6: the static proxy is not `HOST:PORT`. */
const malformedStatic: Rule = (seen) => {
  const { text, doubt } = staticProxy(seen);
  if (doubt === 'unreadable') return [found('D6', 'unknown', [telemetryId], { why: doubt, store: telemetryId })];
  if (text === null || proxyOfHostPort(text) !== null) return [];
  const parsed = parseHostPort(text);
  const { kind, instead } = parsed.ok ? { kind: 'bad-host', instead: null } : parsed.fault;
  return [found('D6', 'error', [telemetryId], { shown: shown(text), fault: kind, instead: shown(instead) })];
};

/** D7: the two values of the pair belong together. */
const incompletePair: Rule = (seen) => {
  const { text, doubt } = staticProxy(seen);
  const authProxy = dwordOf(seen.readings.settings[authProxyId].reading);
  if (authProxy.state === 'value' && authProxy.value === 1) return [];
  if (doubt === 'unreadable') return [found('D7', 'unknown', [telemetryId], { why: doubt, store: telemetryId })];
  if (text === null) return [];
  if (authProxy.state === 'unreadable')
    return [found('D7', 'unknown', [authProxyId], { why: 'unreadable', store: authProxyId })];
  const stands = authProxy.state === 'value' ? String(authProxy.value) : 'none';
  return [found('D7', 'warning', [telemetryId, authProxyId], { proxy: shown(text), authProxy: stands })];
};

/** D8: nothing but the static proxy leads out, and revocation lists never take that one. */
const offlineIncomplete: Rule = (seen) => {
  const { text, doubt } = staticProxy(seen);
  if (doubt === 'unreadable') return [found('D8', 'unknown', [telemetryId], { why: doubt, store: telemetryId })];
  const prefer = dwordOf(seen.readings.settings[preferId].reading);
  const winHttp = winHttpCopy(seen.readings.settings['winhttp.machine'].reading);
  if (text === null || winHttp.state === 'named' || (prefer.state === 'value' && prefer.value === 1)) return [];
  const winHttpDoubt = whyNot(winHttp.state);
  if (winHttpDoubt !== null)
    return [found('D8', 'unknown', ['winhttp.machine'], { why: winHttpDoubt, store: 'winhttp' })];
  if (prefer.state === 'unreadable')
    return [found('D8', 'unknown', [preferId], { why: 'unreadable', store: preferId })];
  const values = [telemetryId, preferId, 'winhttp.machine'] as const;
  const proxy = shown(text);
  switch (directEgress(seen, 'revocation')) {
    case 'works':
      return [];
    case 'fails':
      return [found('D8', 'error', values, { proxy, tested: 'yes', egress: 'fails' }, 'probed')];
    case 'not-tested':
      return [found('D8', 'info', values, { proxy, tested: 'no' })];
  }
};

/** D9: the switch is set, but the MDE sensor is too old for it, or nobody has published whether it is not. */
const preferWithoutEffect: Rule = (seen) => {
  const prefer = dwordOf(seen.readings.settings[preferId].reading);
  if (!seen.products.mde.installed) return [];
  if (prefer.state === 'unreadable')
    return [found('D9', 'unknown', [preferId], { why: 'unreadable', store: preferId })];
  if (prefer.state !== 'value' || prefer.value !== 1) return [];
  const version = senseVersion(seen.readings);
  const support = preferStaticSupport(version);
  switch (support) {
    case 'yes':
      return [];
    case 'no':
      return [found('D9', 'warning', [preferId], { version, support })];
    case 'probably':
      return [found('D9', 'info', [preferId], { version, support })];
    case 'unknown':
      return [found('D9', 'unknown', [preferId], { version, support, why: 'unreadable', store: 'Sense' })];
    default:
      return support satisfies never;
  }
};

/** D13: MDE and MDAV do not go the same way. */
const differentProxies: Rule = ({ effective }) => {
  const mde = effective.find((row) => row.service === 'sense');
  const mdav = effective.find((row) => row.service === 'mdav-cloud');
  if (mde === undefined || mdav === undefined) return [];
  for (const { route, steps } of [mde, mdav]) {
    if (route.kind !== 'unknown') continue;
    const malformed = steps.some((step) => step.store === route.store && step.outcome === 'malformed');
    const why = malformed ? 'malformed' : 'unreadable';
    return [found('D13', 'unknown', [], { why, store: route.store })];
  }
  if (sameWay(mde.route, mdav.route)) return [];
  return [found('D13', 'info', [], { mde: routeShown(mde.route), mdav: routeShown(mdav.route) })];
};

/** D18: only the Log Analytics agent is there. Whether its workspace is one of MDE cannot be read. */
const legacyAgent: Rule = ({ readings, products }) => {
  const agent = readings.services.some((each) => each.name === 'HealthService' && each.state !== 'not-installed');
  return agent && !products.mde.installed
    ? [found('D18', 'unknown', [], { why: 'unreadable', store: 'HealthService' })]
    : [];
};

/** D6 to D9, D13 and D18. */
export const mdeRules: readonly Rule[] = [
  malformedStatic,
  incompletePair,
  offlineIncomplete,
  preferWithoutEffect,
  differentProxies,
  legacyAgent,
];
