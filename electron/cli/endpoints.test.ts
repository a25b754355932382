import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { shippedText } from '../verify/shipped-catalogue.ts';
import { labIn, ranProgram } from './program-for-tests.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'endpoints-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const at = (name: string) => path.join(base, name);
const lab = labIn(openLab, () => at('lab'));
const host = 'contoso-corpsensorapi.atp.azure.com';

/** The program on the lab in which everything goes directly. */
const run = (...args: string[]) =>
  ranProgram(args, { pickMachine: (asked) => lab({ scenario: 'direct', state: null, ...asked }) });

async function written(name: string, content: string): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

test('the catalogue that is printed is the shipped file, byte by byte, and is taken back as an own one', async () => {
  const printed = await run('endpoints');
  expect(printed).toEqual({ code: 0, out: shippedText, err: '' });
  expect(await readFile(path.join(import.meta.dirname, '../../assets/endpoints.json'), 'utf8')).toBe(printed.out);
  const probed = await run(
    'probe',
    host,
    '--path',
    '/tri/sensor/api/ping',
    '--endpoints',
    await written('own.json', printed.out),
  );
  expect(probed.out).toContain('Works.');
  expect(probed.code).toBe(0);
});

test('its schema is printed for an editor', async () => {
  const printed = await run('endpoints', '--schema');
  expect(await readFile(path.join(import.meta.dirname, '../../assets/endpoints.schema.json'), 'utf8')).toBe(
    printed.out,
  );
  expect(JSON.parse(printed.out)).toMatchObject({ additionalProperties: false });
});

test.each(['verify', 'report', 'probe'])(
  '%s tests nothing by a file that is not right, and says where it is wrong',
  async (command) => {
    const own = await written('own.json', shippedText.replace('"port": 443', '"port": "443"'));
    const rest = { verify: [], report: ['--out', at('ticket')], probe: [host] }[command] ?? [];
    const ended = await run(command, ...rest, '--endpoints', own);
    expect(ended.code).toBe(3);
    expect(ended.err.replace(/\s+/g, ' ')).toContain(
      'In the file of endpoints, the field "endpoints[0].port" is not right. Expected: A whole number.',
    );
  },
);

test('apply looks at the file to test by before it changes anything, and tests by it', {
  timeout: 30_000,
}, async () => {
  const scenario = ['--lab', 'sensor-v2', '--state', at('lab')];
  const intent = { ...exampleIntent, mde: null, mdav: null };
  await written('intent.json', JSON.stringify(intent));
  const planned = await run('plan', '--intent', at('intent.json'), '--out', at('plan.json'), '--json', ...scenario);
  const { value } = JSON.parse(planned.out) as { readonly value: { readonly digest: string } };
  const apply = ['apply', '--plan', at('plan.json'), '--digest', value.digest, '--undo-unless-verified', ...scenario];
  const registry = () => readFile(at('lab/registry.json'), 'utf8');
  const before = await registry();
  expect((await run(...apply, '--endpoints', await written('bad.json', '{}'))).code).toBe(3);
  expect(await registry()).toBe(before);
  // A port at which nothing answers: by the shipped file all of this works.
  const catalogue = JSON.parse(shippedText) as { endpoints: { product: string; port: number }[] };
  const closed = catalogue.endpoints.map((row) => (row.product === 'mdi-v2' ? { ...row, port: 9 } : row));
  const own = await written('own.json', JSON.stringify({ ...catalogue, version: 'contoso-1', endpoints: closed }));
  const ended = await run(...apply, '--endpoints', own, '--json');
  expect(ended.code).toBe(5);
  expect(JSON.parse(ended.out)).toMatchObject({ value: { verification: { catalogue: { version: 'contoso-1' } } } });
});

test('tests that could not be kept are not made', async () => {
  const ended = await run('verify', '--out', at('nowhere/tests.json'));
  expect(ended.code).toBe(3);
  expect(ended.err).toContain('(ENOENT)');
  expect(ended.err).not.toContain('[1 of');
});

test('a file of service tags without any of Defender is refused, because it would compare nothing', async () => {
  const values = [{ name: 'Storage', properties: { addressPrefixes: ['20.36.120.0/22'] } }];
  const tags = await written('tags.json', JSON.stringify({ changeNumber: 7, cloud: 'Public', values }));
  const ended = await run('probe', host, '--service-tags', tags);
  expect(ended.code).toBe(3);
  expect(ended.err.replace(/\s+/g, ' ')).toMatch(/at least one of the tags/i);
});

test('an address outside of the documented service tag is told', async () => {
  const values = [{ name: 'AzureAdvancedThreatProtection', properties: { addressPrefixes: ['20.36.120.0/22'] } }];
  const tags = await written('tags.json', JSON.stringify({ changeNumber: 7, cloud: 'Public', values }));
  const path = ['--path', '/tri/sensor/api/ping'];
  const ended = await run('probe', host, ...path, '--service-tags', tags, '--json');
  expect(JSON.parse(ended.out)).toMatchObject({
    value: { verdict: { kind: 'service-tag', facts: { tag: 'AzureAdvancedThreatProtection', outside: '127.0.0.1' } } },
  });
});

test('the HTTP of Windows is not there in a lab', async () => {
  const ended = await run('probe', host, '--engine', 'system');
  expect(ended.code).toBe(2);
  expect(ended.err).toContain('--engine system is the HTTP of Windows');
});
