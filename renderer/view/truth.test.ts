import { describe, expect, it } from 'vitest';
import type { Finding, RuleId, Severity } from '../../electron/core/effective/finding.ts';
import { denied } from '../../electron/core/effective/readings-for-tests.ts';
import type { ValueId } from '../../electron/core/settings/catalogue.ts';
import { snapshotOf } from '../wizard/values-for-tests.ts';
import { hidesFromUser, subjectsOf, truthRows, worstFirst } from './truth.ts';

const finding = (rule: RuleId, severity: Severity = 'warning', values: ValueId[] = []): Finding => ({
  rule,
  severity,
  strength: 'read',
  values,
  facts: {},
});

describe('the table of services', () => {
  it('marks the services that a rule speaks about, and no other', () => {
    const rows = truthRows(snapshotOf({}, [finding('D7'), finding('D2', 'error'), finding('D16', 'info')]));
    const rulesOf = (row: (typeof rows)[number]) => row.conflicts.map(({ at, finding: { rule } }) => [at, rule]);
    const marks = Object.fromEntries(rows.map((row) => [row.proxy.service, rulesOf(row)]));
    expect(marks).toMatchObject({
      'mdi-sensor': [[0, 'D2']],
      'mdi-updater': [[0, 'D2']],
      sense: [],
      diagtrack: [[1, 'D7']],
      'mdav-cloud': [],
    });
  });

  it('names the Group Policy that owns the place which decides', () => {
    const found = snapshotOf();
    const [row] = found.effective;
    if (row === undefined) throw new Error('The sample has services.');
    const used = { store: 'telemetry-proxy-server', shown: 'p:8080', outcome: 'used' } as const;
    const owned = (gpo: string | null) => ({
      ...found,
      effective: [{ ...row, route: { kind: 'direct' } as const, steps: [used] }],
      settings: {
        ...found.settings,
        'mde.telemetryProxyServer': {
          ...found.settings['mde.telemetryProxyServer'],
          management: { state: 'managed', gpo } as const,
        },
      },
    });
    expect(truthRows(owned('Defender proxy'))[0]?.owner).toBe('set by the Group Policy "Defender proxy"');
    expect(truthRows(owned(null))[0]?.owner).toBe('set by a Group Policy');
    expect(truthRows(found).map(({ owner }) => owner)).toEqual(found.effective.map(() => null));
  });

  it('goes by the values that a finding names where its rule is about any value', () => {
    expect(subjectsOf(finding('D20', 'error', ['wininet.localService.connection']))).toEqual(['mdi-sensor']);
    expect(subjectsOf(finding('malformed-value', 'error', ['mdav.policy.proxyServer']))).toEqual(['mdav-cloud']);
    expect(subjectsOf(finding('unreadable', 'unknown', ['env.noProxy']))).toEqual([]);
  });
});

describe('findings', () => {
  it('come worst first, and stay in order within one severity', () => {
    const sorted = worstFirst([
      finding('D3', 'info'),
      finding('D1', 'unknown'),
      finding('D7'),
      finding('D2', 'error'),
      finding('D10'),
    ]);
    expect(sorted.map(({ rule }) => rule)).toEqual(['D2', 'D7', 'D10', 'D1', 'D3']);
  });
});

describe('what a standard user cannot see', () => {
  const values = { 'wininet.localService.connection': denied } as const;

  it('is offered with administrator rights', () => {
    expect(hidesFromUser(snapshotOf({ values, machine: { elevated: false } }))).toBe(true);
    expect(hidesFromUser(snapshotOf({ sensor: { state: 'unreadable', win32: 5 }, machine: { elevated: false } }))).toBe(
      true,
    );
  });

  it('is not offered again to who has them, nor where all was read', () => {
    expect(hidesFromUser(snapshotOf({ values }))).toBe(false);
    expect(hidesFromUser(snapshotOf({ machine: { elevated: false } }))).toBe(false);
  });
});
