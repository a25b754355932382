import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { mutatedBytes, mutatedText } from '../core/codecs/mutate-for-tests.ts';
import { effectOf } from '../core/codecs/policy-effect.ts';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import { encodeRegistryPol, parseRegistryPol } from '../core/codecs/registry-pol.ts';
import { seeded } from '../core/codecs/seeded.ts';
import {
  parseSensorConfiguration,
  proxyPartOf,
  withProxyPart,
  withSensorProxy,
} from '../core/codecs/sensor-configuration.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { Outcome } from '../core/plan/outcome.ts';
import { outcomeOf } from '../core/plan/outcome-of.ts';
import { parseJournal } from '../core/plan/parse-journal.ts';
import { Plan } from '../core/plan/plan.ts';
import { Problem } from '../core/plan/problem.ts';
import { entryOf } from '../core/settings/catalogue.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { apply } from './apply.ts';
import { planFile, planOf } from './plan-for-tests.ts';
import { reviewedPlan } from './reviewed-plan.ts';

/** 10,000 hostile copies each of the files that the program is handed. The seeds are fixed: a failure comes again. */

vi.setConfig({ testTimeout: 60_000 });

const rounds = 10_000;
const utf8 = new TextEncoder();

async function onLab<T>(work: (machine: Machine, base: string) => Promise<T>): Promise<T> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'hostile-'));
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'sensor-v2', stateDir: path.join(base, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(opened.problem.kind);
  try {
    return await work(opened.value, base);
  } finally {
    await opened.value.close();
    await rm(base, { recursive: true, force: true });
  }
}

/** A plan of every kind of operation, its file, the sensor's file, and the journal of carrying it out. */
const good = onLab(async (machine, base) => {
  const plan = await planOf(machine, [
    { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') },
    { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) },
    { kind: 'winhttp', after: { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>' } },
    { kind: 'sensor', after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'none' } } },
    { kind: 'restart', service: 'DiagTrack' },
  ]);
  const sensor = await machine.sensor.read();
  const { bytes, digest } = planFile(plan);
  const planPath = path.join(base, 'plan.json');
  await writeFile(planPath, bytes);
  const done = await apply({ machine, planPath, digest, now: () => new Date('2026-11-20T09:00:00Z'), pid: 1 });
  if (!done.ok || sensor.state !== 'read') throw new Error('the good plan was not applied');
  const journal = await readFile(path.join(base, 'lab/protected/runs', plan.id, 'journal.jsonl'), 'utf8');
  return { plan, bytes, digest, journal, sensor: new TextDecoder().decode(sensor.bytes) };
});

test('no altered plan passes for the reviewed one, and none with a digest of its own names another place', async () => {
  const { bytes, digest } = await good;
  expect(reviewedPlan(bytes, digest).ok).toBe(true);
  const random = seeded(7001);
  const text = new TextDecoder().decode(bytes);
  let accepted = 0;
  for (let round = 0; round < rounds; round += 1) {
    const altered = round % 2 === 0 ? utf8.encode(mutatedText(text, random)) : mutatedBytes(bytes, random);
    const same = Buffer.compare(altered, bytes) === 0;
    const answer = reviewedPlan(altered, digest);
    expect(answer.ok, `round ${round}`).toBe(same);
    // Somebody who brings their own digest brings a plan of their own: still only what the catalogue knows.
    const own = reviewedPlan(altered, sha256(altered));
    if (!own.ok) Problem.parse(own.problem);
    else {
      accepted += same ? 0 : 1;
      const plan = Plan.parse(own.value.plan);
      expect(canonicalJson(plan)).toBe(new TextDecoder().decode(altered));
      for (const operation of plan.operations)
        if (operation.kind === 'value') expect(entryOf(operation.value).writable).toBe(true);
    }
  }
  // Some alterations stay inside of a text; if there were none, the files would not be hostile enough.
  expect(accepted).toBeGreaterThan(0);
});

