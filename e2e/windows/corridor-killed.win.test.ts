import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Outcome } from '../../electron/core/plan/outcome.ts';
import { installProgram, removeProgram, runJson } from './installed-program.ts';
import {
  applyArguments,
  closeScene,
  ended,
  forget,
  journalLines,
  openScene,
  type Planned,
  planned,
  quickScene,
  runUntil,
  sceneNow,
  seedScene,
  wantedIntent,
} from './server-scene.ts';

/** The program is ended by Windows, without a last word, at each line of its journal; undo restores each time. */

before(async () => {
  installProgram();
  await openScene();
  await seedScene();
});
after(async () => {
  await closeScene();
  removeProgram();
});

const intent = { ...wantedIntent, strongCrypto: false };
/** One line begins a run, two stand for each operation, one ends it. */
const linesOf = ({ plan }: Planned) => 2 * plan.operations.length + 2;
/** A kill comes a moment after the line that it waits for; another try may be earlier. */
const tries = 6;

/** Ends the program at its next line that makes so many in the journal; how many there are then. */
async function killedAt(line: number, args: readonly string[], plan: Planned): Promise<number> {
  const child = await runUntil(args, plan, line);
  child.kill('SIGKILL');
  await ended(child);
  return journalLines(plan);
}

test('killed at any line of its journal, a run is undone to the byte', async () => {
  const start = await quickScene();
  const wholeStart = sceneNow();
  const plan = planned(intent);
  const kinds = new Set(plan.plan.operations.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['restart', 'sensor', 'value', 'winhttp', 'winhttp-32']);
  const lines = Array.from({ length: linesOf(plan) - 1 }, (_, at) => at + 1);
  const died = new Set<number>();
  for (const line of lines) {
    for (let attempt = 1; !died.has(line) && attempt <= tries; attempt += 1) {
      died.add(await killedAt(line, applyArguments(plan), plan));
      const { code, value } = runJson(['undo']);
      assert.equal(code, 0, `line ${line}: ${JSON.stringify(value)}`);
      const { run, state, problem } = Outcome.parse(value);
      assert.deepEqual([run, state, problem], [plan.plan.id, 'undone', null], `line ${line}`);
      assert.deepEqual(await quickScene(), start, `line ${line}`);
      forget(plan);
    }
  }
  // Which of two lines a kill meets is a matter of time; that every change was cut off at one of its own is not.
  const missed = plan.plan.operations.filter((_, at) => !died.has(2 * at + 2) && !died.has(2 * at + 3));
  assert.deepEqual(missed, [], 'changes in which it was never killed');
  assert.deepEqual(sceneNow(), wholeStart);
});

test('an undo that was killed is brought to its end by the next one', async () => {
  const start = await quickScene();
  const plan = planned(intent);
  const applied = linesOf(plan);
  for (let line = applied + 1; line < 2 * applied; line += 7) {
    assert.equal(runJson(applyArguments(plan)).code, 0);
    await killedAt(line, ['undo'], plan);
    const { code, value } = runJson(['undo', '--run', plan.plan.id]);
    // The undo that was to be killed may have come to its end.
    if (code === 4) assert.deepEqual(value, { kind: 'undo-nothing' });
    else assert.deepEqual([code, Outcome.parse(value).state], [0, 'undone'], `line ${line}`);
    assert.deepEqual(await quickScene(), start, `line ${line}`);
    forget(plan);
  }
});
