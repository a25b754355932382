import { dwordOf, textOf } from '../codecs/registry-data.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { EffectiveProxy, EffectiveStep } from './effective.ts';
import { preferStaticSupport } from './prefer-static.ts';
import { sameWay } from './route.ts';
import { malformed, type Place, routed, type StoreView, walk, withoutValue, wpadPlace } from './store-view.ts';
import { proxyOfHostPort } from './stored-proxy.ts';
import { winHttpDirect, winHttpView } from './winhttp.ts';

/** What `TelemetryProxyServer` says. It has no bypass list. */
export function telemetryView(readings: Readings): StoreView {
  const text = textOf(readings.settings['mde.telemetryProxyServer'].reading);
  if (text.state !== 'value' || text.value === '') return withoutValue(text) ?? { state: 'empty', shown: null };
  const proxy = proxyOfHostPort(text.value);
  return proxy === null ? malformed(text.value) : routed({ kind: 'static', proxies: [proxy], bypass: [] }, text.value);
}

/**
 * The MDE sensor. The static proxy comes first only where `PreferStaticProxyForHttpRequest` is 1 and the sensor knows
 * it. The order of both without it is not documented, and neither is that of auto-discovery. Where both name the same
 * proxy the way is certain all the same, and both are said to be used: which of them it is, nobody can tell.
 */
export function sense(readings: Readings): EffectiveProxy {
  const telemetry: Place = { store: 'telemetry-proxy-server', view: telemetryView(readings) };
  const winHttp: Place = { store: 'winhttp', view: winHttpView(readings) };
  const head = { service: 'sense', account: 'local-system' } as const;
  const prefer = dwordOf(readings.settings['mde.preferStaticProxy'].reading);
  const same = sameRoutes(telemetry, winHttp);
  const orderMatters = telemetry.view.state !== 'empty' && winHttp.view.state !== 'empty' && !same;
  if (orderMatters && prefer.state !== 'value' && prefer.state !== 'absent')
    return { ...head, ...walk([{ store: telemetry.store, view: { state: 'unreadable' } }, winHttp]) };
  const support = preferStaticSupport(senseVersion(readings));
  const staticFirst = prefer.state === 'value' && prefer.value === 1 && support !== 'no';
  const nothingSet = telemetry.view.state === 'empty' && winHttp.view.state === 'empty';
  const places = [...(staticFirst ? [telemetry, winHttp] : [winHttp, telemetry]), wpadPlace, winHttpDirect(readings)];
  const walked = walk(places);
  const orderKnown = staticFirst && support === 'yes';
  const undocumented = walked.route.kind !== 'unknown' && (nothingSet || (orderMatters && !orderKnown));
  const steps = same && !orderKnown ? walked.steps.map(usedIfSet) : walked.steps;
  return { ...head, ...walked, steps, certainty: undocumented ? 'unverified' : walked.certainty };
}

/** DiagTrack sends MDE's telemetry: the static proxy, and the default configuration where it fails or is not set. */
export function diagTrack(readings: Readings): EffectiveProxy {
  return {
    service: 'diagtrack',
    account: 'local-system',
    ...walk([
      { store: 'telemetry-proxy-server', view: telemetryView(readings) },
      { store: 'winhttp', view: winHttpView(readings) },
      wpadPlace,
      winHttpDirect(readings),
    ]),
  };
}

/** File version of MsSense.exe. */
export function senseVersion(readings: Readings): string | null {
  return readings.services.find((service) => service.name === 'Sense')?.version ?? null;
}

/** A place that names the proxy, wherever it stands in the order. */
const usedIfSet = (step: EffectiveStep): EffectiveStep =>
  step.store === 'telemetry-proxy-server' || step.store === 'winhttp' ? { ...step, outcome: 'used' } : step;

function sameRoutes(a: Place, b: Place): boolean {
  return a.view.state === 'route' && b.view.state === 'route' && sameWay(a.view.route, b.view.route);
}
