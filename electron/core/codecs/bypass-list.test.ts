import { describe, expect, it } from 'vitest';
import {
  type BypassLint,
  bypasses,
  exceptsEverything,
  formatBypassList,
  lintBypass,
  parseBypassList,
} from './bypass-list.ts';
import { seeded } from './seeded.ts';

describe('parse and format', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['<local>;*.contoso.local;10.*', ['<local>', '*.contoso.local', '10.*']],
    [' a  b;\tc;; ', ['a', 'b', 'c']],
  ])('parts %j', (text, entries) => {
    expect(parseBypassList(text)).toEqual(entries);
  });

  it('joins with semicolons', () => {
    expect(formatBypassList(['<local>', '10.*'])).toBe('<local>;10.*');
    expect(formatBypassList([])).toBe('');
  });
});

describe('bypasses', () => {
  it.each<[string, string, boolean]>([
    ['<local>', 'dc1', true],
    ['<LOCAL>', 'dc1', true],
    ['<local>', 'dc1.contoso.local', false],
    ['<local>', '', false],
    ['*.contoso.local', 'dc1.contoso.local', true],
    ['*.contoso.local', 'a.b.CONTOSO.local', true],
    ['*.contoso.local', 'contoso.local', false],
    ['*.contoso.local', 'dc1.contoso.local.evil.com', false],
    ['*contoso*', 'dc1.contoso.local', true],
    ['10.*', '10.0.0.6', true],
    ['10.*', '110.0.0.6', false],
    ['10.*', 'host-in-that-range.contoso.com', false],
    ['10.0.0.0/8', '10.0.0.6', false],
    ['*', 'anything.example', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbX', false],
    ['dc1', 'dc1', true],
    ['dc1', 'DC1', true],
    ['dc1', 'dc11', false],
    ['dc+1.', 'dcc1x', false],
    ['https://dc1', 'dc1', false],
    ['dc1:443', 'dc1', false],
    ['', 'dc1', false],
  ])('%j and the host %j: %s', (entry, host, expected) => {
    expect(bypasses([entry], host)).toBe(expected);
  });

  it('looks at every entry', () => {
    expect(bypasses(['a', 'b'], 'b')).toBe(true);
    expect(bypasses([], 'b')).toBe(false);
  });

  it('answers at once for a pattern of many stars', () => {
    expect(bypasses([`${'*a'.repeat(2000)}b`], 'a'.repeat(4000))).toBe(false);
  });
});

describe('exceptsEverything', () => {
  it.each([['*'], ['**'], ['*.*'], ['<local>', '*']])('%s excepts everything', (...list) => {
    expect(exceptsEverything(list)).toBe(true);
  });

  it.each([['*.com'], ['*o*'], ['<local>'], ['*.*.*.*'], ['*.com', '*.us'], []])('%s does not', (...list) => {
    expect(exceptsEverything(list)).toBe(false);
  });
});

describe('lintBypass', () => {
  const server = { domain: 'contoso.local', role: 'member-server' } as const;
  const controller = { domain: 'contoso.local', role: 'domain-controller' } as const;

  it.each<[string, BypassLint['kind'] | null, string | null]>([
    ['<local>', null, null],
    ['*.contoso.local', null, null],
    ['10.*', null, null],
    ['*', 'bypasses-everything', null],
    ['*.*', 'bypasses-everything', null],
    ['**', 'bypasses-everything', null],
    ['*.com', 'bypasses-defender', null],
    ['*.azure.com', 'bypasses-defender', null],
    ['*.microsoft.com', 'bypasses-defender', null],
    ['https://dc1.contoso.local', 'scheme-in-entry', 'dc1.contoso.local'],
    ['dc1:443', 'port-in-entry', 'dc1'],
    ['dc1:*', 'port-in-entry', 'dc1'],
    ['10.0.0.0/8', 'address-range', '10.*'],
    ['10.1.0.0/16', 'address-range', '10.1.*'],
    ['10.1.2.0/24', 'address-range', '10.1.2.*'],
    ['10.1.2.0/25', 'address-range', null],
    ['.contoso.local', 'leading-dot', '*.contoso.local'],
    ['fe80::1', 'ipv6', null],
    ['[::1]', 'ipv6', null],
    ['a,b', 'unusual-characters', null],
    ['<loopback>', 'unusual-characters', null],
  ])('of %j says %s', (entry, kind, instead) => {
    expect(lintBypass([entry], server)).toEqual(kind === null ? [] : [{ kind, entry, instead }]);
  });

  it('names what is there twice, whatever its capitals, once', () => {
    expect(lintBypass(['a', 'A', 'b'], server)).toEqual([{ kind: 'duplicate', entry: 'A', instead: null }]);
  });

  it('misses the domain and the names without a dot on a domain controller only', () => {
    expect(lintBypass([], server)).toEqual([]);
    expect(lintBypass([], controller)).toEqual([
      { kind: 'domain-missing', entry: null, instead: '*.contoso.local' },
      { kind: 'local-missing', entry: null, instead: '<local>' },
    ]);
    expect(lintBypass(['<local>', '*.CONTOSO.local'], controller)).toEqual([]);
    expect(lintBypass(['<local>'], { ...controller, domain: null })).toEqual([]);
  });

  it('never throws on any entry', () => {
    const random = seeded(8);
    for (let round = 0; round < 3000; round += 1)
      expect(lintBypass(parseBypassList(random.text('ab1*.:/<>;[]@\\ é', random.int(30))), controller)).toBeInstanceOf(
        Array,
      );
  });
});
