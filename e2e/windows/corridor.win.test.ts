import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { exampleIntent } from '../../electron/core/plan/example-intent.ts';
import type { Operation } from '../../electron/core/plan/operation.ts';
import { Outcome } from '../../electron/core/plan/outcome.ts';
import { probesOf, Verification } from '../../electron/core/plan/verification.ts';
import { entryOf } from '../../electron/core/settings/catalogue.ts';
import { regType } from '../../electron/core/settings/reading.ts';
import { securityOf } from '../../electron/machine/windows/protected-folder.ts';
import { parseSddl } from '../../electron/machine/windows/sddl.ts';
import { installProgram, removeProgram, run, runJson } from './installed-program.ts';
import {
  applyArguments,
  closeScene,
  openScene,
  type Planned,
  planned,
  runsFolder,
  sceneNow,
  seedScene,
  sensorFile,
  sensorText,
  wantedIntent,
} from './server-scene.ts';
import { differs } from './wine.ts';

/** From what is there to a change of every store and back again, by the built program, as other programs see it. */

before(async () => {
  installProgram();
  await openScene();
  await seedScene();
});
after(async () => {
  await closeScene();
  removeProgram();
});

let start: ReturnType<typeof sceneNow> = {};
let plan: Planned;

test('the example intent is one that it can plan', () => {
  const { code, out } = run(['intent', '--example']);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), exampleIntent);
});

test('a plan touches every store and changes nothing', () => {
  start = sceneNow();
  plan = planned();
  const { operations, blockers } = plan.plan;
  assert.deepEqual(blockers, []);
  assert.deepEqual([...new Set(operations.map(({ kind }) => kind))].sort(), [
    'restart',
    'sensor',
    'value',
    'winhttp',
    'winhttp-32',
  ]);
  // Every way in which a value can be before: with a secret, with an odd end, absent, absent with its key.
  const befores = operations.flatMap((operation) =>
    operation.kind === 'value'
      ? [operation.before.state === 'absent' ? `absent ${operation.before.missingKeys > 0}` : operation.before.state]
      : [],
  );
  assert.deepEqual([...new Set(befores)].sort(), ['absent false', 'absent true', 'present', 'sealed']);
  assert.deepEqual(sceneNow(), start);
});

test('apply does all of it', () => {
  const { code, value } = runJson(applyArguments(plan));
  const { outcome } = value as { outcome: unknown }; // what "apply" prints
  const { state, problem, operations } = Outcome.parse(outcome);
  assert.deepEqual([code, state, problem], [0, 'applied', null]);
  assert.ok(operations.every((operation) => operation.state === 'done'));
});

/** A value as `reg.exe query` prints it, in the 64-bit view; null where it finds none. */
function asked(key: string, name: string): { readonly type: string; readonly text: string } | null {
  const { status, stdout } = spawnSync('reg.exe', ['query', key, '/v', name, '/reg:64'], { encoding: 'latin1' });
  if (status !== 0) return null;
  const line = /^\s+(\S.*?)\s+(REG_\w+)(?:\s+(.*?))?\s*$/m.exec(stdout);
  return { type: line?.[2] ?? '', text: line?.[3] ?? '' };
}

/** What `reg.exe` has to print for a value that an operation has written. */
function wantedText({ after }: Extract<Operation, { kind: 'value' }>): ReturnType<typeof asked> {
  if (after.state === 'absent') return null;
  const bytes = Buffer.from(after.hex, 'hex');
  switch (after.type) {
    case regType.sz:
      return { type: 'REG_SZ', text: bytes.toString('utf16le').replace('\0', '') };
    case regType.dword:
      return { type: 'REG_DWORD', text: `0x${bytes.readUInt32LE(0).toString(16)}` };
    default:
      return { type: 'REG_BINARY', text: after.hex.toUpperCase() };
  }
}

test('reg.exe reads every value as it was planned', () => {
  const values = plan.plan.operations.filter((operation) => operation.kind === 'value');
  assert.ok(values.length >= 10);
  for (const operation of values) {
    const { hive, key, name } = entryOf(operation.value);
    assert.deepEqual(asked(`${hive}\\${key}`, name), wantedText(operation), operation.value);
  }
});

