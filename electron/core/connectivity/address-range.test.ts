import { BlockList } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Seeded, seeded } from '../codecs/seeded.ts';
import { addressRange, inRange, parseAddress } from './address-range.ts';

const holds = (range: string, address: string): boolean | null => {
  const parsedRange = addressRange(range);
  const parsed = parseAddress(address);
  return parsedRange === null || parsed === null ? null : inRange(parsed, parsedRange);
};

describe('a range', () => {
  test.each([
    ['20.36.120.0/22', '20.36.120.0', true],
    ['20.36.120.0/22', '20.36.123.255', true],
    ['20.36.120.0/22', '20.36.124.0', false],
    ['20.36.120.0/22', '20.36.119.255', false],
    ['20.36.120.7/32', '20.36.120.7', true],
    ['20.36.120.7/32', '20.36.120.6', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['128.0.0.0/1', '127.255.255.255', false],
    ['2603:1000::/24', '2603:10ff:ffff:ffff:ffff:ffff:ffff:ffff', true],
    ['2603:1000::/24', '2603:1100::', false],
    ['2603:1030:800:5::bfee:ab2d/128', '2603:1030:800:5:0:0:bfee:ab2d', true],
    ['::/0', '::1', true],
    ['64:ff9b::/96', '64:ff9b::20.36.120.1', true],
    // One family never holds the other, but an address of IPv4 in the clothes of IPv6 is one of IPv4.
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', '2603::', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:0b01:0203', false],
  ])('%s and %s: %s', (range, address, expected) => {
    expect(holds(range, address)).toBe(expected);
  });

  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.1/8',
    '10.0.0/8',
    '10.0.0.256/32',
    '010.0.0.0/8',
    '2603::/129',
    '2603::1/24',
    '2603::1000::/24',
    ':2603::/24',
    '2603:1000/24',
    '1:2:3:4:5:6:7:8:9/128',
    '1:2:3:4:5:6:7::8/128',
    '12345::/16',
    'g::/16',
    '20.36.120.0::/16',
    'fe80::%eth0/64',
    '10.0.0.0/8 ',
  ])('%j is none', (text) => {
    expect(addressRange(text)).toBe(null);
  });
});

describe('for a thousand ranges and addresses', () => {
  const random = seeded(20261122);
  const randomV4 = () => Array.from({ length: 4 }, () => random.int(256)).join('.');
  const randomV6 = () =>
    shortened(
      Array.from({ length: 8 }, () => (random.int(3) === 0 ? 0 : random.int(0x10000))),
      random,
    );

  test.each([
    ['ipv4', randomV4, 32],
    ['ipv6', randomV6, 128],
  ] as const)('%s agrees with the block list of Node', (family, address, width) => {
    for (let round = 0; round < 1000; round += 1) {
      const first = address();
      const length = random.int(width + 1);
      // Near its edge is where a range goes wrong: an address with one bit of the first turned.
      const probe = random.int(4) === 0 ? address() : turned(first, random.int(width), family);
      const range = `${networkOf(first, length, family)}/${length}`;
      const list = new BlockList();
      list.addSubnet(networkOf(first, length, family), length, family);
      expect([range, probe, holds(range, probe)]).toEqual([range, probe, list.check(probe, family)]);
      expect([range, holds(range, first)]).toEqual([range, true]);
    }
  });
});

/** The same groups, with a run of zeros written as `::` now and then. */
function shortened(groups: readonly number[], random: Seeded): string {
  const texts = groups.map((group) => (random.int(2) === 0 ? group.toString(16) : group.toString(16).padStart(4, '0')));
  const from = groups.indexOf(0);
  if (from < 0 || random.int(2) === 0) return texts.join(':');
  let to = from;
  while (groups[to] === 0) to += 1;
  return `${texts.slice(0, from).join(':')}::${texts.slice(to).join(':')}`;
}

const parts = { ipv4: { count: 4, bits: 8 }, ipv6: { count: 8, bits: 16 } } as const;

/** The address as a list of bits, and back; by another way than that of the program. */
function bitsOf(address: string, family: 'ipv4' | 'ipv6'): number[] {
  const { bits } = parts[family];
  const numbers = family === 'ipv4' ? address.split('.').map(Number) : wholeGroups(address);
  return numbers.flatMap((number) => [...number.toString(2).padStart(bits, '0')].map(Number));
}

function wholeGroups(address: string): number[] {
  const [left = '', right] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  if (right === undefined) return groups(left);
  const [before, after] = [groups(left), groups(right)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function textOf(all: readonly number[], family: 'ipv4' | 'ipv6'): string {
  const { count, bits } = parts[family];
  const numbers = Array.from({ length: count }, (_, at) =>
    Number.parseInt(all.slice(at * bits, (at + 1) * bits).join(''), 2),
  );
  return family === 'ipv4' ? numbers.join('.') : numbers.map((number) => number.toString(16)).join(':');
}

const turned = (address: string, at: number, family: 'ipv4' | 'ipv6') =>
  textOf(
    bitsOf(address, family).map((bit, index) => (index === at ? 1 - bit : bit)),
    family,
  );

const networkOf = (address: string, length: number, family: 'ipv4' | 'ipv6') =>
  textOf(
    bitsOf(address, family).map((bit, index) => (index < length ? bit : 0)),
    family,
  );
