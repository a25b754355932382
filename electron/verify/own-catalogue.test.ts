import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { problemText } from '../core/wording/problem-text.ts';
import { z } from '../core/zod.ts';
import { catalogueFileLimit, readCatalogue } from './own-catalogue.ts';
import { shipped, shippedCatalogue, shippedText } from './shipped-catalogue.ts';

const assets = path.join(import.meta.dirname, '../../assets');
const file = readFileSync(path.join(assets, 'endpoints.json'));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'catalogue-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(content: string | Uint8Array): string {
  const own = path.join(folder, 'endpoints.json');
  writeFileSync(own, content);
  return own;
}

/** Loose on purpose: the tests put there what does not belong. */
interface Document {
  [field: string]: unknown;
  endpoints: { [field: string]: unknown; id: string; tls: object; probe: object }[];
  roots: Record<string, object>;
}

/** A catalogue of two rows, with a part of it changed. */
function changed(change: (document: Document) => void): string {
  const { endpoints, ...rest } = shippedCatalogue();
  const document: unknown = structuredClone({ ...rest, version: 'contoso-7', endpoints: endpoints.slice(0, 2) });
  change(document as Document); // of that shape before it is changed
  return JSON.stringify(document);
}

test('the shipped catalogue is stamped with the SHA-256 of its file', () => {
  expect(shipped().stamp).toEqual({
    origin: 'shipped',
    version: '1',
    asOf: '2026-11',
    sha256: createHash('sha256').update(file).digest('hex'),
  });
  expect(Buffer.from(shippedText).equals(file)).toBe(true);
});

test('the published schema is that of the program', async () => {
  const schema = { ...z.toJSONSchema(EndpointCatalogue), title: 'Endpoint catalogue of the Defender Proxy Wizard' };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(path.join(assets, 'endpoints.schema.json'));
});

describe('an own catalogue', () => {
  test('is taken with the stamp of its own bytes', async () => {
    const content = changed((document) => {
      document.asOf = '2026-11-22';
    });
    expect(await readCatalogue(written(content))).toMatchObject({
      ok: true,
      value: {
        catalogue: { endpoints: [{ id: 'mdi-sensorapi-commercial' }, { id: 'mdi-sensorapi-gcc' }] },
        stamp: {
          origin: 'own',
          version: 'contoso-7',
          asOf: '2026-11-22',
          sha256: createHash('sha256').update(content).digest('hex'),
        },
      },
    });
  });

  test('may be the shipped one, also as Windows PowerShell keeps what was printed', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(shippedText, 'utf16le')]);
    const read = await readCatalogue(written(utf16));
    expect(read).toMatchObject({ ok: true, value: { catalogue: shippedCatalogue() } });
  });

  test('may bring a root of its own', async () => {
    const root = { ...shippedCatalogue().roots['digicert-global-root-g2'], cn: 'New Root', sha256: 'A'.repeat(64) };
    const read = await readCatalogue(
      written(
        changed((document) => {
          document.roots['new-root'] = { ...root };
        }),
      ),
    );
    expect(read.ok).toBe(true);
  });

  test.each<[string, (document: Document) => void, string, string]>([
    [
      'a missing row list',
      (d) => Reflect.deleteProperty(d, 'endpoints'),
      'endpoints',
      'a list, but the field is missing',
    ],
    ['an unknown field', (d) => Object.assign(d, { extra: 1 }), 'extra', 'no field of this name, only $schema, '],
    [
      'a port that is text',
      (d) => Object.assign(d.endpoints[1] ?? {}, { port: '443' }),
      'endpoints[1].port',
      'a whole number',
    ],
    [
      'an unknown product',
      (d) => Object.assign(d.endpoints[0] ?? {}, { product: 'x' }),
      'endpoints[0].product',
      'one of "mdi-v2"',
    ],
    [
      'an id twice',
      (d) => Object.assign(d.endpoints[1] ?? {}, { id: d.endpoints[0]?.id }),
      'endpoints[1].id',
      'an id that is used once',
    ],
    [
      'a root that is not listed',
      (d) => Object.assign(d.endpoints[0]?.tls ?? {}, { expectedRoots: ['x'] }),
      'endpoints[0].tls.expectedRoots',
      'ids from `roots`',
    ],
    [
      'a line end in a path',
      (d) => Object.assign(d.endpoints[0]?.probe ?? {}, { path: '/a\r\nX: 1' }),
      'endpoints[0].probe.path',
      'a path that starts with /',
    ],
    ['a version of nothing', (d) => Object.assign(d, { version: '' }), 'version', 'a text of the form'],
    ['a month of 13', (d) => Object.assign(d, { asOf: '2026-13' }), 'asOf', 'a text of the form'],
    ['a later schema', (d) => Object.assign(d, { schemaVersion: 2 }), 'schemaVersion', '1'],
    [
      'a shipped root with another certificate',
      (d) => Object.assign(d.roots['digicert-global-root-g2'] ?? {}, { sha256: 'B'.repeat(64) }),
      'roots["digicert-global-root-g2"].sha256',
      'CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F, which this root has',
    ],
  ])('with %s is refused in one sentence', async (_, change, at, expected) => {
    const read = await readCatalogue(written(changed(change)));
    expect(read).toMatchObject({
      ok: false,
      problem: { kind: 'bad-field', file: 'endpoints', at, expected: expect.stringContaining(expected) },
    });
    if (!read.ok) expect(problemText(read.problem).happened).toContain('file of endpoints');
  });

  test('that is missing, too large, or no JSON is refused', async () => {
    expect(await readCatalogue(path.join(folder, 'none.json'))).toMatchObject({ problem: { kind: 'file-missing' } });
    expect(await readCatalogue(written(' '.repeat(catalogueFileLimit + 1)))).toMatchObject({
      problem: { kind: 'file-too-large', limit: catalogueFileLimit },
    });
    expect(await readCatalogue(written('{"schemaVersion": 1,}'))).toMatchObject({
      problem: { kind: 'file-not-json', file: 'endpoints', detail: 'line 1, column 21' },
    });
    expect(await readCatalogue(written('{"version":"1","version":"2"}'))).toMatchObject({
      problem: { kind: 'bad-field', at: 'version', expected: 'this field once, but it is there twice' },
    });
  });
});
