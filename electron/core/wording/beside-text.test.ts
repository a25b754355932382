import { expect, test } from 'vitest';
import { denied, noAgents, readingsOf, sealedAs, text } from '../effective/readings-for-tests.ts';
import { environmentProxies } from '../plan/environment-proxies.ts';
import { exampleIntent } from '../plan/example-intent.ts';
import { besideNote, besideTexts } from './beside-text.ts';

const variables = (values: Parameters<typeof readingsOf>[0] & object) => ({
  otherAgents: noAgents,
  environment: environmentProxies(readingsOf(values).settings),
});

test('nothing is said where there is nothing', () => {
  expect(besideTexts(variables({}), null)).toEqual([]);
  expect(besideTexts(variables({ values: { 'env.httpsProxy': text('') } }), null)).toEqual([]);
});

test('variables are shown masked, and what could not be read is said to be unread', () => {
  const values = {
    'env.httpsProxy': sealedAs(text('http://***:******@proxy.contoso.com:8080')),
    'env.noProxy': denied,
  };
  const [said] = besideTexts(variables({ values }), null);
  expect(said?.text).toBe(
    'HTTPS_PROXY: http://***:***@proxy.contoso.com:8080. NO_PROXY could not be read. The Azure Arc agent goes by them; on Windows Server 2016 parts of Defender for Endpoint may as well (unverified).',
  );
  expect(JSON.stringify(said?.commands)).not.toContain('@');
});

test('the commands name the proxy that was chosen, or leave a place for it', () => {
  const beside = variables({ values: { 'env.httpsProxy': text('http://old:3128'), 'env.noProxy': text('10.*') } });
  const set = (intent: typeof exampleIntent | null) => besideTexts(beside, intent)[0]?.commands.set;
  expect(set(null)).toEqual(["[Environment]::SetEnvironmentVariable('HTTPS_PROXY', 'http://HOST:PORT', 'Machine')"]);
  const winhttp = { route: { kind: 'static', proxy: "p';Stop-Computer;':1" }, bypass: [], also32Bit: false } as const;
  expect(set({ ...exampleIntent, winhttp: { ...winhttp, bypass: [] } })).toEqual([
    "[Environment]::SetEnvironmentVariable('HTTPS_PROXY', 'http://p'';Stop-Computer;'':1', 'Machine')",
  ]);
  expect(besideTexts(beside, null)[0]?.commands.clear).toEqual([
    "[Environment]::SetEnvironmentVariable('HTTPS_PROXY', '', 'Machine')",
    "[Environment]::SetEnvironmentVariable('NO_PROXY', '', 'Machine')",
  ]);
});

test('it is said that nothing of it is changed', () => {
  expect(besideNote).toContain('does not judge it and does not change it');
});
