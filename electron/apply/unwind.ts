import { type Cause, Changed } from '../core/plan/problem.ts';
import type { Machine } from '../machine/machine.ts';
import { type Begun, undoOrder } from './begun.ts';
import { putBack } from './put-back.ts';
import { readBackup } from './run-folder.ts';
import type { RunJournal } from './run-journal.ts';
import { type Standing, standingOf } from './standing.ts';
import { changedOf } from './stored.ts';

/** A run on its machine, with its folder and its journal open. */
export interface OpenRun {
  readonly machine: Machine;
  readonly folder: string;
  readonly journal: RunJournal;
  readonly now: () => Date;
}

export interface Unwound {
  /** Left alone, because somebody else has changed it since. */
  readonly stale: readonly Changed[];
  /** Not put back, although it should have been. */
  readonly left: readonly Changed[];
  /** The first thing that failed; null where nothing did. */
  readonly cause: Cause | null;
}

/**
 * Puts back what a run has begun. All of it is compared first. `changes`: what to do with a store that holds neither
 * what was before nor what we wrote. An asked undo leaves it; a rollback, moments after our own write went wrong,
 * puts it back, but for `unwritten`, the operation that had not come to its write: that change is someone else's.
 * Every other store is put back even where one fails.
 */
export async function unwind(
  run: OpenRun,
  begun: readonly Begun[],
  changes: 'leave' | 'put-back',
  unwritten: number | null = null,
): Promise<Unwound> {
  const { machine, folder, journal, now } = run;
  const at = () => now().toISOString();
  const looked: Looked[] = [];
  const stale: Changed[] = [];
  for (const one of begun) {
    const backup = await readBackup(folder, one.operation);
    const standing = await lookedAt(machine, one, backup);
    const name = changedOf(one.operation);
    if (standing.at === 'changed' && changes === 'leave' && name !== null) {
      stale.push(name);
      await journal.add({ event: 'undo-stale', at: at(), op: one.operation.id });
    } else {
      looked.push({ ...one, backup, standing: forced(standing, one, unwritten) });
    }
  }
  const left: Changed[] = [];
  let cause: Cause | null = null;
  for (const one of undoOrder(looked)) {
    const op = one.operation.id;
    await journal.add({ event: 'undo-intend', at: at(), op });
    const result = await putBack(machine, one, one.standing, one.backup);
    if (result.ok) {
      const unwritten = one.standing.at === 'before' ? ({ unwritten: true } as const) : {};
      await journal.add({ event: 'undo-done', at: at(), op, proxyPartOnly: result.proxyPartOnly, ...unwritten });
      continue;
    }
    const restored = result.restored === true ? ({ restored: true } as const) : {};
    await journal.add({ event: 'undo-failed', at: at(), op, win32: result.cause.win32, ...restored });
    cause ??= result.cause;
    const store = Changed.safeParse(result.cause.target);
    if (store.success) left.push(store.data);
  }
  return { stale, left, cause };
}

type Looked = Begun & { readonly backup: Uint8Array | null; readonly standing: Standing };

async function lookedAt(machine: Machine, begun: Begun, backup: Uint8Array | null): Promise<Standing> {
  try {
    return await standingOf(machine, begun, backup);
  } catch {
    return { at: 'unreadable', win32: 0 };
  }
}

/** A store to be put back in spite of its state: of the sensor's file the rest may be newer, so only its part. */
function forced(standing: Standing, { operation }: Begun, unwritten: number | null): Standing {
  if (standing.at !== 'changed') return standing;
  if (operation.id === unwritten) return { at: 'before' };
  return { at: operation.kind === 'sensor' ? 'after-elsewhere' : 'after' };
}
