import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { valueIds } from '../../core/settings/catalogue.ts';
import type { Machine } from '../machine.ts';
import { openLab } from './open-lab.ts';
import { scenarioNames } from './scenarios/scenarios.ts';

const consoleProgram = { file: process.execPath, args: ['-e', '0'] };
let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'lab-'));
});
afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

async function lab(scenario: string): Promise<Machine> {
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

test.each(Object.keys(scenarioNames))('%s opens and answers for every value', async (name) => {
  const machine = await lab(name);
  const all = await machine.settings.readAll();
  expect(Object.keys(all)).toEqual(valueIds);
  expect(await machine.facts()).toMatchObject({ name: 'DC01', domain: 'contoso.local', lab: name });
  expect(await machine.services.list()).toHaveLength(7);
  expect((await machine.protectedFolder('runs')).ok).toBe(true);
  const sensor = await machine.sensor.read();
  const without = name === 'sensor-v3' || name === 'no-sensor';
  expect(sensor.state).toBe(without ? 'not-installed' : name === 'limited-user' ? 'unreadable' : 'read');
  await machine.close();
});

test('an unknown scenario is a problem that names it', async () => {
  const opened = await openLab({ scenario: 'nowhere', stateDir, consoleProgram });
  expect(opened).toEqual({ ok: false, problem: { kind: 'lab-unknown', scenario: 'nowhere' } });
  for (const name of ['constructor', '__proto__', 'toString'])
    expect(await openLab({ scenario: name, stateDir, consoleProgram })).toMatchObject({ ok: false });
});

test('a state folder of another scenario is refused and says whose it is', async () => {
  await (await lab('direct')).close();
  const opened = await openLab({ scenario: 'static-proxy', stateDir, consoleProgram });
  expect(opened).toMatchObject({ ok: false, problem: { kind: 'bad-field', file: 'lab', at: 'scenario' } });
  expect(JSON.stringify(opened)).toContain('direct');
});

test('a folder with other files is refused and left as it was', async () => {
  await writeFile(path.join(stateDir, 'letter.txt'), 'mine');
  const opened = await openLab({ scenario: 'direct', stateDir, consoleProgram });
  expect(opened).toMatchObject({ ok: false, problem: { kind: 'usage' } });
  expect(await readdir(stateDir)).toEqual(['letter.txt']);
  expect(
    (await readdir(path.dirname(stateDir))).filter((name) => name.startsWith(`${path.basename(stateDir)}.`)),
  ).toEqual([]);
});

test('several first opens of one folder at once end in one lab', async () => {
  const opened = await Promise.all(
    Array.from({ length: 6 }, () => openLab({ scenario: 'direct', stateDir, consoleProgram })),
  );
  expect(opened.every(({ ok }) => ok)).toBe(true);
  expect((await readdir(stateDir)).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('a first open without the network takes less than 300 ms of a processor', async () => {
  const before = process.cpuUsage();
  const machine = await lab('static-proxy');
  await machine.settings.readAll();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(300);
  await machine.close();
});
