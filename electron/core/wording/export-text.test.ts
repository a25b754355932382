import { expect, test } from 'vitest';
import { Channel } from '../export/channel.ts';
import { exportPlan } from '../export/export-plan.ts';
import { digest, planWith } from '../export/plan-for-tests.ts';
import type { Refusal } from '../export/refusal.ts';
import { channelName, policiesByHandLines, readMeLines, refusalText } from './export-text.ts';
import { piece, sentences } from './prose-for-tests.ts';

const refusals: { readonly [K in Refusal['kind']]: readonly Extract<Refusal, { kind: K }>[] } = {
  'sensor-file': [{ kind: 'sensor-file', operation: 1 }],
  'not-of-the-sensor': [{ kind: 'not-of-the-sensor', operation: 1 }],
  'account-settings': [{ kind: 'account-settings', operation: 1 }],
  'not-a-policy': [{ kind: 'not-a-policy', operation: 1 }],
  'is-a-policy': [{ kind: 'is-a-policy', operation: 1 }],
  restart: [{ kind: 'restart', operation: 1 }],
  secret: [
    { kind: 'secret', operation: 1, side: 'before' },
    { kind: 'secret', operation: 1, side: 'after' },
  ],
  'odd-data': [
    { kind: 'odd-data', operation: 1, side: 'before' },
    { kind: 'odd-data', operation: 1, side: 'after' },
  ],
  'not-read-from-mdm': [{ kind: 'not-read-from-mdm', operation: 1 }],
  'no-csp': [{ kind: 'no-csp', operation: 1 }],
  'not-of-csp-type': [{ kind: 'not-of-csp-type', operation: 1 }],
};

test('every refusal says why, in sentences of its own', () => {
  const texts = Object.values(refusals).flatMap((cases) => cases.map((refusal) => refusalText(refusal)));
  for (const text of texts) sentences(text);
  expect(new Set(texts).size).toBe(texts.length);
});

test.each(Channel.options)('README.txt of %s says what, how, and how back', (channel) => {
  piece(channelName(channel));
  const lines = readMeLines({
    channel,
    machine: 'DC01',
    lab: 'direct',
    digest,
    createdAt: '2026-11-20T08:00:00.000Z',
    toolVersion: '0.1.0',
    carried: [{ operation: 1, what: 'WinHTTP proxy', to: 'proxy.contoso.com:8080' }],
    refused: [{ operation: 2, what: 'SSLOptions', why: 'For a reason.' }],
    restarts: ['DiagTrack'],
    files: ['oma-uri.csv', 'install-sensor.ps1', 'set-sensor-proxy.ps1', 'back-out-sensor-proxy.ps1'],
    holdsAccountSettings: true,
  });
  const heads = ['What it changes', 'What it does not change', 'How to use it', 'How to take it back'];
  for (const head of heads) {
    const at = lines.indexOf(head);
    expect(at).toBeGreaterThan(0);
    expect(lines[at + 1]).toMatch(/^(?:- |1\. )\S/);
  }
  for (const line of lines.filter((text) => text !== '')) piece(line, 800);
  expect(lines[1]).toMatch(/^LAB \(direct\): .*Not for a real server\.$/);
});

test('every file that a README names is in its folder', () => {
  for (const channel of Channel.options) {
    if (channel === 'allow-list') continue;
    const plan = planWith(undefined, { manual: [{ kind: 'install-sensor', proxyUrl: null }] });
    const made = exportPlan(plan, digest, channel);
    if (!made.ok) throw new Error(channel);
    const names = made.value.files.map(({ name }) => name);
    const readMe = made.value.files[0];
    const text = readMe === undefined || readMe.form === 'bytes' ? '' : readMe.text;
    for (const [name] of text.matchAll(/[\w-]+\.(?:reg|ps1|pol|txt|md|xml|csv|yml)\b/g)) expect(names).toContain(name);
    for (const name of names.slice(1)) expect(text).toContain(name);
  }
});

test('a cell of the table for doing it by hand does not end it', () => {
  const row = { name: 'ProxyPacUrl', key: 'HKLM\\A', policy: null, to: 'a|b', back: 'not set' };
  expect(policiesByHandLines([row]).at(-1)).toBe('| HKLM\\\\A\\\\ProxyPacUrl | none | none | a\\|b | not set |');
});
