import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Audit } from '../core/drift/audit.ts';
import { plan, ticketOf } from '../core/report/ticket-for-tests.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { type Comparisons, comparisons } from './comparisons.ts';
import { newSession } from './session.ts';

let base = '';
let ticket = '';
const opened: Machine[] = [];
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'compare-'));
  ticket = path.join(base, 'ticket.json');
  await writeFile(ticket, JSON.stringify(ticketOf()));
});
afterAll(async () => {
  await Promise.all(opened.map((machine) => machine.close()));
  await rm(base, { recursive: true, force: true });
});

/** The server of the ticket, on the network of this scenario. */
async function server(scenario: string): Promise<Machine> {
  const lab = await openLab({
    scenario,
    stateDir: path.join(base, scenario),
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!lab.ok) throw new Error(lab.problem.kind);
  opened.push(lab.value);
  return { ...lab.value, facts: async () => plan.machine };
}

const options = () => ({ now: () => new Date(), newId: () => crypto.randomUUID() });
const questions = {
  chooseFile: async () => ticket,
  chooseFolder: async () => path.join(base, 'saved'),
};

test('what was compared can be saved, for people and for the table of many servers', async () => {
  const session = newSession();
  const compared = comparisons({ machine: await server('direct'), session, ...questions }, options);
  const answer = await compared.compare();
  if (!answer.ok || answer.value.found === null) throw new Error(JSON.stringify(answer));
  const { comparison, head, summary } = answer.value.found;
  expect(head).toContain(`${plan.machine.name}, compared with the ticket`);
  await mkdir(path.join(base, 'saved'));
  expect(await compared.save(comparison)).toMatchObject({
    ok: true,
    value: { files: ['comparison.txt', 'audit.json'] },
  });
  const text = await readFile(path.join(base, 'saved/comparison.txt'), 'utf8');
  for (const said of [head, summary]) expect(text).toContain(said);
  const kept = Audit.parse(JSON.parse(await readFile(path.join(base, 'saved/audit.json'), 'utf8')));
  expect(kept).toEqual(session.comparisons.get(comparison));
  // A second time it goes beside it, and nothing is overwritten.
  await compared.save(comparison);
  expect(await readdir(path.join(base, 'saved'))).toHaveLength(3);
});

test('nothing is told or kept of one that was ended', { timeout: 30_000 }, async () => {
  const session = newSession();
  const lab = await server('black-hole');
  // Ended as soon as the first address is dialled; nobody answers there.
  const machine: Machine = {
    ...lab,
    route: (peer) => lab.route(peer).finally(() => setImmediate(() => compared.cancel())),
  };
  const compared: Comparisons = comparisons({ machine, session, ...questions }, options);
  const start = performance.now();
  expect(await compared.compare()).toEqual({ ok: true, value: { found: null } });
  expect(performance.now() - start).toBeLessThan(5000);
  expect(session.comparisons.newest()).toBeNull();
});

test('one that is not held, or whose question is closed, saves nothing', async () => {
  const session = newSession();
  const machine = await server('direct');
  const closed = { chooseFile: async () => null, chooseFolder: async () => null };
  const compared = comparisons({ machine, session, ...closed }, options);
  expect(await compared.compare()).toEqual({ ok: true, value: { found: null } });
  expect((await compared.save(crypto.randomUUID())).ok).toBe(false);
});
