import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Evidence, evidenceFacts } from '../core/evidence/evidence.ts';
import { detect } from '../detect/detect.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { gatherEvidence } from './gather-evidence.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** What each service of a lab shows; every fact is one that its kind may carry. */
async function evidenceOf(scenario: string, changedAt: Date | null) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'evidence-'));
  folders.push(folder);
  const opened = await openLab({
    scenario,
    stateDir: path.join(folder, 'lab'),
    consoleProgram: { file: 'none', args: [] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  const clock = { now: () => new Date(), newId: () => '00000000-0000-4000-8000-000000000001' };
  const snapshot = await detect(machine, clock);
  const evidence = Evidence.parse(await gatherEvidence(machine, snapshot, { now: clock.now, changedAt }));
  await machine.close();
  for (const { kind, facts } of evidence.items)
    expect(evidenceFacts[kind]).toEqual(expect.arrayContaining(Object.keys(facts)));
  return Object.fromEntries(evidence.items.map(({ kind, service, state }) => [`${kind} ${service}`, state]));
}

describe('gatherEvidence', () => {
  test('services that go by their proxy confirm it at once; what takes time is still to be checked', async () => {
    expect(await evidenceOf('static-proxy', new Date(Date.now() - 1000))).toEqual({
      'connections mdi-sensor': 'confirms',
      'connections mdi-updater': 'confirms',
      'connections sense': 'confirms',
      'connections mdav-cloud': 'confirms',
      'sense-events sense': 'confirms',
      'last-contact sense': 'check-again',
      'sensor-log mdi-sensor': 'open',
      'sensor-api-test mdi-sensor': 'by-hand',
      'maps-test mdav-cloud': 'check-again',
    });
  });

  test('connections past the proxy are found', async () => {
    const found = await evidenceOf('past-the-proxy', new Date(Date.now() - 1000));
    for (const service of ['mdi-sensor', 'mdi-updater', 'sense', 'mdav-cloud'])
      expect(found[`connections ${service}`]).toBe('differs');
  });

  test('failing contacts and errors of the sensor are found', async () => {
    expect(await evidenceOf('proxy-407', new Date(Date.now() - 3_600_000))).toMatchObject({
      'sense-events sense': 'fails',
      'sensor-log mdi-sensor': 'fails',
      'maps-test mdav-cloud': 'fails',
    });
  });

  test('without rights, what needs them is not read', async () => {
    expect(await evidenceOf('limited-user', null)).toMatchObject({
      'sensor-log mdi-sensor': 'unread',
      'maps-test mdav-cloud': 'unread',
    });
  });

  test('as soon as nobody waits for it any longer there is none', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'evidence-'));
    folders.push(folder);
    const consoleProgram = { file: 'none', args: [] };
    const opened = await openLab({ scenario: 'direct', stateDir: path.join(folder, 'lab'), consoleProgram });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const never = { ...opened.value.evidence, mapsTest: () => new Promise<never>(() => {}) };
    const snapshot = await detect(opened.value, {
      now: () => new Date(),
      newId: () => '00000000-0000-4000-8000-000000000001',
    });
    const cancel = new AbortController();
    const looking = gatherEvidence({ evidence: never }, snapshot, {
      now: () => new Date(),
      changedAt: null,
      signal: cancel.signal,
    });
    cancel.abort();
    expect(await looking).toBeNull();
    await opened.value.close();
  });
});
