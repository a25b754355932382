import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Outcome } from '../../electron/core/plan/outcome.ts';
import { installProgram, removeProgram, runJson } from './installed-program.ts';
import {
  applyUntil,
  closeScene,
  ended,
  forget,
  journalLines,
  openScene,
  planned,
  quickScene,
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

/** A kill comes a moment after the line that it waits for; another try may be earlier. */
const tries = 4;

test('killed at any line of its journal, a run is undone to the byte', async () => {
  const start = await quickScene();
  const wholeStart = sceneNow();
  const plan = planned({ ...wantedIntent, strongCrypto: false });
  const kinds = new Set(plan.plan.operations.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['restart', 'sensor', 'value', 'winhttp', 'winhttp-32']);
  // One line begins it, two stand for each operation, one ends it.
  const last = 2 * plan.plan.operations.length + 2;
  const died = new Set<number>();
  for (let line = 1; line < last; line += 1) {
    for (let attempt = 1; !died.has(line) && attempt <= tries; attempt += 1) {
      const child = await applyUntil(plan, line);
      child.kill('SIGKILL');
      await ended(child);
      died.add(journalLines(plan));
      const { code, value } = runJson(['undo']);
      assert.equal(code, 0, `line ${line}: ${JSON.stringify(value)}`);
      const { run, state, problem } = Outcome.parse(value);
      assert.deepEqual([run, state, problem], [plan.plan.id, 'undone', null], `line ${line}`);
      assert.deepEqual(await quickScene(), start, `line ${line}`);
      forget(plan);
    }
  }
  const missed = Array.from({ length: last - 1 }, (_, at) => at + 1).filter((line) => !died.has(line));
  assert.deepEqual(missed, [], 'lines at which it was never killed');
  assert.deepEqual(sceneNow(), wholeStart);
});
