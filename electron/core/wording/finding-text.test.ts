import { describe, expect, test } from 'vitest';
import { findingFacts, RuleId, Severity } from '../effective/finding.ts';
import { type ValueId, valueIds } from '../settings/catalogue.ts';
import { findingText } from './finding-text.ts';
import { piece, sentences } from './prose-for-tests.ts';

describe('what detection saw', () => {
  const values = ['mde.telemetryProxyServer', 'winhttp.machine'] as const;

  test.each(RuleId.options)('%s has a title, a meaning and an action in every strength', (rule) => {
    const all = Object.fromEntries(findingFacts[rule].map((key) => [key, sampleFact(key)]));
    for (const severity of Severity.options) {
      for (const strength of ['read', 'probed'] as const) {
        for (const facts of [{}, all]) {
          for (const some of [[], values.slice(0, 1), values]) {
            const text = findingText({ rule, severity, strength, values: [...some], facts });
            piece(text.title, 160);
            expect(text.title).not.toMatch(/\.$/);
            sentences(text.meaning);
            sentences(text.action);
            for (const command of text.commands ?? []) expect(command).toMatch(/^\S.*\S$/);
          }
        }
      }
    }
  });

  test('D4 from stored values alone is a hint, after a failed test it is stated', () => {
    const about = { rule: 'D4', values: ['winhttp.machine'] } as const;
    const read = findingText({
      ...about,
      values: [],
      severity: 'info',
      strength: 'read',
      facts: { proxy: 'p:1', tested: 'no' },
    });
    const proven = findingText({
      ...about,
      values: [],
      severity: 'error',
      strength: 'probed',
      facts: { proxy: 'p:1', tested: 'yes', egress: 'fails' },
    });
    const fine = findingText({
      ...about,
      values: [],
      severity: 'info',
      strength: 'probed',
      facts: { proxy: 'p:1', tested: 'yes', egress: 'works' },
    });
    expect(read.title).toContain('not tested');
    expect(read.meaning).toContain('If this server has no direct way out');
    expect(proven.meaning).toContain('The test has shown that going direct fails');
    expect(fine.meaning).toContain('going direct works');
    // The one proxy that is known here is offered where one is to be set.
    for (const { action } of [read, proven]) expect(action).toContain('the one that WinHTTP has now');
    expect(fine.action).not.toContain('WinHTTP');
  });

  test('D8 has two strengths as well', () => {
    const read = findingText({
      rule: 'D8',
      severity: 'info',
      strength: 'read',
      values: [],
      facts: { proxy: 'p:1', tested: 'no' },
    });
    const proven = findingText({
      rule: 'D8',
      severity: 'error',
      strength: 'probed',
      values: [],
      facts: { proxy: 'p:1', tested: 'yes', egress: 'fails' },
    });
    expect(read.title).toContain('not tested');
    expect(proven.title).toBe('Revocation lists cannot be reached');
  });

  test.each(['D1', 'D2'] as const)('%s that could not be decided says which place could not be read', (rule) => {
    const text = findingText({
      rule,
      severity: 'unknown',
      strength: 'read',
      values: [],
      facts: { why: 'unreadable', store: 'wininet-local-service' },
    });
    expect(text.title).toMatch(/^Not known: /);
    expect(text.meaning).toBe('The legacy setting of Local Service (WinINET) could not be read.');
    expect(text.action).toContain('administrator rights');
  });

  test('many values that could not be read are counted, few are named', () => {
    const meaningOf = (values: readonly ValueId[], sensor: string) =>
      findingText({
        rule: 'D20',
        severity: 'unknown',
        strength: 'read',
        values: [...values],
        facts: { why: 'unreadable', count: String(values.length), sensor },
      }).meaning;
    expect(meaningOf(valueIds.slice(0, 17), 'yes')).toBe('17 values and the sensor configuration could not be read.');
    expect(meaningOf(['winhttp.machine', 'mdav.policy.proxyServer'], 'no')).toBe(
      'The WinHTTP proxy and the antivirus policy ProxyServer could not be read.',
    );
    expect(meaningOf([], 'yes')).toBe('The sensor configuration could not be read.');
  });

  test('what is unverified is said to be so', () => {
    expect(findingText({ rule: 'D5', severity: 'info', strength: 'read', values: [], facts: {} }).meaning).toContain(
      '(unverified)',
    );
    expect(
      findingText({
        rule: 'D9',
        severity: 'info',
        strength: 'read',
        values: [],
        facts: { support: 'probably', version: '10.8100' },
      }).meaning,
    ).toContain('(unverified)');
  });
});

function sampleFact(key: string): string {
  const known: Readonly<Record<string, string>> = {
    store: 'winhttp',
    why: 'malformed',
    win32: '5',
    count: '3',
    fault: 'corrupt',
    tested: 'yes',
    egress: 'fails',
    sslOptions: '1',
    support: 'no',
    sensor: 'yes',
    autoDetect: 'yes',
    name: 'ProxyServer',
    domain: 'contoso.local',
  };
  return known[key] ?? 'proxy.contoso.com:8080';
}