test('WinHTTP gives another process the new default proxy, and the 32-bit copy has the same bytes', () => {
  const child = path.join(__dirname, 'default-proxy.child.cjs');
  const { stdout } = spawnSync(process.execPath, [child], { encoding: 'utf8' });
  const operation = plan.plan.operations.find(({ kind }) => kind === 'winhttp');
  assert.deepEqual(JSON.parse(stdout), operation?.kind === 'winhttp' && operation.after);
  const copies = (['winhttp.machine', 'winhttp.machine32'] as const).map((id) => {
    const { hive, key, name } = entryOf(id);
    return asked(`${hive}\\${key}`, name);
  });
  assert.equal(copies[0]?.type, 'REG_BINARY');
  assert.deepEqual(copies[0], copies[1]);
});

test("the sensor's file has the proxy as its own program would write it, and nothing else was touched", () => {
  const text = readFileSync(sensorFile, 'utf8');
  const { SensorProxyConfiguration: part } = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual(part, { $type: 'SensorProxyConfiguration', Url: 'http://proxy.contoso.com:8080' });
  assert.equal(Object.keys(part as object)[0], '$type');
  const [head = '', tail = ''] = sensorText.split('null');
  assert.ok(text.startsWith(head) && text.endsWith(tail));
});

test('no secret of this server stands in the plan, the journal or what was printed', () => {
  const { out } = run(['runs', '--json']);
  const folder = path.win32.join(runsFolder, plan.plan.id);
  const texts = ['plan.json', 'journal.jsonl'].map((name) => readFileSync(path.win32.join(folder, name), 'latin1'));
  for (const text of [out, ...texts]) {
    for (const secret of [
      'pa55word',
      Buffer.from('pa55word').toString('hex'),
      Buffer.from('pa55word', 'utf16le').toString('hex'),
    ])
      assert.ok(!text.includes(secret));
  }
});

test('its records can be read by everybody, its backups by administrators only', () => {
  const folder = path.win32.join(runsFolder, plan.plan.id);
  const readersOf = (place: string) => {
    const { dacl } = parseSddl(securityOf(place) ?? '');
    return (dacl ?? []).filter(({ allow }) => allow).map(({ trustee }) => trustee);
  };
  const administrators = ['SY', 'BA', ...(differs('unix-owner') ? ['S-1-5-21-0-0-0-1000'] : [])];
  const others = (place: string) => readersOf(place).filter((trustee) => !administrators.includes(trustee));
  assert.notDeepEqual(others(folder), []);
  assert.ok(readdirSync(path.win32.join(folder, 'backup')).length > 0);
  assert.deepEqual(others(path.win32.join(folder, 'backup')), []);
});

test('a plan is applied once', () => {
  const { code, value } = runJson(applyArguments(plan));
  assert.deepEqual([code, value], [4, { kind: 'plan-used', run: plan.plan.id }]);
});

test('a second plan for the same has nothing left to do', () => {
  assert.deepEqual(planned().plan.operations, []);
});

test('verification sees every setting in its place; nothing answers at a proxy that does not exist', () => {
  const { code, value } = runJson(['verify', '--plan', plan.file]);
  assert.equal(code, 1);
  const verification = Verification.parse(value);
  const { deviations, unexpected } = verification;
  const probes = probesOf(verification);
  assert.deepEqual([deviations, unexpected], [[], []]);
  assert.ok(probes.length > 5, `${probes.length} probes`);
  assert.ok(probes.every(({ verdict }) => verdict.grade !== 'works'));
});

test('undo brings every key back to the byte, what was absent to absence, and the services to where they were', () => {
  const { code, value } = runJson(['undo']);
  const { state, problem } = Outcome.parse(value);
  assert.deepEqual([code, state, problem], [0, 'undone', null]);
  assert.deepEqual(sceneNow(), start);
});

test('there is nothing to undo a second time', () => {
  assert.deepEqual(runJson(['undo', '--run', plan.plan.id]), { code: 4, value: { kind: 'undo-nothing' } });
  assert.deepEqual(sceneNow(), start);
});

test('a change that is not verified is put back in the same go', () => {
  const { code } = run([...applyArguments(planned({ ...wantedIntent, mdi: null })), '--undo-unless-verified']);
  assert.equal(code, 5);
  assert.deepEqual(sceneNow(), start);
});
