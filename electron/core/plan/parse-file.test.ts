import { describe, expect, it } from 'vitest';
import { seeded } from '../codecs/seeded.ts';
import { z } from '../zod.ts';
import { Intent } from './intent.ts';
import { describeIssue, fieldPath, parseFile } from './parse-file.ts';

const intent = {
  schema: 1,
  cloud: 'commercial',
  geography: 'EU',
  noRevocationPath: false,
  winhttp: { route: { kind: 'static', proxy: '10.0.0.6:8080' }, bypass: ['<local>'], also32Bit: false },
  mde: { route: { kind: 'keep' } },
  mdav: null,
  mdi: null,
  strongCrypto: false,
};
const written = (change: object) => JSON.stringify({ ...intent, ...change });

/** The field and the words of the first fault. */
function faultOf(schema: z.ZodType, text: string): readonly [at: string, expected: string] {
  const parsed = parseFile(schema, 'intent', text);
  if (parsed.ok || parsed.problem.kind !== 'bad-field') throw new Error(JSON.stringify(parsed));
  expect(parsed.problem.file).toBe('intent');
  return [parsed.problem.at, parsed.problem.expected];
}

describe('parseFile', () => {
  it('gives the value of a valid file, with or without a byte order mark', () => {
    expect(parseFile(Intent, 'intent', JSON.stringify(intent))).toEqual({ ok: true, value: intent });
    expect(parseFile(Intent, 'intent', `\ufeff${JSON.stringify(intent)}\r\n`)).toEqual({ ok: true, value: intent });
  });

  it.each<[string, string]>([
    ['', 'line 1, column 1'],
    ['{\n  "schema": 1,\n}', 'line 3, column 1'],
    ['\ufeff{x', 'line 1, column 2'],
    ['{}\r\n{}', 'line 2, column 1'],
  ])('says where %j is not JSON', (text, detail) => {
    expect(parseFile(Intent, 'intent', text)).toEqual({
      ok: false,
      problem: { kind: 'file-not-json', file: 'intent', detail },
    });
  });

  it.each<[string, string, string, string]>([
    [
      'a missing field',
      '{"schema":1}',
      'cloud',
      'one of "commercial", "gcc", "gcchigh", "dod", but the field is missing',
    ],
    ['a wrong version', written({ schema: 2 }), 'schema', '1'],
    ['a wrong type', written({ noRevocationPath: 'no' }), 'noRevocationPath', 'true or false'],
    [
      'a value that is not listed',
      written({ cloud: 'azure' }),
      'cloud',
      'one of "commercial", "gcc", "gcchigh", "dod"',
    ],
    ['a document that is a list', '[]', '', 'an object'],
    [
      'an unknown kind',
      written({ mde: { route: { kind: 'pac', url: 'http://p/p.pac' } } }),
      'mde.route.kind',
      'one of "keep", "direct", "wpad", "static"',
    ],
    [
      'a kind that is missing',
      written({ mde: { route: {} } }),
      'mde.route.kind',
      'one of "keep", "direct", "wpad", "static", but the field is missing',
    ],
    ['a route that is a text', written({ mde: { route: 'direct' } }), 'mde.route', 'an object'],
    [
      'a field missing in a branch',
      written({ mde: { route: { kind: 'static' } } }),
      'mde.route.proxy',
      'a text, but the field is missing',
    ],
    [
      'an unknown field',
      written({ mde: { route: { kind: 'keep' }, rout: 1 } }),
      'mde.rout',
      'no field of this name, only route',
    ],
    [
      'an unknown field in a branch',
      written({ mde: { route: { kind: 'static', proxy: 'p:1', port: 1 } } }),
      'mde.route.port',
      'no field of this name, only kind, proxy',
    ],
    [
      'an entry of a list',
      written({ winhttp: { ...intent.winhttp, bypass: ['a', 1] } }),
      'winhttp.bypass[1]',
      'a text',
    ],
    [
      'a text that is too long',
      written({ mde: { route: { kind: 'static', proxy: 'a'.repeat(301) } } }),
      'mde.route.proxy',
      'at most 300 characters',
    ],
    [
      'a list that is too long',
      written({ winhttp: { ...intent.winhttp, bypass: Array.from({ length: 201 }, () => 'a') } }),
      'winhttp.bypass',
      'at most 200 entries',
    ],
    [
      'a field that is there twice',
      '{"mde":{"route":1,"route":2}}',
      'mde.route',
      'this field once, but it is there twice',
    ],
    [
      'deep nesting',
      `{"mde":${'['.repeat(64)}${']'.repeat(64)}}`,
      `mde${'[0]'.repeat(63)}`,
      'at most 64 levels of nesting',
    ],
    [
      'a prototype',
      `{"__proto__":{},${written({}).slice(1)}`,
      '__proto__',
      'no field of this name, only schema, cloud, geography, noRevocationPath, winhttp, mde, mdav, mdi, strongCrypto',
    ],
  ])('refuses %s', (_, text, at, expected) => {
    expect(faultOf(Intent, text)).toEqual([at, expected]);
  });

  it('never repeats what was written, which may be a secret', () => {
    const secret = 'QSECRET';
    for (const text of [
      written({ cloud: secret }),
      written({ [`http://u:${secret}@p`]: 1 }),
      written({ mde: { route: { kind: secret } } }),
      written({ mde: secret }),
      `{"a":"${secret}`,
    ])
      expect(JSON.stringify(parseFile(Intent, 'intent', text))).not.toContain(secret);
  });

  it('never throws, and gives the first fault within the limits of a problem', () => {
    const random = seeded(12);
    const good = JSON.stringify(intent);
    for (let round = 0; round < 3000; round += 1) {
      const at = random.int(good.length);
      const text =
        good.slice(0, at) + random.text('{}[],:"\\ 1nul\0é_', random.int(4)) + good.slice(at + random.int(4));
      expect(typeof parseFile(Intent, 'intent', text).ok).toBe('boolean');
    }
    const [at] = faultOf(Intent, written({ ['x'.repeat(5000)]: 1 }));
    expect(at).toHaveLength(1024);
  });
});

