import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { takeLock } from '../../electron/apply/lock.ts';
import type { Intent } from '../../electron/core/plan/intent.ts';
import { Outcome } from '../../electron/core/plan/outcome.ts';
import { Plan } from '../../electron/core/plan/plan.ts';
import { accountName } from '../../electron/machine/windows/computer.ts';
import { startService } from '../../electron/machine/windows/service-manager.ts';
import { installProgram, type Printed, removeProgram, runJson } from './installed-program.ts';
import { linkFolder, unlinkFolder } from './linked-folder.ts';
import { setServiceProgram, whileSuspended, withKeyAccess, withOpenFile } from './obstacles.ts';
import {
  applyArguments,
  askedPlan,
  closeScene,
  ended,
  openScene,
  type Planned,
  planned,
  quickScene,
  runsFolder,
  runUntil,
  seedScene,
  sensorFile,
  sensorFolder,
  sensorText,
  standIn,
  wantedIntent,
  write,
} from './server-scene.ts';

/** What stands in the way on a real server ends in its named problem, with nothing half done. */

before(async () => {
  installProgram();
  await openScene();
});
beforeEach(seedScene);
after(async () => {
  await closeScene();
  removeProgram();
});

const outcomeOf = ({ value }: Printed) => Outcome.parse((value as { outcome: unknown }).outcome); // what "apply" prints
const blockersOf = ({ code, value }: Printed) => {
  assert.equal(code, 4);
  return Plan.parse((value as { plan: unknown }).plan).blockers; // what "plan" prints
};
const apply = (plan: Planned) => runJson(applyArguments(plan));
/** Only the sensor's own proxy. */
const sensorOnly: Intent = {
  ...wantedIntent,
  winhttp: null,
  mde: null,
  mdav: null,
  mdi: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' }, workspace: null, legacy: 'migrate' },
  strongCrypto: false,
};

const antivirus = 'MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows Defender';
const readOnly = 'D:P(A;CI;KRWD;;;WD)';

test('a key that may not be written is named, and everything before it is put back', async () => {
  const start = await quickScene();
  const plan = planned();
  const at = plan.plan.operations.find((one) => one.kind === 'value' && one.value === 'mdav.policy.proxyServer')?.id;
  const applied = await withKeyAccess(antivirus, readOnly, () => apply(plan));
  assert.equal(applied.code, 5);
  const { state, problem } = outcomeOf(applied);
  const cause = { step: 'write', target: 'mdav.policy.proxyServer', win32: 5 };
  assert.deepEqual([state, problem], ['rolled-back', { kind: 'rolled-back', failedAt: at, cause }]);
  assert.deepEqual(await quickScene(), start);
});

test('a key that may not be read is not planned for', async () => {
  const asked = await withKeyAccess(antivirus, 'D:P(D;;KR;;;WD)(A;CI;WD;;;WD)', () => askedPlan());
  const blocked = blockersOf(asked).filter(({ kind }) => kind === 'unreadable');
  assert.ok(blocked.length > 0);
  assert.deepEqual(blocked[0], { kind: 'unreadable', value: 'mdav.policy.proxyServer', win32: 5 });
});

for (const [what, bytes] of [
  ['cut', [0x28, 0, 0, 0, 0, 0, 0, 0, 3]],
  ['with a length that runs past its end', [0x28, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0xff, 0xff, 0, 0, 0x61]],
  ['empty', []],
] as const) {
  test(`a stored WinHTTP proxy that is ${what} is replaced, and comes back as it was`, async () => {
    await write('winhttp.machine', { state: 'present', type: 3, bytes: Uint8Array.from(bytes) });
    const start = await quickScene();
    const plan = planned({ ...wantedIntent, mde: null, mdav: null, mdi: null, strongCrypto: false });
    assert.equal(apply(plan).code, 0);
    assert.equal(runJson(['undo']).code, 0);
    assert.deepEqual(await quickScene(), start);
  });
}

