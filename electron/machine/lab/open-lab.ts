import { fail, ok, type Result } from '../../core/plan/result.ts';
import type { MachineFacts } from '../../core/plan/snapshot.ts';
import type { Machine } from '../machine.ts';
import { labAccountRuns } from './account-runs.ts';
import { type ConsoleProgram, elevation } from './elevation.ts';
import { openLabFolder } from './lab-folder.ts';
import { isAlive } from './lock.ts';
import type { labNetwork, RunningNetwork } from './network/lab-network.ts';
import type { Pki } from './pki/pki.ts';
import { backupFolder, protectedFolder } from './protected-folder.ts';
import { registryFile } from './registry-file.ts';
import { writeGate } from './run-quirks.ts';
import { scenarioOf } from './scenarios/scenarios.ts';
import { sensorStore } from './sensor-store.ts';
import { serviceControl } from './service-control.ts';
import { serviceEvidence } from './service-evidence.ts';
import { settingsStore, winHttpStore } from './settings-store.ts';
import { tokenOf } from './token.ts';
import { trustEngine } from './trust-engine.ts';
import { missingRoots } from './trust-store.ts';

export interface LabOptions {
  readonly scenario: string;
  /** Where the lab keeps its plain files; made where it is missing or empty. */
  readonly stateDir: string;
  /** What `elevation.run` starts. */
  readonly consoleProgram: ConsoleProgram;
}

/**
 * Opens a lab: a `Machine` made of plain files and loopback servers. It touches nothing of the computer it runs on but
 * the state folder and 127.0.0.1. Several processes may have the same folder open.
 */
export async function openLab(options: LabOptions): Promise<Result<Machine>> {
  const scenario = scenarioOf(options.scenario);
  if (scenario === null) return fail({ kind: 'lab-unknown', scenario: options.scenario.slice(0, 1024) });
  const opened = await openLabFolder(options.stateDir, options.scenario, scenario);
  if (!opened.ok) return opened;
  const folder = opened.value;

  const token = await tokenOf(scenario, folder);
  const registry = registryFile(folder);
  const gate = writeGate(scenario, token, registry);
  const services = serviceControl(folder, scenario, token);
  const pki = authoritiesOf(folder);
  const network = networkOf(folder, scenario.network, pki);
  const facts: MachineFacts = {
    name: 'DC01',
    domain: 'contoso.local',
    role: 'domain-controller',
    os: { product: 'Windows Server 2022 Standard', build: '20348', serverCore: false },
    elevated: token.elevated,
    lab: options.scenario,
  };
  return ok({
    lab: options.scenario,
    facts: async () => facts,
    user: async () => (scenario.token === 'full' ? 'CONTOSO\\Administrator' : 'CONTOSO\\operator'),
    settings: settingsStore(registry, scenario, token, gate),
    winhttp: winHttpStore(registry, scenario, gate),
    sensor: sensorStore(folder, services, token, gate),
    services,
    trust: trustEngine(pki, scenario.network),
    elevation: elevation(options.consoleProgram, options.scenario, scenario, folder),
    evidence: serviceEvidence(scenario, { token, services, registry }),
    accounts: labAccountRuns(options.consoleProgram, options.scenario, folder, registry),
    senseIdentity: async () => scenario.senseIdentity,
    otherAgents: async () => scenario.otherAgents,
    blastRadius: async () => (await import('./blast-radius.ts')).blastRadius(await services.list(), token),
    missingRoots: async (roots) => missingRoots(roots, scenario.network),
    protectedFolder: (purpose) => protectedFolder(folder, purpose),
    backupFolder,
    // The lab changes nothing but its own files, whoever could change this program.
    vetProgram: async () => ok(null),
    isRunning: async (pid) => isAlive(pid),
    systemRequest: null,
    route: network.route,
    async close() {
      await gate.settle();
      await network.close();
    },
  });
}

/** Loads the network when something of it is first asked for: a look at the settings needs none. */
function networkOf(...about: Parameters<typeof labNetwork>): RunningNetwork {
  let loading: Promise<RunningNetwork> | null = null;
  const load = async () => (await import('./network/lab-network.ts')).labNetwork(...about);
  return {
    route(target) {
      loading ??= load();
      return loading.then((network) => network.route(target));
    },
    close: async () => (await loading)?.close(),
  };
}

/** Opens the authorities of a folder when they are first needed, and once. Rejects where they cannot be made or read. */
function authoritiesOf(folder: string): () => Promise<Pki> {
  let opened: Promise<Pki> | null = null;
  const open = async () => {
    // What makes certificates is most of a lab's code, and many a lab makes none.
    const { openPki } = await import('./pki/pki.ts');
    const found = await openPki(folder);
    if (!found.ok) throw new Error(`the lab's pki folder: ${JSON.stringify(found.problem)}`);
    return found.value;
  };
  return () => {
    opened ??= open();
    return opened;
  };
}
