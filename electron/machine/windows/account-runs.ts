import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownRoute } from '../../core/effective/own-route.ts';
import type { AccountRequest } from '../../core/plan/account-run.ts';
import type { Problem } from '../../core/plan/problem.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import {
  accountFileLimit,
  type ServiceAccount,
  ServiceAccount as ServiceAccounts,
} from '../../core/plan/service-account.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import type { AccountRan, AccountRunOptions, AccountRuns } from '../machine.ts';
import { readBounded } from './bounded-file.ts';
import { ownProxy } from './own-proxy.ts';
import { hasRunSince } from './process-times.ts';
import { programDataFolder } from './program-data.ts';
import { makeFolder, protectedPath, vetFolder } from './protected-folder.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';
import { systemFolder } from './system-folder.ts';
import { taskName, taskXml } from './task-xml.ts';
import { accountOfSid, tokenSid } from './token-account.ts';

const ownFolders = ['Defender Proxy Wizard', 'accounts'] as const;
const runName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const resultName = 'result.json';
/** For one call of schtasks.exe, in milliseconds; the Task Scheduler may be slow to start. */
const schtasksMs = 20_000;
const pollMs = 250;

const full = '(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
/** Local Service reads the request, and nobody but administrators changes it. */
const requestFolder = `O:BAG:SYD:P${full}(A;OICI;0x1200a9;;;LS)`;
const resultFolders = {
  'local-system': `O:BAG:SYD:P${full}`,
  // It may add files and change those, and can neither make folders nor take another's place.
  'local-service': `O:BAG:SYD:P${full}(A;;0x1200ab;;;LS)(A;OIIO;0x1301bf;;;LS)`,
} as const satisfies Record<ServiceAccount, string>;
const alsoTrusted = { 'local-system': [], 'local-service': ['LS', 'S-1-5-19'] } as const;

/** How a program is started as an account; the suite holds it in its hands where Wine has no Task Scheduler. */
export interface AccountOptions {
  /** The argv behind the program's name that the part with the account is started with. */
  readonly argvOf: (run: string) => readonly string[];
  /** `C:\Windows\System32\schtasks.exe` unless said. */
  readonly schtasks?: string;
}

export function accountRuns({ argvOf, schtasks }: AccountOptions): AccountRuns {
  return {
    simulated: false,
    self: async () => accountOfSid(tokenSid()),
    run: (request, options) =>
      runAccounts(request, { argvOf, schtasks: schtasks ?? path.win32.join(systemFolder(), 'schtasks.exe') }, options),
    async request(run) {
      const folder = folderOf(run);
      const vetted = folder.ok ? vetFolder(folder.value) : folder;
      if (!vetted.ok) return fail({ kind: 'no-such-run', run: run.slice(0, 1024) });
      const read = readBounded(path.win32.join(vetted.value, 'request.json'), accountFileLimit);
      return read.state === 'read' ? ok(read.bytes) : fail({ kind: 'no-such-run', run: run.slice(0, 1024) });
    },
    async answer(run, account, bytes) {
      const folder = folderOf(run);
      return folder.ok ? replaceFile(path.win32.join(folder.value, account, resultName), bytes) : folder;
    },
    async ownRoute(account) {
      const found = ownProxy();
      return 'win32' in found
        ? { state: 'unread', win32: found.win32 }
        : { state: 'read', route: ownRoute(found, account) };
    },
  };
}

function accountsFolder(): Result<string> {
  const base = programDataFolder();
  return base === null
    ? fail({ kind: 'folder-unsafe', path: 'ProgramData', why: 'cannot-create' })
    : protectedPath(base, ownFolders, 'everybody');
}

/** SECURITY: an id and nothing else becomes a part of a path. */
function folderOf(run: string): Result<string> {
  const base = programDataFolder();
  const name = run.toLowerCase();
  if (base === null || !runName.test(name)) return fail({ kind: 'no-such-run', run: run.slice(0, 1024) });
  return ok(path.win32.join(base, ...ownFolders, name));
}

interface Starter {
  readonly argvOf: AccountOptions['argvOf'];
  readonly schtasks: string;
}

