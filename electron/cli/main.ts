import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import type { KnownRoot } from '../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { CommandLine } from './command-line.ts';
import { interruption } from './interruption.ts';
import { consolePasswords } from './passwords.ts';
import { type Picked, runProgram } from './program.ts';

/**
 * The composition root of the console program: it picks the machine and hands the process over to the program. What a
 * command does not need is not loaded: starting this program with rights is what a person waits for.
 */
async function pickMachine(lab: CommandLine['lab']): Promise<Result<Picked>> {
  if (lab === null) return process.platform === 'win32' ? thisComputer() : fail({ kind: 'no-machine' });
  // A scenario name that could leave the folder is none that the lab knows, and it looks at the name first.
  const stateDir = path.resolve(lab.state ?? path.join(os.tmpdir(), `defender-proxy-lab-${lab.scenario}`));
  // A single executable is its own script.
  const script = process.argv.slice(1, 2).filter((file) => file !== process.execPath);
  const consoleProgram = { file: process.execPath, args: script };
  const { openLab } = await import('../machine/lab/open-lab.ts');
  const opened = await openLab({ scenario: lab.scenario, stateDir, consoleProgram });
  return opened.ok ? ok({ machine: opened.value, labFolder: stateDir }) : opened;
}

async function thisComputer(): Promise<Result<Picked>> {
  const { openWindows } = await import('../machine/windows/open-windows.ts');
  const opened = openWindows({
    program: null,
    workers: path.join(__dirname, '../worker'),
    owner: () => 0n,
    knownRoots: shippedRoots,
  });
  return opened.ok ? ok({ machine: opened.value, labFolder: null }) : opened;
}

async function shippedRoots(): Promise<readonly KnownRoot[]> {
  const { knownRoots } = await import('../core/connectivity/endpoint.ts');
  const { shippedCatalogue } = await import('../verify/shipped-catalogue.ts');
  return knownRoots(shippedCatalogue());
}

/**
 * Whoever reads may stop reading (a closed pipe), and the window starts the program without a console; the work goes on
 * to its end all the same. Output that was lost on a disk is told by the exit code, because nothing else can tell it.
 */
const lostOnDisk: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'];
let isOutputLost = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (!lostOnDisk.includes(error.code)) return;
  isOutputLost = true;
  process.exitCode = 9;
});
process.stderr.on('error', () => undefined);

const interrupt = interruption((sentence) => process.stderr.write(sentence));
process.on('SIGINT', () => {
  if (interrupt.again()) process.exit(130);
});

void runProgram(process.argv.slice(2), {
  pickMachine,
  scenarios: async () => (await import('../machine/lab/scenarios/scenarios.ts')).scenarioNames,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  now: () => new Date(),
  newId: randomUUID,
  pid: process.pid,
  signal: interrupt.signal,
  onWriting: interrupt.writing,
  passwords: consolePasswords(
    () => process.stdin,
    (text) => process.stderr.write(text),
  ),
}).then((code) => {
  process.exitCode = isOutputLost ? 9 : code;
});
