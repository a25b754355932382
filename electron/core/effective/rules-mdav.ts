import { dwordOf, textOf } from '../codecs/registry-data.ts';
import { entryOf, type ValueId } from '../settings/catalogue.ts';
import { found, type Rule } from './rule.ts';
import { shown } from './store-view.ts';
import { proxyOfHostPort } from './stored-proxy.ts';

const serverIds = ['mdav.policy.proxyServer', 'mdav.preference.proxyServer'] as const;
const pairs = [
  ['mdav.policy.proxyServer', 'mdav.preference.proxyServer'],
  ['mdav.policy.proxyPacUrl', 'mdav.preference.proxyPacUrl'],
  ['mdav.policy.proxyBypass', 'mdav.preference.proxyBypass'],
] as const satisfies readonly (readonly [ValueId, ValueId])[];

/** D10: `HOST:PORT` where an address with its scheme belongs. What is wrong in another way is a malformed value. */
const withoutScheme: Rule = ({ readings }) =>
  serverIds.flatMap((id) => {
    const text = textOf(readings.settings[id].reading);
    if (text.state === 'unreadable') return [found('D10', 'unknown', [id], { why: 'unreadable', store: id })];
    if (text.state !== 'value' || proxyOfHostPort(text.value.trim()) === null) return [];
    return [found('D10', 'warning', [id], { shown: shown(text.value), instead: `http://${text.value.trim()}` })];
  });

/** D11: a preference stands behind a policy that says something else. */
const ignoredPreference: Rule = ({ readings }) =>
  pairs.flatMap(([policyId, preferenceId]) => {
    const [policy, preference] = [policyId, preferenceId].map((id) => readings.settings[id].reading);
    if (policy === undefined || preference === undefined) return [];
    if (policy.state === 'absent' || preference.state === 'absent') return [];
    for (const [id, reading] of [[policyId, policy] as const, [preferenceId, preference] as const])
      if (reading.state === 'unreadable') return [found('D11', 'unknown', [id], { why: 'unreadable', store: id })];
    const [wins, ignored] = [textOf(policy), textOf(preference)];
    if (wins.state === 'value' && ignored.state === 'value' && wins.value === ignored.value) return [];
    const facts = {
      name: entryOf(policyId).name,
      policy: wins.state === 'value' ? shown(wins.value) : null,
      preference: ignored.state === 'value' ? shown(ignored.value) : null,
    };
    return [found('D11', 'info', [policyId, preferenceId], facts)];
  });

/** D12: 0 and 1 turn certificate pinning off. */
const pinningOff: Rule = ({ readings }) => {
  const id = 'mdav.policy.sslOptions';
  const options = dwordOf(readings.settings[id].reading);
  if (options.state === 'unreadable') return [found('D12', 'unknown', [id], { why: 'unreadable', store: id })];
  if (options.state !== 'value' || options.value > 1) return [];
  return [found('D12', 'warning', [id], { sslOptions: String(options.value) })];
};

/** D10 to D12. */
export const mdavRules: readonly Rule[] = [withoutScheme, ignoredPreference, pinningOff];
