import { spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { connectionFlag } from '../../core/codecs/connection-settings.ts';
import { hexOf } from '../../core/codecs/registry-data.ts';
import { ownRoute } from '../../core/effective/own-route.ts';
import { blobOf } from '../../core/effective/wininet.ts';
import { fail, ok } from '../../core/plan/result.ts';
import { accountFileLimit, ServiceAccount } from '../../core/plan/service-account.ts';
import { z } from '../../core/zod.ts';
import { readCapped } from '../../disk/read-capped.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import type { AccountRan, AccountRuns } from '../machine.ts';
import type { ConsoleProgram } from './elevation.ts';
import type { RegistryFile } from './registry-file.ts';
import { jsonBytes, readStateFile, replaceStateFile } from './state-file.ts';

/** Who a started process acts as; `parent` started it. */
const Acting = z.strictObject({ account: ServiceAccount, parent: z.int() });

const runName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The lab has no accounts: the same separate program is started twice and acts as each, with the WinINET settings that
 * the account has in the lab's registry. That it is so is said of the result.
 */
export function labAccountRuns(
  program: ConsoleProgram,
  scenario: string,
  folder: string,
  registry: RegistryFile,
): AccountRuns {
  const all = path.join(folder, 'accounts');
  const folderOf = (run: string) => (runName.test(run.toLowerCase()) ? path.join(all, run.toLowerCase()) : null);
  const noSuch = (run: string) => fail({ kind: 'no-such-run', run: run.slice(0, 1024) });
  const resultOf = (runFolder: string, account: ServiceAccount) => path.join(runFolder, `${account}.json`);

  const runAs = async (
    account: ServiceAccount,
    run: string,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<AccountRan> => {
    const failed: AccountRan = {
      answer: null,
      problem: { kind: 'account-run-failed', account, step: 'answer', code: 0, task: '' },
    };
    if (signal?.aborted === true) return failed;
    const runFolder = folderOf(run) ?? all;
    await replaceStateFile(path.join(runFolder, 'acting.json'), { account, parent: process.pid });
    await ended(program, ['probe', '--run', run, '--lab', scenario, '--state', folder], timeoutMs, signal);
    const read = await readCapped(resultOf(runFolder, account), accountFileLimit, 'lab');
    return read.ok ? { answer: read.value, problem: null } : failed;
  };

  return {
    simulated: true,
    async self() {
      for (const run of (await readdir(all).catch(() => [])).filter((name) => runName.test(name))) {
        const acting = await readStateFile(path.join(all, run, 'acting.json'), Acting, 1024);
        if (acting.ok && acting.value.parent === process.ppid) return acting.value.account;
      }
      return null;
    },
    async run(request, options) {
      const runFolder = folderOf(request.run);
      if (runFolder === null) return noSuch(request.run);
      await mkdir(runFolder, { recursive: true, mode: 0o700 });
      try {
        const written = await replaceFile(path.join(runFolder, 'request.json'), jsonBytes(request));
        if (!written.ok) return written;
        // One after the other: who a process acts as is told by who started it.
        const localSystem = await runAs('local-system', request.run, options);
        const localService = await runAs('local-service', request.run, options);
        return ok({ 'local-system': localSystem, 'local-service': localService });
      } finally {
        await rm(runFolder, { recursive: true, force: true });
      }
    },
    async request(run) {
      const runFolder = folderOf(run);
      const read =
        runFolder === null
          ? noSuch(run)
          : await readCapped(path.join(runFolder, 'request.json'), accountFileLimit, 'lab');
      return read.ok ? read : noSuch(run);
    },
    async answer(run, account, bytes) {
      const runFolder = folderOf(run);
      return runFolder === null ? noSuch(run) : replaceFile(resultOf(runFolder, account), bytes);
    },
    async ownRoute(account) {
      const id = account === 'local-system' ? 'wininet.localSystem.connection' : 'wininet.localService.connection';
      const raw = (await registry.read([id])).get(id);
      if (raw === undefined || raw.state === 'unreadable') return { state: 'unread', win32: raw?.win32 ?? 2 };
      const blob = blobOf(raw.state === 'absent' ? raw : { state: 'present', type: raw.type, hex: hexOf(raw.bytes) });
      const settings = blob.state === 'ok' ? blob.settings : null;
      const has = (flag: number) => settings !== null && (settings.flags & flag) !== 0;
      return {
        state: 'read',
        route: ownRoute(
          {
            autoDetect: has(connectionFlag.autoDetect),
            pacUrl: has(connectionFlag.pac) ? (settings?.pacUrl ?? null) : null,
            proxy: has(connectionFlag.manual) ? (settings?.proxy ?? null) : null,
            bypass: settings?.bypass ?? null,
          },
          account,
        ),
      };
    },
  };
}

function ended(
  program: ConsoleProgram,
  argv: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program.file, [...program.args, ...argv], {
      env: { ...process.env, ...program.env },
      stdio: 'ignore',
      windowsHide: true,
      timeout: timeoutMs,
      ...(signal && { signal }),
    });
    // One that is ended by the signal still has its exit to come.
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
    child.once('exit', () => resolve());
  });
}