async function runAccounts(
  request: AccountRequest,
  starter: Starter,
  options: AccountRunOptions,
): Promise<Result<Readonly<Record<ServiceAccount, AccountRan>>>> {
  const all = accountsFolder();
  if (!all.ok) return all;
  await sweep(all.value, starter.schtasks);
  const folder = path.win32.join(all.value, request.run.toLowerCase());
  if (makeFolder(folder, requestFolder) !== 0)
    return fail({ kind: 'folder-unsafe', path: folder.slice(0, 1024), why: 'cannot-create' });
  const tasks = new Set<string>();
  try {
    const vetted = vetFolder(folder);
    if (!vetted.ok) return vetted;
    const owner = JSON.stringify({ pid: process.pid, at: new Date().toISOString() });
    for (const [name, text] of [
      ['owner.json', owner],
      ['request.json', JSON.stringify(request)],
    ] as const) {
      const written = await replaceFile(path.win32.join(folder, name), new TextEncoder().encode(text));
      if (!written.ok) return written;
    }
    const [localSystem, localService] = await Promise.all([
      runAs('local-system', request.run, folder, tasks, starter, options),
      runAs('local-service', request.run, folder, tasks, starter, options),
    ]);
    return ok({ 'local-system': localSystem, 'local-service': localService });
  } finally {
    for (const task of tasks) if (await removeTask(task, starter.schtasks)) tasks.delete(task);
    // While a task is left, so is the folder by which it is found again. Links in it are taken away, never followed.
    // A part that was just ended may have its file open for another moment.
    if (tasks.size === 0) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** One account, from its task's making to its removal, which comes whatever happened before. `tasks`: those that are there. */
async function runAs(
  account: ServiceAccount,
  run: string,
  folder: string,
  tasks: Set<string>,
  starter: Starter,
  options: AccountRunOptions,
): Promise<AccountRan> {
  const task = taskName(run, account);
  const failed = (step: Step, code = 0): AccountRan => ({
    answer: null,
    problem: { kind: 'account-run-failed', account, step, code, task },
  });
  const ran = await asked(account, run, folder, tasks, starter, options, failed);
  if (tasks.has(task) && (await removeTask(task, starter.schtasks))) tasks.delete(task);
  // Of tests that were cancelled nothing is told but what is left of them.
  const tellsLeft = ran.problem === null || options.signal?.aborted === true;
  return tellsLeft && tasks.has(task) ? { ...failed('remove'), answer: ran.answer } : ran;
}

type Step = Extract<Problem, { kind: 'account-run-failed' }>['step'];

async function asked(
  account: ServiceAccount,
  run: string,
  folder: string,
  tasks: Set<string>,
  { argvOf, schtasks }: Starter,
  { timeoutMs, signal }: AccountRunOptions,
  failed: (step: Step, code?: number) => AccountRan,
): Promise<AccountRan> {
  const task = taskName(run, account);
  const isCancelled = () => signal?.aborted === true;
  if (isCancelled()) return failed('answer');
  const results = path.win32.join(folder, account);
  if (makeFolder(results, resultFolders[account]) !== 0 || !vetFolder(results, alsoTrusted[account]).ok)
    return failed('prepare');
  const definition = path.win32.join(folder, `${account}.xml`);
  const minutes = Math.ceil(timeoutMs / 60_000) + 1;
  writeFileSync(definition, taskXml({ account, program: process.execPath, argv: argvOf(run), minutes }), {
    flag: 'wx',
  });
  const ask = (...argv: string[]) => runProgram(schtasks, argv, { timeoutMs: schtasksMs });
  // From here on there may be a task, unless schtasks.exe itself says that it made none.
  tasks.add(task);
  const created = await ask('/Create', '/XML', definition, '/TN', task);
  if (created.kind === 'failed' || (created.kind === 'exited' && created.code !== 0)) tasks.delete(task);
  if (!isDone(created)) return failed('create', codeOf(created));
  if (isCancelled()) return failed('answer');
  const started = await ask('/Run', '/TN', task);
  if (!isDone(started)) return failed('start', codeOf(started));
  const answer = await awaited(path.win32.join(results, resultName), timeoutMs, signal);
  // A part that did not answer must not go on when nobody waits for it.
  if (answer === null) await ask('/End', '/TN', task);
  if (answer === null) return failed('answer');
  return answer === 'unreadable' ? failed('read') : { answer, problem: null };
}

const isDone = (end: ProgramEnd): boolean => end.kind === 'exited' && end.code === 0;
const codeOf = (end: ProgramEnd): number => (end.kind === 'exited' ? end.code : 0);

/** The file when it is there, read once and capped; `unreadable` for what is no such file; null where it never came. */
async function awaited(
  file: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Uint8Array | 'unreadable' | null> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until && signal?.aborted !== true) {
    const read = readOwn(file);
    if (read !== null) return read;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return null;
}

/** SECURITY: the folder is one in which another program could put a link. */
function readOwn(file: string): Uint8Array | 'unreadable' | null {
  const read = readBounded(file, accountFileLimit, 'no-link');
  if (read.state === 'missing') return null;
  return read.state === 'read' ? read.bytes : 'unreadable';
}

/** Whether no task of the run is left. */
async function removeTasks(run: string, schtasks: string): Promise<boolean> {
  const gone = await Promise.all(
    ServiceAccounts.options.map((account) => removeTask(taskName(run, account), schtasks)),
  );
  return gone.every((each) => each);
}

/** Whether no such task is left: it was removed, or there was none, which is what `/Query` says by its exit code. */
async function removeTask(task: string, schtasks: string): Promise<boolean> {
  const ask = (...argv: string[]) => runProgram(schtasks, argv, { timeoutMs: schtasksMs });
  const deleted = await ask('/Delete', '/TN', task, '/F');
  if (deleted.kind === 'exited' && deleted.code === 0) return true;
  const found = await ask('/Query', '/TN', task);
  return found.kind === 'exited' && found.code !== 0;
}

/** Takes away what a program that was killed has left: its folder bears the id by which its tasks are named. */
async function sweep(all: string, schtasks: string): Promise<void> {
  for (const run of readdirSync(all).filter((name) => runName.test(name))) {
    const folder = path.win32.join(all, run);
    if (isAtWork(folder)) continue;
    if (await removeTasks(run, schtasks)) rmSync(folder, { recursive: true, force: true });
  }
}

function isAtWork(folder: string): boolean {
  const read = readBounded(path.win32.join(folder, 'owner.json'), 4096);
  if (read.state !== 'read') return false;
  const found = /^\{"pid":(\d{1,10}),"at":"([^"]{1,40})"\}$/.exec(new TextDecoder().decode(read.bytes));
  const since = new Date(found?.[2] ?? '');
  return found !== null && !Number.isNaN(since.getTime()) && hasRunSince(Number(found[1]), since);
}
