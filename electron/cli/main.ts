import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { knownRoots } from '../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { scenarioNames } from '../machine/lab/scenarios/scenarios.ts';
import { openWindows } from '../machine/windows/open-windows.ts';
import { shippedCatalogue } from '../verify/shipped-catalogue.ts';
import type { CommandLine } from './command-line.ts';
import { interruption } from './interruption.ts';
import { consolePasswords } from './passwords.ts';
import { type Picked, runProgram } from './program.ts';

/** The composition root of the console program: it picks the machine and hands the process over to the program. */
async function pickMachine(lab: CommandLine['lab']): Promise<Result<Picked>> {
  if (lab === null) return process.platform === 'win32' ? thisComputer() : fail({ kind: 'no-machine' });
  // A scenario name that could leave the folder is none that the lab knows, and it looks at the name first.
  const stateDir = path.resolve(lab.state ?? path.join(os.tmpdir(), `defender-proxy-lab-${lab.scenario}`));
  // A single executable is its own script.
  const script = process.argv.slice(1, 2).filter((file) => file !== process.execPath);
  const consoleProgram = { file: process.execPath, args: script };
  const opened = await openLab({ scenario: lab.scenario, stateDir, consoleProgram });
  return opened.ok ? ok({ machine: opened.value, labFolder: stateDir }) : opened;
}

function thisComputer(): Result<Picked> {
  const opened = openWindows({
    program: null,
    workers: path.join(__dirname, '../worker'),
    owner: () => 0n,
    knownRoots: () => knownRoots(shippedCatalogue()),
  });
  return opened.ok ? ok({ machine: opened.value, labFolder: null }) : opened;
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
  scenarios: scenarioNames,
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