describe('describeIssue', () => {
  it.each<[z.ZodType, string, string]>([
    [z.string(), '1', 'a text'],
    [z.number(), '""', 'a number'],
    [z.int(), '1.5', 'a whole number'],
    [z.boolean(), 'null', 'true or false'],
    [z.null(), '1', 'null'],
    [z.array(z.string()), '{}', 'a list'],
    [z.strictObject({}), '[]', 'an object'],
    [z.record(z.string(), z.string()), '[]', 'an object'],
    [z.literal('a'), '"b"', '"a"'],
    [z.enum(['a', 'b']), '"c"', 'one of "a", "b"'],
    [z.int().max(5), '6', 'a whole number, at most 5'],
    [z.int().min(5), '4', 'a whole number, at least 5'],
    [z.number().max(5), '6', 'a number, at most 5'],
    [z.string().min(2), '""', 'at least 2 characters'],
    [z.array(z.int()).min(2), '[]', 'at least 2 entries'],
    [z.uuid(), '"x"', 'a UUID in lower case, like 123e4567-e89b-42d3-a456-426614174000'],
    [z.iso.datetime(), '"now"', 'a time in UTC, like 2026-01-31T09:30:00Z'],
    [z.string().regex(/^a$/), '"b"', 'a text of the form /^a$/'],
    [z.string().startsWith('/'), '"b"', 'a text that starts with "/"'],
    [z.number().multipleOf(3), '4', 'a multiple of 3'],
    [z.record(z.enum(['a']), z.string()), '{"a":"","b":""}', 'no field of this name, only a'],
    [z.record(z.string().max(1), z.string()), '{"ab":""}', 'a field name that is allowed here'],
    [z.union([z.string(), z.int()]), 'true', 'a text, or a whole number'],
    [z.string().refine(() => false), '""', 'another value'],
    [
      z.enum(Array.from({ length: 50 }, (_, at) => `v${at}`) as [string]),
      '""',
      `one of ${Array.from({ length: 40 }, (_, at) => `"v${at}"`).join(', ')} …`,
    ],
  ])('%#: says what belongs there', (schema, text, expected) => {
    expect(faultOf(schema, text)[1]).toBe(expected);
  });

  it('falls back to plain words where an issue names no schema', () => {
    expect(describeIssue({ code: 'unrecognized_keys', keys: ['a'], input: {} })).toBe('no field of this name');
    expect(describeIssue({ code: 'invalid_union', errors: [], input: 1 })).toBe('another value');
    expect(describeIssue({ code: 'invalid_format', format: 'ipv4', input: '' })).toBe('a text of the form "ipv4"');
  });
});

it.each([
  [[], ''],
  [['mde', 'route', 'proxy'], 'mde.route.proxy'],
  [['operations', 3, 'after'], 'operations[3].after'],
  [['settings', 'winhttp.machine', 'reading'], 'settings["winhttp.machine"].reading'],
  [[0], '[0]'],
])('writes the path %j as %j', (path, text) => {
  expect(fieldPath(path)).toBe(text);
});
