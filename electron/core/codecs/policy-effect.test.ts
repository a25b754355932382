import { expect, it } from 'vitest';
import { effectOf, type PolicyEffect } from './policy-effect.ts';
import { bytesOf, szImage } from './registry-data.ts';
import { seeded } from './seeded.ts';

const key = 'Software\\Policies\\Contoso';
const text = (value: string): Uint8Array => bytesOf(szImage(value).hex);

it.each<[string, Uint8Array, PolicyEffect]>([
  ['ProxyServer', text('p:1'), { kind: 'sets', key, value: 'ProxyServer' }],
  ['', text('default value'), { kind: 'sets', key, value: '' }],
  ['*odd', text(''), { kind: 'sets', key, value: '*odd' }],
  ['**soft.ProxyServer', text('p:1'), { kind: 'sets-if-absent', key, value: 'ProxyServer' }],
  ['**del.ProxyServer', text(' '), { kind: 'deletes', key, values: ['ProxyServer'] }],
  ['**DEL.A.B', text(' '), { kind: 'deletes', key, values: ['A.B'] }],
  ['**DeleteValues', text('A; B;;C '), { kind: 'deletes', key, values: ['A', 'B', 'C'] }],
  ['**delvals.', text(' '), { kind: 'deletes-all', key }],
  ['**DelVals', text(' '), { kind: 'deletes-all', key }],
  ['**DeleteKeys', text('A;B\\C'), { kind: 'deletes-keys', key, names: ['A', 'B\\C'] }],
  ['**DeleteKeys ', text('A'), { kind: 'deletes-keys', key, names: ['A'] }],
  ['**SecureKey', bytesOf('01000000'), { kind: 'secures', key }],
  ['**securekey=1', text(''), { kind: 'secures', key }],
  ['**Comment:GPO Name: Baseline', new Uint8Array(), { kind: 'comment', key, text: 'GPO Name: Baseline' }],
  ['**somethingNew', text('x'), { kind: 'unknown', key }],
  ['**', text('x'), { kind: 'unknown', key }],
  ['**DeleteValues', bytesOf('410042'), { kind: 'unknown', key }],
  ['**DeleteKeys', bytesOf('00d8'), { kind: 'unknown', key }],
])('%j is understood', (value, data, effect) => {
  expect(effectOf({ key, value, type: 1, data })).toEqual(effect);
});

it('an instruction without name, type and data only makes its key', () => {
  expect(effectOf({ key, value: '', type: 0, data: new Uint8Array() })).toEqual({ kind: 'makes-key', key });
});

it('a list ends at its terminator, whatever lies behind it', () => {
  const data = Uint8Array.from([...text('A;B'), ...text('C')]);
  expect(effectOf({ key, value: '**DeleteValues', type: 1, data })).toEqual({
    kind: 'deletes',
    key,
    values: ['A', 'B'],
  });
});

it('any name and data have an effect without throwing', () => {
  const random = seeded(13);
  for (let round = 0; round < 2000; round += 1) {
    const value = `**${random.text('delvasoftkycmnur.:= ', random.int(14))}`;
    expect(effectOf({ key, value, type: random.int(12), data: random.bytes(random.int(9)) }).key).toBe(key);
  }
});
