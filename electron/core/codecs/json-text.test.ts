import { describe, expect, it } from 'vitest';
import { type JsonNode, memberOf, scanJson } from './json-text.ts';
import { seeded } from './seeded.ts';

const rootOf = (text: string): JsonNode => {
  const scan = scanJson(text, 8);
  if (!scan.ok) throw new Error(`${scan.fault.kind} at ${scan.fault.offset}`);
  return scan.root;
};

describe('scanJson', () => {
  it.each([
    '{}',
    '[]',
    'null',
    ' \t\r\n-0.5e+10 ',
    '"\\u00e9\\n\\"\\/ é😀"',
    '{"a":[1,{"b":"}"}],"c":true}',
    '[1e3,1.0,12345678901234567890]',
  ])('takes %j, as JSON.parse does', (text) => {
    expect(scanJson(text, 8).ok).toBe(true);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each<[string, number]>([
    ['', 0],
    [' ', 1],
    ['{', 1],
    ['{"a"}', 4],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ["{'a':1}", 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['01', 1],
    ['+1', 0],
    ['.5', 0],
    ['1.', 1],
    ['nul', 0],
    ['NaN', 0],
    ['"a', 2],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ['"a\nb"', 2],
    ['{} {}', 3],
    ['// no\n{}', 0],
    ['\u00a0{}', 0],
    ['{}\0', 2],
  ])('refuses %j at offset %d, as JSON.parse does', (text, offset) => {
    expect(scanJson(text, 8)).toMatchObject({ ok: false, fault: { kind: 'not-json', offset } });
    expect(() => JSON.parse(text)).toThrow();
  });

  it('accepts a byte order mark before the document and nowhere else', () => {
    expect(rootOf('\ufeff{}')).toMatchObject({ kind: 'object', start: 1, end: 3 });
    expect(scanJson('\ufeff\ufeff{}', 8).ok).toBe(false);
  });

  it('names a member that is there twice, however it is spelled', () => {
    expect(scanJson('{"x":{"b":1,"a":1,"\\u0061":2}}', 8)).toEqual({
      ok: false,
      fault: { kind: 'duplicate-member', offset: 18, path: ['x', 'a'] },
    });
    expect(scanJson('[{"a":1},{"a":1}]', 8).ok).toBe(true);
  });

  it('refuses half a character, which UTF-8 cannot hold', () => {
    expect(scanJson('["\\ud83d\\ude00"]', 8).ok).toBe(true);
    expect(scanJson('["a", "\\ud83d"]', 8)).toMatchObject({ ok: false, fault: { kind: 'not-json', offset: 6 } });
  });

  it('caps the nesting, of any depth without running out of stack', () => {
    expect(scanJson('[[[]]]', 3).ok).toBe(true);
    expect(scanJson('[[[]]]', 2)).toMatchObject({ ok: false, fault: { kind: 'too-deep', path: [0, 0] } });
    expect(scanJson('['.repeat(1_000_000), 64)).toMatchObject({ ok: false, fault: { kind: 'too-deep' } });
  });

  it('gives the place of each value', () => {
    const text = ' { "a" : [ 1.0 , "x" ] }';
    const member = memberOf(rootOf(text), 'a');
    expect(member?.start).toBe(3);
    expect(member?.value).toMatchObject({ kind: 'array' });
    const items = member?.value.kind === 'array' ? member.value.items : [];
    expect(items.map((item) => text.slice(item.start, item.end))).toEqual(['1.0', '"x"']);
    expect(memberOf(rootOf(text), 'b')).toBeNull();
    expect(memberOf(rootOf('[]'), 'a')).toBeNull();
  });

  it('agrees with JSON.parse on any text, but for members that are there twice', () => {
    const random = seeded(10);
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'true',
      'null',
      ' ',
      '\\',
      '"',
      '\n',
    ] as const;
    let taken = 0;
    for (let round = 0; round < 30_000; round += 1) {
      const text = Array.from({ length: random.int(9) }, () => random.pick([...pieces])).join('');
      const scan = scanJson(text, 64);
      if (!scan.ok && scan.fault.kind === 'duplicate-member') continue;
      taken += scan.ok ? 1 : 0;
      expect([text, scan.ok]).toEqual([text, parses(text)]);
    }
    expect(taken).toBeGreaterThan(300);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
