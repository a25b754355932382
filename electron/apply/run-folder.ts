import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type JournalLine, journalFileLimit } from '../core/plan/journal.ts';
import type { Operation } from '../core/plan/operation.ts';
import { type Journal, parseJournal } from '../core/plan/parse-journal.ts';
import { type Plan, planFileLimit } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { Sha256 } from '../core/settings/reading.ts';
import { errorCode } from '../disk/error-code.ts';
import { readCapped } from '../disk/read-capped.ts';
import { decoded } from '../disk/read-json.ts';
import { flushFolder, writeFlushed } from '../disk/replace-file.ts';
import { sha256 } from '../disk/sha256.ts';
import { type Machine, sensorFileLimit } from '../machine/machine.ts';
import type { Backups } from './look-before.ts';
import { type ReviewedPlan, reviewedPlan } from './reviewed-plan.ts';
import { runName } from './run-names.ts';

/**
 * The folder of one run: `plan.json` (the very bytes that were reviewed), `journal.jsonl`, and `backup/<operation>.bin`
 * for what the plan does not carry because it may hold a secret. Folders are for their owner only, like the files.
 */
/** Most bytes of a backup: the sensor's file is the largest thing that is kept. */
const backupLimit = Math.max(sensorFileLimit, 1024 * 1024);

/** Null where the text is no id of a run, so that no other path can be meant by it. */
export function runFolder(root: string, run: string): string | null {
  const name = run.toLowerCase();
  return runName.test(name) ? path.join(root, name) : null;
}

export const journalPath = (folder: string): string => path.join(folder, 'journal.jsonl');

const backupPath = (folder: string, operation: number) => path.join(folder, 'backup', `${operation}.bin`);

export async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/**
 * Makes the folder with everything that undo will need, and only then gives it its name: a run is there whole, with
 * its journal begun, or not at all. Call it with the lock held; what a killed process left unfinished is taken away.
 */
export async function makeRunFolder(
  machine: Machine,
  root: string,
  { plan, bytes }: ReviewedPlan,
  backups: Backups,
  begin: JournalLine,
): Promise<Result<string>> {
  const folder = runFolder(root, plan.id);
  if (folder === null) return fail({ kind: 'no-such-run', run: plan.id });
  const fresh = `${folder}.new`;
  try {
    for (const name of await readdir(root))
      if (name.endsWith('.new') && runName.test(name.slice(0, -'.new'.length)))
        await rm(path.join(root, name), { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    const backup = await machine.backupFolder(fresh);
    if (!backup.ok) {
      await rm(fresh, { recursive: true, force: true });
      return backup;
    }
    for (const [operation, secret] of backups) await writeFlushed(backupPath(fresh, operation), secret);
    await writeFlushed(path.join(fresh, 'plan.json'), bytes);
    await writeFlushed(journalPath(fresh), new TextEncoder().encode(`${JSON.stringify(begin)}\n`));
    await flushFolder(backup.value);
    await flushFolder(fresh);
    await rename(fresh, folder);
    await flushFolder(root);
    return ok(folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
    return fail({ kind: 'cannot-write-file', path: folder.slice(0, 1024), code: errorCode(error) });
  }
}

/** A run as its folder tells it; the plan is checked again against the digest that the journal keeps. */
export interface StoredRun {
  readonly folder: string;
  readonly plan: Plan;
  readonly digest: Sha256;
  readonly journal: Journal;
}

export async function readRunFolder(root: string, run: string): Promise<Result<StoredRun>> {
  const folder = runFolder(root, run);
  if (folder === null || !(await exists(folder))) return fail({ kind: 'no-such-run', run: run.slice(0, 1024) });
  const bytes = await readCapped(journalPath(folder), journalFileLimit, 'journal');
  if (!bytes.ok) return bytes;
  const journal = readJournal(bytes.value);
  if (!journal.ok) return journal;
  const digest = journal.value[0].digest;
  const planBytes = await readCapped(path.join(folder, 'plan.json'), planFileLimit, 'plan');
  if (!planBytes.ok) return planBytes;
  const reviewed = reviewedPlan(planBytes.value, digest);
  return reviewed.ok ? ok({ folder, plan: reviewed.value.plan, digest, journal: journal.value }) : reviewed;
}

/** What a power cut left behind the last whole line need not be text. */
function readJournal(bytes: Uint8Array): Result<Journal> {
  const text = decoded(bytes.subarray(0, bytes.lastIndexOf(10) + 1), 'journal');
  return text.ok ? parseJournal(text.value) : text;
}

/** The bytes that an operation's undo needs, if they are there and are the true ones. */
export async function readBackup(folder: string, operation: Operation): Promise<Uint8Array | null> {
  const expected = expectedHash(operation);
  if (expected === null) return null;
  const bytes = await readCapped(backupPath(folder, operation.id), backupLimit, 'journal');
  return bytes.ok && sha256(bytes.value) === expected ? bytes.value : null;
}

function expectedHash(operation: Operation): Sha256 | null {
  if (operation.kind === 'restart') return null;
  if (operation.kind === 'sensor') return operation.before.sha256;
  return operation.before.state === 'sealed' ? operation.before.sha256 : null;
}
