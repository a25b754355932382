import path from 'node:path';
import type { KnownRoot } from '../../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import type { Elevation, ElevationResult, Machine, TrustEngine, WinHttpStore } from '../machine.ts';
import { accountRuns } from './account-runs.ts';
import { readAdvProxy } from './advproxy.ts';
import { blastRadius } from './blast-radius.ts';
import { isWished } from './cancel-wish.ts';
import { accountName, computerFacts } from './computer.ts';
import { elevation } from './elevation.ts';
import { belowFloor, nativeMachine } from './floor.ts';
import { otherAgents } from './other-agents.ts';
import { readManagement } from './policy-management.ts';
import { processList } from './process-list.ts';
import { hasRunSince } from './process-times.ts';
import { programDataFolder } from './program-data.ts';
import { isPortable, vetProgram } from './program-place.ts';
import { protectedFolder, protectedPath } from './protected-folder.ts';
import { missingRoots } from './root-store.ts';
import { sensorStore } from './sensor-store.ts';
import { serviceEvidence } from './service-evidence.ts';
import { serviceList } from './service-list.ts';
import { startService, stopService } from './service-manager.ts';
import { settingsStore } from './settings-store.ts';
import { trustEngine } from './trust-engine.ts';
import { defaultProxy, setDefaultProxy } from './winhttp-default.ts';
import { systemRequest } from './winhttp-request.ts';
import { resolveProxy } from './winhttp-resolve.ts';

export interface WindowsOptions {
  /** `defender-proxy.exe`; null in that program itself, which is never started by itself. */
  readonly program: string | null;
  /** Where the bundles of threads lie; the console program as one executable has its own inside. */
  readonly workers: string;
  /** Handle of the window that owns the prompt, asked for when there is one; 0 for none. */
  readonly owner: () => bigint;
  /** The roots that trust recognises; asked for when a chain is first judged. */
  readonly knownRoots: () => readonly KnownRoot[] | Promise<readonly KnownRoot[]>;
}

/** Where journals and backups are: below the folder for data of all users, wherever the environment says that is. */
const ownFolders = ['Defender Proxy Wizard', 'runs'] as const;

/** Opens this very computer. Fails on a Windows that is not served. */
export function openWindows(options: WindowsOptions): Result<Machine> {
  const facts = computerFacts();
  const notServed = belowFloor(facts, nativeMachine());
  if (notServed !== null) return fail(notServed);
  return ok({
    lab: null,
    facts: async () => facts,
    user: async () => accountName(),
    settings: settingsStore(readManagement),
    winhttp: winHttpStore(options.workers),
    sensor: sensorStore(),
    services: {
      list: async () => serviceList(),
      stop: (name) => stopService(name),
      start: (name) => startService(name),
    },
    trust: trustWhenNeeded(options.knownRoots),
    elevation: elevationOf(options, facts.elevated),
    evidence: serviceEvidence(facts.elevated),
    accounts: accountRuns({ argvOf: (run) => ['probe', '--run', run] }),
    senseIdentity: async () => runsSenseIdentity(),
    otherAgents: async () => otherAgents(),
    blastRadius: () => blastRadius(),
    missingRoots: async (roots) => missingRoots(roots),
    protectedFolder: async () => runsFolder(),
    backupFolder: async (run) => backupFolder(run),
    vetProgram: async () => vetProgram(),
    isRunning: async (pid, since) => hasRunSince(pid, since),
    systemRequest,
    route: async () => null,
    close: async () => undefined,
  });
}

function trustWhenNeeded(knownRoots: WindowsOptions['knownRoots']): TrustEngine {
  let engine: Promise<TrustEngine> | null = null;
  return {
    async judge(chain, host) {
      engine ??= Promise.resolve(knownRoots()).then(trustEngine);
      return (await engine).judge(chain, host);
    },
  };
}

function winHttpStore(workers: string): WinHttpStore {
  return {
    read: async () => defaultProxy(),
    write: async (proxy) => setDefaultProxy(proxy),
    leftover: readAdvProxy,
    resolve: (url, script, options) => resolveProxy(url, script, { ...options, workers }),
  };
}

function elevationOf({ program, workers, owner }: WindowsOptions, elevated: boolean): Elevation {
  const worker = path.join(workers, 'elevation-worker.cjs');
  if (program !== null) {
    // SECURITY: whoever may write to an unpacked folder could wait there for the rights of an administrator.
    if (isPortable(program)) return never({ kind: 'portable', folder: path.dirname(program) });
    return elevation({ program, worker, owner, elevated });
  }
  return never({ kind: 'failed', win32: 0, detail: 'the console program does not start itself' });
}

const never = (why: ElevationResult): Elevation => ({
  prepare: () => undefined,
  run: async () => why,
  isCancelled: isWished,
});

function runsSenseIdentity(): boolean | null {
  const processes = processList();
  return processes === null ? null : processes.some(({ program }) => program.toLowerCase() === 'senseidentity.exe');
}

function runsFolder(): Result<string> {
  const base = programDataFolder();
  return base === null
    ? fail({ kind: 'folder-unsafe', path: 'ProgramData', why: 'cannot-create' })
    : protectedPath(base, ownFolders, 'everybody');
}

function backupFolder(run: string): Result<string> {
  const runs = runsFolder();
  if (!runs.ok) return runs;
  // Whoever asks for another place does not mean a run.
  if (path.win32.dirname(run) !== runs.value) throw new Error('no folder of a run');
  return protectedFolder(path.win32.join(run, 'backup'), 'administrators');
}
