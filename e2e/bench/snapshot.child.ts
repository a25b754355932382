import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { detect } from '../../electron/detect/detect.ts';
import { openNative } from '../../electron/machine/windows/native.ts';
import { openWindows } from '../../electron/machine/windows/open-windows.ts';

/** Reads this machine in a process that has read nothing before, and again, and says how long each took. */
const begun = performance.now();
openNative();
const loading = performance.now() - begun;
const opened = openWindows({ program: null, workers: path.dirname(__filename), owner: () => 0n, knownRoots: () => [] });
if (!opened.ok) throw new Error(opened.problem.kind);
const machine = opened.value;
const read = () => Promise.all([machine.facts(), machine.settings.readAll(), machine.services.list()]);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function main(): Promise<void> {
  await read();
  const first = performance.now() - begun;
  const again = await timed(read);
  const whole = await timed(() => detect(machine, { now: () => new Date(), newId: randomUUID }));
  process.stdout.write(JSON.stringify({ first, loading, again, whole }));
}

void main();