test('account settings that cannot be understood are not rewritten', async () => {
  await write('wininet.localSystem.legacy', { state: 'present', type: 3, bytes: Uint8Array.of(0x46, 0, 0) });
  const asked = askedPlan();
  assert.deepEqual(blockersOf(asked), [{ kind: 'malformed-account-blob', value: 'wininet.localSystem.legacy' }]);
  const { digest, file } = asked.value as Planned; // what "plan" prints
  const start = await quickScene();
  assert.deepEqual(runJson(['apply', '--plan', file, '--digest', digest]), {
    code: 4,
    value: { kind: 'plan-blocked' },
  });
  assert.deepEqual(await quickScene(), start);
});

for (const [what, text] of [
  ['cut', sensorText.slice(0, 120)],
  ['oversized', `${' '.repeat(300 * 1024)}${sensorText}`],
  ['empty', ''],
  ['another kind of file', '[]'],
] as const) {
  test(`a sensor configuration that is ${what} is not written`, () => {
    writeFileSync(sensorFile, text);
    assert.deepEqual(blockersOf(askedPlan(sensorOnly)), [{ kind: 'sensor-malformed', path: sensorFile }]);
    assert.equal(readFileSync(sensorFile, 'utf8'), text);
  });
}

test('a sensor configuration that another program keeps from being replaced is named, and the sensor runs on', async () => {
  const start = await quickScene();
  const plan = planned();
  const at = plan.plan.operations.find(({ kind }) => kind === 'sensor')?.id;
  const applied = await withOpenFile(sensorFile, 'read', () => apply(plan));
  assert.equal(applied.code, 5);
  const { problem } = outcomeOf(applied);
  const cause = { step: 'write', target: 'sensor-configuration', win32: 32 };
  assert.deepEqual(problem, { kind: 'rolled-back', failedAt: at, cause });
  assert.deepEqual(
    readdirSync(sensorFolder).filter((name) => /\.(?:tmp|new|before-change)$/i.test(name)),
    [],
  );
  assert.deepEqual(await quickScene(), start);
});

test('a sensor configuration that cannot even be read counts as changed, and nothing is written', async () => {
  const start = await quickScene();
  const plan = planned();
  const applied = await withOpenFile(sensorFile, 'nothing', () => apply(plan));
  assert.deepEqual(applied, { code: 4, value: { kind: 'plan-stale', changed: ['sensor-configuration'] } });
  assert.deepEqual(await quickScene(), start);
});

test('an updater that does not start again is named, and the configuration is put back', async () => {
  const start = await quickScene();
  const plan = planned(sensorOnly);
  setServiceProgram('AATPSensorUpdater', 'C:\\no\\such\\updater.exe');
  const applied = apply(plan);
  setServiceProgram('AATPSensorUpdater', standIn);
  assert.equal(applied.code, 6);
  const { state, problem } = outcomeOf(applied);
  assert.equal(state, 'rollback-incomplete');
  assert.ok(problem?.kind === 'rollback-incomplete');
  assert.deepEqual(
    [problem.cause.step, problem.cause.target, problem.left],
    ['start-service', 'AATPSensorUpdater', []],
  );
  assert.notEqual(problem.cause.win32, 0);
  assert.equal(await startService('AATPSensorUpdater'), 0);
  assert.deepEqual(await quickScene(), start);
});

test('a sensor that has moved to a new version folder gets its proxy part back, and the outcome says so', async () => {
  const plan = planned(sensorOnly);
  assert.equal(apply(plan).code, 0);
  const updated = `${sensorFolder.slice(0, sensorFolder.lastIndexOf('\\'))}\\2.241.1.1`;
  mkdirSync(updated);
  const file = path.join(updated, 'SensorConfiguration.json');
  const newer = readFileSync(sensorFile, 'utf8').replace('"Odd"', '"Newer": true, "Odd"');
  writeFileSync(file, newer);
  setServiceProgram('AATPSensor', `"${updated}\\Microsoft.Tri.Sensor.exe"`);
  const undone = runJson(['undo']);
  const text = readFileSync(file, 'utf8');
  setServiceProgram('AATPSensor', `"${sensorFolder}\\Microsoft.Tri.Sensor.exe"`);
  rmSync(updated, { recursive: true });
  const { state, operations } = Outcome.parse(undone.value);
  assert.deepEqual([undone.code, state, operations[0]?.proxyPartOnly], [0, 'undone', true]);
  assert.equal(text, sensorText.replace('"Odd"', '"Newer": true, "Odd"'));
});

