import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceTagFileLimit } from '../core/connectivity/service-tags.ts';
import { readServiceTags } from './read-service-tags.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tags-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(content: string): string {
  const file = path.join(folder, 'ServiceTags_Public_20261116.json');
  writeFileSync(file, content);
  return file;
}

/** As many services, regions and ranges as the published file has, in its own layout. */
function published(): string {
  const values = Array.from({ length: 3000 }, (_, at) => ({
    name: at === 1500 ? 'AzureAdvancedThreatProtection' : `Service${at}.Region${at % 60}`,
    id: `Service${at}`,
    properties: {
      changeNumber: at,
      region: `region${at % 60}`,
      regionId: at % 60,
      platform: 'Azure',
      systemService: `Service${at}`,
      addressPrefixes: Array.from({ length: 60 }, (_, part) =>
        part % 3 === 0 ? `2603:${(at % 4096).toString(16)}:${part}::/48` : `20.${at % 200}.${part}.0/24`,
      ),
      networkFeatures: ['API', 'NSG', 'UDR', 'FW'],
    },
  }));
  return JSON.stringify({ changeNumber: 320, cloud: 'Public', values }, null, 2).replace(/\n/g, '\r\n');
}

test('a file of the published size is read whole, and only its tags of Defender are kept', async () => {
  const text = published();
  expect(text.length).toBeGreaterThan(5_000_000);
  const read = await readServiceTags(written(text));
  expect(read).toMatchObject({ ok: true, value: { changeNumber: 320, names: ['AzureAdvancedThreatProtection'] } });
  if (read.ok)
    expect([read.value.tagOf('20.100.1.9'), read.value.tagOf('20.101.1.9')]).toEqual([
      'AzureAdvancedThreatProtection',
      null,
    ]);
});

test('one that is too large, no JSON or another file is a problem that says so', async () => {
  expect(await readServiceTags(written(' '.repeat(serviceTagFileLimit + 1)))).toMatchObject({
    problem: { kind: 'file-too-large', file: 'service-tags' },
  });
  expect(await readServiceTags(written('<html>'))).toMatchObject({
    problem: { kind: 'file-not-json', file: 'service-tags', detail: 'line 1, column 1' },
  });
  expect(await readServiceTags(written('{"schemaVersion":1}'))).toMatchObject({
    problem: { kind: 'bad-field', file: 'service-tags', at: 'changeNumber' },
  });
});
