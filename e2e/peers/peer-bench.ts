import { type SpawnSyncReturns, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLab } from '../../electron/machine/lab/open-lab.ts';
import { openPki, type Pki } from '../../electron/machine/lab/pki/pki.ts';
import type { Machine } from '../../electron/machine/machine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'out/cli/cli.cjs');

/** A lab in whose network real servers stand, and the console program run on it as a user would. */
export interface Bench {
  readonly folder: string;
  readonly machine: Machine;
  /** The lab's own proxy that lets everything through: the parent of the real one, and so its way to the origins. */
  readonly upstream: { readonly port: number };
  /** A new folder below the bench's. */
  subfolder(name: string): string;
  /** Puts a real proxy in the place of the lab's `proxy.contoso.com:8080`. */
  usesProxy(proxy: { readonly port: number }): void;
  /** Puts a real server in the place of the one at `host:port`. */
  puts(name: string, server: { readonly port: number }): void;
  /** The lab's authorities, as whose server a real one can stand there. */
  pki(): Promise<Pki>;
  cli(...args: readonly string[]): Promise<Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>>;
  close(): Promise<void>;
}

export async function openBench(scenario: string): Promise<Bench> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'peers-'));
  chmodSync(folder, 0o755); // the proxies run as a user of their own
  const state = path.join(folder, 'lab');
  const machine = await labMachine(scenario, state);
  const upstream = await machine.route({ host: 'upstream.contoso.com', port: 3128, role: 'proxy' });
  if (upstream === null) throw new Error('the lab always answers with an address');
  const external: Record<string, unknown> = {};
  const puts: Bench['puts'] = (name, { port }) => {
    external[name] = { address: '127.0.0.1', port, external: true };
    writeFileSync(path.join(state, 'ports.json'), JSON.stringify(external));
  };
  // Starts the origins of this process, which serve the whole bench.
  return {
    folder,
    machine,
    upstream,
    subfolder(name) {
      const made = path.join(folder, name);
      mkdirSync(made, { recursive: true });
      return made;
    },
    usesProxy: (proxy) => puts('proxy.contoso.com:8080', proxy),
    puts,
    async pki() {
      const opened = await openPki(state);
      if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
      return opened.value;
    },
    cli: (...args) => run([...args, '--lab', scenario, '--state', state]),
    async close() {
      await machine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function labMachine(scenario: string, stateDir: string): Promise<Machine> {
  const opened = await openLab({ scenario, stateDir, consoleProgram: { file: process.execPath, args: [program] } });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

/** Asynchronous on purpose: the servers of the bench live in this very process. */
function run(args: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