test('a server that has changed since the review is left alone, and what changed is named', async () => {
  const plan = planned();
  await write('mde.telemetryProxyServer', {
    state: 'present',
    type: 1,
    bytes: Buffer.from('other.contoso.com:3128\0', 'utf16le'),
  });
  const start = await quickScene();
  assert.deepEqual(apply(plan), { code: 4, value: { kind: 'plan-stale', changed: ['mde.telemetryProxyServer'] } });
  assert.deepEqual(await quickScene(), start);
});

test('undo names what somebody else has changed since, and leaves it alone', async () => {
  const start = await quickScene();
  assert.equal(apply(planned()).code, 0);
  const other = {
    state: 'present',
    type: 1,
    bytes: Uint8Array.from(Buffer.from('other.contoso.com:3128\0', 'utf16le')),
  } as const;
  await write('mde.telemetryProxyServer', other);
  const { code, value } = runJson(['undo']);
  assert.equal(code, 6);
  assert.deepEqual(Outcome.parse(value).problem, { kind: 'undo-stale', changed: ['mde.telemetryProxyServer'] });
  assert.deepEqual(await quickScene(), { ...start, 'mde.telemetryProxyServer': other });
});

test('while one run is at work a second is told who and since when, and the first goes on to its end', async () => {
  const first = planned();
  const child = await runUntil(applyArguments(first), first, 1);
  const began = JSON.parse(
    readFileSync(path.join(runsFolder, first.plan.id, 'journal.jsonl'), 'utf8').split('\n')[0] ?? '',
  );
  await whileSuspended(child.pid ?? 0, () => {
    for (const args of [applyArguments(first), ['undo', '--run', first.plan.id]]) {
      const { code, value } = runJson(args);
      assert.deepEqual([code, (value as { kind: string }).kind], [7, 'busy']);
      const { who, since } = value as { who: string; since: string };
      assert.equal(who, accountName());
      assert.ok(Math.abs(Date.parse(since) - Date.parse(began.at)) < 10_000, since);
    }
  });
  assert.equal(await ended(child), 0);
  assert.equal(runJson(['undo']).code, 0);
});

test('the lock of a process that is gone, or whose id another one has by now, is taken over', async () => {
  const plan = planned(sensorOnly);
  await takeLock(runsFolder, { pid: process.pid, who: 'CONTOSO\\ann', since: '2020-01-01T00:00:00.000Z' });
  assert.equal(apply(plan).code, 0);
  assert.equal(runJson(['undo']).code, 0);
});

test('a file in the place of the folder for the records is refused', async () => {
  const plan = planned(sensorOnly);
  renameSync(runsFolder, `${runsFolder} aside`);
  writeFileSync(runsFolder, '');
  const applied = apply(plan);
  rmSync(runsFolder);
  renameSync(`${runsFolder} aside`, runsFolder);
  assert.deepEqual(applied, { code: 4, value: { kind: 'folder-unsafe', path: runsFolder, why: 'not-a-folder' } });
});

test('a link in the place of the folder for the records is refused, and nothing is written through it', async () => {
  const start = await quickScene();
  const plan = planned(sensorOnly);
  const aside = `${runsFolder} aside`;
  renameSync(runsFolder, aside);
  await linkFolder(aside, runsFolder);
  const applied = apply(plan);
  const undone = runJson(['undo', '--run', plan.plan.id]);
  await unlinkFolder(runsFolder);
  const before = readdirSync(aside);
  renameSync(aside, runsFolder);
  const unsafe = { code: 4, value: { kind: 'folder-unsafe', path: runsFolder, why: 'link' } };
  assert.deepEqual([applied, undone], [unsafe, unsafe]);
  assert.ok(!before.includes(plan.plan.id));
  assert.deepEqual(await quickScene(), start);
});
