import { describe, expect, it } from 'vitest';
import { bytesOf, szImage } from '../codecs/registry-data.ts';
import type { PolicyEntry } from '../codecs/registry-pol.ts';
import { entryOf, valueIds } from './catalogue.ts';
import { type AppliedGpo, gpoName, policyOwnership, unknownOwnership } from './policy-ownership.ts';
import { Management } from './reading.ts';

const id = 'mde.telemetryProxyServer';
const key = 'Software\\Policies\\Microsoft\\Windows\\DataCollection';
const text = (value: string): Uint8Array => bytesOf(szImage(value).hex);
const entry = (value: string, data = text('p:1'), at = key): PolicyEntry => ({ key: at, value, type: 1, data });
const sets = entry('TelemetryProxyServer');
const from = (gpo: string): PolicyEntry => ({
  key: 'Software\\Policies\\Microsoft\\Windows\\Group Policy Objects\\{31B2F340-016D-11D2-945F-00C04FB984F9}',
  value: `**Comment:GPO Name: ${gpo}`,
  type: 1,
  data: new Uint8Array(),
});
const never = (): readonly AppliedGpo[] => {
  throw new Error('the GPOs were asked for');
};
const managed = (gpo: string | null) => ({ state: 'managed', gpo });

describe('a value of a policy', () => {
  it('is unmanaged where no instruction is about it', () => {
    const owner = policyOwnership([from('Baseline'), entry('AllowTelemetry'), entry('X', text(''), 'Software')], never);
    expect(owner(id)).toEqual({ state: 'unmanaged' });
    expect(policyOwnership([], never)(id)).toEqual({ state: 'unmanaged' });
  });

  it('is managed by the GPO that the comment before its instruction names', () => {
    const compiled = [from('Baseline'), entry('AllowTelemetry'), from('Proxy for Defender'), sets, from('Last')];
    expect(policyOwnership(compiled, never)(id)).toEqual(managed('Proxy for Defender'));
  });

  it('belongs to the last of several GPOs that write it', () => {
    expect(policyOwnership([from('First'), sets, from('Second'), sets], never)(id)).toEqual(managed('Second'));
  });

  it('is found whatever the case of its key and name', () => {
    const shouted = entry('TELEMETRYPROXYSERVER', text(''), key.toUpperCase());
    expect(policyOwnership([from('A'), shouted], never)(id)).toEqual(managed('A'));
  });

  it.each([
    ['deletes it', entry('**del.TelemetryProxyServer')],
    ['sets it where it is absent', entry('**soft.TelemetryProxyServer')],
    ['deletes it among others', entry('**DeleteValues', text('Other;telemetryproxyserver'))],
    ['deletes all values of its key', entry('**delvals.')],
    ['deletes its key by its path below the hive', entry('**DeleteKeys', text(key), 'Software')],
    ['deletes a key above it by a name', entry('**DeleteKeys', text('Windows'), 'Software\\Policies\\Microsoft')],
  ])('is managed by an instruction that %s', (_, instruction) => {
    expect(policyOwnership([from('A'), instruction], never)(id)).toEqual(managed('A'));
  });

  it.each([
    ['secures its key', entry('**SecureKey')],
    ['makes its key', { ...entry(''), type: 0, data: new Uint8Array() }],
    ['deletes a key of a like name', entry('**DeleteKeys', text('DataColl'), 'Software\\Policies\\Microsoft\\Windows')],
    ['sets a value of this name elsewhere', entry('TelemetryProxyServer', text('p:1'), `${key}\\Sub`)],
  ])('is not managed by an instruction that %s', (_, instruction) => {
    expect(policyOwnership([from('A'), instruction], never)(id)).toEqual({ state: 'unmanaged' });
  });

  it('is unknown where a command that nobody knows is about its key', () => {
    const odd = entry('**newCommand', text('x'), 'Software\\Policies\\Microsoft');
    expect(policyOwnership([from('A'), odd], never)(id)).toEqual({ state: 'unknown' });
    expect(policyOwnership([from('A'), odd, sets], never)(id)).toEqual(managed('A'));
    expect(policyOwnership([entry('**newCommand', text('x'), 'Software\\Other')], never)(id)).toEqual({
      state: 'unmanaged',
    });
  });
});

describe('the name of the GPO, where no comment has it,', () => {
  const gpo = (name: string | null, entries: AppliedGpo['entries']): AppliedGpo => ({ name, entries });
  const named = (...gpos: AppliedGpo[]) => policyOwnership([sets], () => gpos)(id);

  it('is that of the last applied GPO whose own file writes the value', () => {
    expect(named(gpo('A', [sets]), gpo('B', [entry('**del.TelemetryProxyServer')]), gpo('C', []))).toEqual(
      managed('B'),
    );
  });

  it('is not known where a later GPO could not be read', () => {
    expect(named(gpo('A', [sets]), gpo('B', null))).toEqual(managed(null));
    expect(named(gpo('A', null), gpo('B', [sets]))).toEqual(managed('B'));
  });

  it('is not known where a later GPO has a command that nobody knows', () => {
    expect(named(gpo('A', [sets]), gpo('B', [entry('**newCommand')]))).toEqual(managed(null));
  });

  it('is not known where no GPO has it, or the one that has it has no name', () => {
    expect(named(gpo('A', []))).toEqual(managed(null));
    expect(named()).toEqual(managed(null));
    expect(named(gpo(null, [sets]))).toEqual(managed(null));
  });

  it('is asked for once and only where it is needed', () => {
    let asked = 0;
    const owner = policyOwnership([sets, entry('DisableEnterpriseAuthProxy')], () => {
      asked += 1;
      return [gpo('A', [sets])];
    });
    expect(owner('mdav.policy.proxyServer')).toEqual({ state: 'unmanaged' });
    expect(asked).toBe(0);
    expect([owner(id), owner('mde.disableEnterpriseAuthProxy')]).toEqual([managed('A'), managed(null)]);
    expect(asked).toBe(1);
  });
});

it.each([
  ['Proxy\r\nfor Defender', 'Proxy for Defender'],
  ['abc\u202edef', 'abc def'],
  ['  \t ', null],
  ['', null],
  [null, null],
  [`${'x'.repeat(255)}😀`, 'x'.repeat(255)],
  ['y'.repeat(400), 'y'.repeat(256)],
])('the name %j is shown as %j', (text, shown) => {
  expect(gpoName(text)).toBe(shown);
});

it('every value has a management that fits its schema, and only values of a policy can be managed', () => {
  const all = valueIds.map(entryOf).map(({ key: at, name }) => entry(name, text(''), at));
  const owner = policyOwnership(all, () => []);
  for (const value of valueIds) {
    const policy = entryOf(value).origin === 'policy';
    expect(Management.parse(owner(value)).state).toBe(policy ? 'managed' : 'not-policy');
    expect(unknownOwnership(value)).toEqual({ state: policy ? 'unknown' : 'not-policy' });
  }
});
