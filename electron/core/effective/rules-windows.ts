import { bypasses, parseBypassList } from '../codecs/bypass-list.ts';
import { connectionFlag } from '../codecs/connection-settings.ts';
import { dwordOf } from '../codecs/registry-data.ts';
import type { Finding } from './finding.ts';
import { found, type Rule, whyNot } from './rule.ts';
import { shown } from './store-view.ts';
import { winHttpCopy, winHttpMeaning, winHttpShown } from './winhttp.ts';
import { blobOf, perUser, type WinInetScope, winInetValues, winInetView } from './wininet.ts';

/** D5: WinINET takes the machine's settings for every account. */
const machineWide: Rule = ({ readings }) => {
  const id = 'wininet.perUserPolicy';
  const switched = dwordOf(readings.settings[id].reading);
  const why = whyNot(switched.state);
  if (why !== null) return [found('D5', 'unknown', [id], { why, store: id })];
  if (switched.state !== 'value' || switched.value !== 0) return [];
  const view = winInetView(readings, 'machine');
  return [found('D5', 'info', [id], { proxy: 'shown' in view ? (view.shown ?? 'none') : 'unknown' })];
};

/** D14: programs of 32 bits get another WinHTTP proxy. Without a copy of their own that is not certain. */
const copiesDiffer: Rule = ({ readings }) => {
  const ids = ['winhttp.machine', 'winhttp.machine32'] as const;
  const [copy64, copy32] = ids.map((id) => winHttpCopy(readings.settings[id].reading));
  if (copy64 === undefined || copy32 === undefined) return [];
  for (const [id, copy] of [[ids[0], copy64] as const, [ids[1], copy32] as const]) {
    const why = whyNot(copy.state);
    if (why !== null) return [found('D14', 'unknown', [id], { why, store: id })];
  }
  if (winHttpMeaning(copy64) === winHttpMeaning(copy32)) return [];
  const severity = copy32.state === 'absent' ? 'info' : 'warning';
  return [found('D14', severity, ids, { copy64: winHttpShown(copy64), copy32: winHttpShown(copy32) })];
};

/** D15: a PAC file or auto-detection and no manual proxy; a static WinHTTP proxy cannot be imported from that. */
const pacOrAutoDetect: Rule = ({ readings }) => {
  const scopes: readonly WinInetScope[] =
    perUser(readings) === 'machine' ? ['machine'] : ['localSystem', 'localService'];
  return scopes.flatMap((scope): Finding[] => {
    const { connection, store } = winInetValues[scope];
    const blob = blobOf(readings.settings[connection].reading);
    const why = whyNot(blob.state);
    if (why !== null) return [found('D15', 'unknown', [connection], { store, why })];
    if (blob.state !== 'ok') return [];
    const { flags, pacUrl } = blob.settings;
    const [manual, pac, auto] = [connectionFlag.manual, connectionFlag.pac, connectionFlag.autoDetect].map(
      (flag) => (flags & flag) !== 0,
    );
    if (manual === true || (pac !== true && auto !== true)) return [];
    const facts = { store, pac: pac === true ? shown(pacUrl) : 'none', autoDetect: auto === true ? 'yes' : 'no' };
    return [found('D15', 'info', [connection], facts)];
  });
};

/** D19: a domain controller would reach its own domain by the proxy. */
const bypassLacksDomain: Rule = ({ readings }) => {
  const { domain, role } = readings.machine;
  if (role !== 'domain-controller' || domain === null) return [];
  const id = 'winhttp.machine';
  const copy = winHttpCopy(readings.settings[id].reading);
  const why = whyNot(copy.state);
  if (why !== null) return [found('D19', 'unknown', [id], { why, store: 'winhttp' })];
  if (copy.state !== 'named' || bypasses(parseBypassList(copy.bypass), `dc.${domain}`)) return [];
  return [found('D19', 'warning', [id], { domain, bypass: shown(copy.bypass) || 'none' })];
};

/** D5, D14, D15 and D19. */
export const windowsRules: readonly Rule[] = [machineWide, copiesDiffer, pacOrAutoDetect, bypassLacksDomain];
