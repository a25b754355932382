import type { AdvProxy } from '../settings/adv-proxy.ts';
import { found, type Rule, whyNot } from './rule.ts';
import { shown } from './store-view.ts';
import { winHttpCopy, winHttpMeaning, winHttpShown } from './winhttp.ts';

const id = 'winhttp.machine';

/** WinHTTP's own answer is another than what is stored for it, or is known where the stored value cannot be told. */
const apiDiffers: Rule = ({ readings }) => {
  const answer = readings.winHttpAnswer;
  if (answer.state === 'unreadable') {
    const facts = { why: 'unreadable', store: 'winhttp', win32: String(answer.win32) };
    return [found('winhttp-api-differs', 'unknown', [id], facts)];
  }
  const stored = winHttpCopy(readings.settings[id].reading);
  // That it could not be read is a finding of its own.
  if (stored.state === 'unreadable') return [];
  if (stored.state === 'malformed')
    return [found('winhttp-api-differs', 'warning', [id], { stored: 'malformed', answer: winHttpShown(answer) })];
  if (winHttpMeaning(stored) === winHttpMeaning(answer)) return [];
  const facts = { stored: winHttpShown(stored), answer: winHttpShown(answer) };
  return [found('winhttp-api-differs', 'warning', [id], facts)];
};

/** Machine-wide `advproxy` settings beside a default proxy that says direct: resetting that one does not clear them. */
const advProxyLeft: Rule = ({ readings }) => {
  const left = readings.advProxy;
  if (left === null || left.perUser === true || !namesSomething(left)) return [];
  const stored = winHttpCopy(readings.settings[id].reading);
  if (stored.state === 'named') return [];
  const why = left.perUser === null ? 'no-scope' : whyNot(stored.state);
  if (why !== null) return [found('advproxy-left', 'unknown', [id], { why, store: 'winhttp' })];
  const facts = {
    proxy: (hasProxy(left) ? shown(left.proxy) : null) ?? 'none',
    pac: (hasPac(left) ? shown(left.pacUrl) : null) ?? 'none',
    autoDetect: left.autoDetect === true ? 'yes' : 'no',
  };
  return [found('advproxy-left', 'warning', [id], facts)];
};

/** A switch that the build does not state counts as on where there is something to switch. */
const hasProxy = ({ proxy, proxyEnabled }: AdvProxy): boolean => proxyEnabled !== false && (proxy ?? '') !== '';
const hasPac = ({ pacUrl, pacEnabled }: AdvProxy): boolean => pacEnabled !== false && (pacUrl ?? '') !== '';
const namesSomething = (left: AdvProxy): boolean => hasProxy(left) || hasPac(left) || left.autoDetect === true;

/** What WinHTTP itself says, and what its newer settings hold. */
export const winHttpRules: readonly Rule[] = [apiDiffers, advProxyLeft];
