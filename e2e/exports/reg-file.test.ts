import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backOutFiles } from '../../electron/core/export/back-out.ts';
import { storedBytes } from '../../electron/report/write-export.ts';
import { type ProvenServer, provenServer } from './proven-server.ts';
import { type WineRegistry, wineRegistry } from './wine-registry.ts';

/** The registry file goes into Wine's registry by Wine's own `reg import`, and out again by its twin. */

let server: ProvenServer;
let wine: WineRegistry;
beforeAll(async () => {
  server = await provenServer();
  wine = wineRegistry();
});
afterAll(async () => {
  wine.close();
  await server.close();
});

test('what reg import writes is what apply wrote, and its twin brings back what was there', async () => {
  const at = await server.exported('reg');
  const places = new Set([...server.before.keys(), ...server.after.keys()]);
  for (const [place, held] of server.before) wine.add(place, held);
  expect(wine.read(places)).toEqual(server.before);

  wine.importFile(at('apply.reg'));
  expect(wine.read(places)).toEqual(server.after);
  wine.importFile(at('apply.reg'));
  expect(wine.read(places)).toEqual(server.after);

  wine.importFile(at('back-out.reg'));
  expect(wine.read(places)).toEqual(server.before);
});

test('the registry file that lies beside a ticket brings back what was there', async () => {
  const at = await server.exported('reg');
  const places = new Set([...server.before.keys(), ...server.after.keys()]);
  wine.importFile(at('apply.reg'));
  expect(wine.read(places)).toEqual(server.after);
  for (const file of backOutFiles(server.plan, server.digest))
    writeFileSync(at(`ticket-${file.name}`), storedBytes(file));
  wine.importFile(at('ticket-back-out.reg'));
  expect(wine.read(places)).toEqual(server.before);
});

test('the file has the mark, the encoding and the line ends that regedit writes', async () => {
  const at = await server.exported('reg');
  for (const name of ['apply.reg', 'back-out.reg']) {
    const bytes = readFileSync(at(name));
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const lines = bytes.subarray(2).toString('utf16le').split('\r\n');
    expect(lines[0]).toBe('Windows Registry Editor Version 5.00');
    expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false);
  }
});