test('an altered plan writes nothing, even where the file is exchanged', async () => {
  await onLab(async (machine, base) => {
    const plan = await planOf(machine, [
      { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') },
    ]);
    const { bytes, digest } = planFile(plan);
    const random = seeded(7002);
    const planPath = path.join(base, 'plan.json');
    for (let round = 0; round < 50; round += 1) {
      await writeFile(planPath, mutatedText(`${new TextDecoder().decode(bytes)} `, random));
      const answer = await apply({ machine, planPath, digest, now: () => new Date(), pid: 1 });
      expect(answer).toMatchObject({ ok: false, problem: { kind: expect.stringMatching(/^(?:plan-tampered|file-)/) } });
    }
    expect(await machine.settings.read('mde.telemetryProxyServer')).toMatchObject({ state: 'absent' });
  });
});

test('an altered journal leads to a named problem or to an outcome that its own lines bear out', async () => {
  const { plan, journal } = await good;
  const ids = plan.operations.map(({ id }) => id);
  const random = seeded(7003);
  let read = 0;
  for (let round = 0; round < rounds; round += 1) {
    const altered = mutatedText(journal, random);
    const lines = parseJournal(altered);
    if (!lines.ok) {
      expect(Problem.parse(lines.problem)).toMatchObject({ file: 'journal' });
      continue;
    }
    read += 1;
    const outcome = Outcome.parse(outcomeOf(ids, lines.value));
    expect(outcome.operations.map(({ id }) => id)).toEqual(ids);
    if (outcome.state !== 'unfinished') expect(lines.value.some(({ event }) => event === 'end')).toBe(true);
    for (const { id, state } of outcome.operations) {
      const done = lines.value.some((line) => line.event === 'done' && line.op === id);
      if (state === 'done') expect(done).toBe(true);
    }
  }
  expect(read).toBeGreaterThan(100);
});

test('an altered sensor configuration is refused, or only its proxy part is touched and comes back byte by byte', async () => {
  const { sensor } = await good;
  const random = seeded(7004);
  const proxy = { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'none' } } as const;
  let read = 0;
  for (let round = 0; round < rounds; round += 1) {
    const altered = mutatedText(sensor, random);
    const parsed = parseSensorConfiguration(altered);
    const written = withSensorProxy(altered, proxy);
    if (parsed.state !== 'ok') expect(written.state).toBe('malformed');
    if (written.state !== 'ok') continue;
    read += 1;
    expect(parseSensorConfiguration(written.text)).toMatchObject({ state: 'ok', proxy: { url: proxy.url } });
    const before = proxyPartOf(altered);
    if (before.state !== 'ok' || before.part === null) continue;
    expect(withProxyPart(written.text, before.part)).toEqual({ state: 'ok', text: altered });
  }
  expect(read).toBeGreaterThan(100);
});

test('an altered policy file is malformed at a byte of it, or every instruction of it has a known effect', () => {
  const del = {
    key: 'SOFTWARE\\Policies\\Microsoft\\Windows Defender',
    value: '**del.ProxyServer',
    type: 1,
    data: utf8.encode(' \0\0\0'),
  };
  const set = { ...del, value: 'ProxyServer', data: utf8.encode('h\0t\0t\0p\0\0\0') };
  const bytes = encodeRegistryPol([
    set,
    del,
    { ...set, value: '**delvals.' },
    { ...set, value: '', type: 0, data: new Uint8Array() },
  ]);
  const random = seeded(7005);
  let read = 0;
  for (let round = 0; round < rounds; round += 1) {
    const altered = mutatedBytes(bytes, random);
    const parsed = parseRegistryPol(altered);
    if (parsed.state === 'malformed') {
      expect(parsed.offset).toBeGreaterThanOrEqual(0);
      expect(parsed.offset).toBeLessThanOrEqual(altered.length);
      continue;
    }
    read += 1;
    for (const entry of parsed.entries) expect(effectOf(entry).kind).toMatch(/^[a-z-]+$/);
    // What was understood is what stands there.
    expect(parseRegistryPol(encodeRegistryPol(parsed.entries))).toEqual(parsed);
  }
  expect(read).toBeGreaterThan(100);
});
