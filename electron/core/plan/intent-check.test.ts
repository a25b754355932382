import { describe, expect, test } from 'vitest';
import { exampleIntent } from './example-intent.ts';
import { Intent } from './intent.ts';
import { checkIntent } from './intent-check.ts';
import type { Problem } from './problem.ts';
import { wish } from './snapshot-for-tests.ts';

const winhttp = (proxy: string, bypass: string[] = []): Partial<Intent> => ({
  winhttp: { route: { kind: 'static', proxy }, bypass, also32Bit: false },
});
const mdi = (workspace: string | null): Partial<Intent> => ({
  mdi: { route: { kind: 'keep' }, workspace, legacy: 'migrate' },
});

function problem(said: Partial<Intent>): Problem {
  const checked = checkIntent(wish(said));
  if (checked.ok) throw new Error('The intent was taken.');
  return checked.problem;
}

function taken(said: Partial<Intent>): Intent {
  const checked = checkIntent(wish(said));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problem));
  return Intent.parse(checked.value);
}

describe('intent', () => {
  test('the example is complete, valid and taken as it is', () => {
    expect(Intent.parse(exampleIntent)).toEqual(exampleIntent);
    expect(checkIntent(exampleIntent)).toEqual({ ok: true, value: exampleIntent });
    const routes = [exampleIntent.winhttp, exampleIntent.mde, exampleIntent.mdav, exampleIntent.mdi];
    expect(routes.map((product) => product?.route)).toEqual(
      Array.from({ length: 4 }, () => ({ kind: 'static', proxy: 'proxy.contoso.com:8080' })),
    );
  });

  test.each([
    ['http://p:8080', 'scheme-not-allowed', 'p:8080'],
    ['https://p:8443', 'scheme-not-allowed', 'p:8443'],
    ['user:pass@p:8080', 'credentials', 'p:8080'],
    ['p', 'port-missing', null],
    ['p:0', 'port-zero', null],
    ['p:65536', 'port-too-large', null],
    ['[::1]:8080', 'ipv6', null],
    ['pröxy:8080', 'non-ascii', null],
    [' p:8080', 'space', 'p:8080'],
    ['', 'empty', null],
  ] as const)('refuses the proxy "%s" by its field: %s', (proxy, kind, instead) => {
    const fault = { kind: 'bad-text', file: 'intent', fault: { kind, instead } };
    const route = { kind: 'static', proxy } as const;
    expect(problem(winhttp(proxy))).toEqual({ ...fault, at: 'winhttp.route.proxy' });
    expect(problem({ mde: { route } })).toEqual({ ...fault, at: 'mde.route.proxy' });
    expect(problem({ mdav: { route, bypass: [] } })).toEqual({ ...fault, at: 'mdav.route.proxy' });
    expect(problem({ mdi: { route, workspace: null, legacy: 'update' } })).toEqual({ ...fault, at: 'mdi.route.proxy' });
  });

  test.each([
    ['mdav', { mdav: { route: { kind: 'pac', url: '\\\\server\\p.pac' }, bypass: [] } }],
    ['mdi', { mdi: { route: { kind: 'pac', url: 'file:///p.pac' }, workspace: null, legacy: 'update' } }],
  ] as const)('refuses a PAC file that is no web address for %s', (product, said) => {
    expect(problem(structuredClone(said) as Partial<Intent>)).toMatchObject({
      kind: 'bad-text',
      at: `${product}.route.url`,
    });
  });

  test('names the bypass entry that it refuses, and what to write instead', () => {
    expect(problem(winhttp('p:8080', ['<local>', '10.0.0.0/8']))).toEqual({
      kind: 'bad-text',
      file: 'intent',
      at: 'winhttp.bypass[1]',
      fault: { kind: 'bad-bypass-entry', instead: '10.*' },
    });
    const mdav = { route: { kind: 'keep' }, bypass: ['http://x.contoso.local/'] } as const;
    expect(problem({ mdav: { ...mdav, bypass: [...mdav.bypass] } })).toMatchObject({ at: 'mdav.bypass[0]' });
  });

  test('takes each bypass entry once, the first as it was written', () => {
    const { winhttp: found } = taken(winhttp('p:8080', ['<LOCAL>', '*.Contoso.local', '<local>', '*.contoso.LOCAL']));
    expect(found?.bypass).toEqual(['<local>', '*.Contoso.local']);
  });

  test('refuses a bypass list that the value cannot hold', () => {
    const bypass = Array.from({ length: 100 }, (_, at) => `${'a'.repeat(50)}${at}`);
    expect(problem(winhttp('p:8080', bypass))).toMatchObject({ kind: 'bad-field', at: 'winhttp.bypass' });
    expect(taken(winhttp('p:8080', bypass.slice(0, 70))).winhttp?.bypass).toHaveLength(70);
  });

  test.each([
    'contoso-corp',
    'Contoso-Corp',
    'contoso-corpsensorapi.atp.azure.com',
    'https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping',
  ])('takes the workspace "%s" by its name', (text) => {
    expect(taken(mdi(text)).mdi?.workspace).toBe('contoso-corp');
  });

  test('refuses what is no workspace', () => {
    expect(problem(mdi('not a workspace'))).toMatchObject({ kind: 'bad-text', at: 'mdi.workspace' });
    expect(taken(mdi(null)).mdi?.workspace).toBeNull();
  });

  test.each([
    ['https://contoso-corpsensorapi.gcc.atp.azure.com', 'commercial', '"gcc"'],
    ['contoso-corpsensorapi.atp.azure.us', 'gcc', '"gcchigh" or "dod"'],
    ['contoso-corpsensorapi.atp.azure.com', 'dod', '"commercial"'],
  ] as const)('refuses a workspace of another cloud: %s as %s', (text, cloud, expected) => {
    const at = { kind: 'bad-field', at: 'cloud', expected: `${expected}, as the address of the workspace says` };
    expect(problem({ ...mdi(text), cloud })).toMatchObject(at);
  });

  test('takes a workspace of the government under both of its clouds', () => {
    const text = 'contoso-corpsensorapi.atp.azure.us';
    for (const cloud of ['gcchigh', 'dod'] as const)
      expect(taken({ ...mdi(text), cloud }).mdi?.workspace).toBe('contoso-corp');
  });
});
