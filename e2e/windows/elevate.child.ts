import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ElevatedArgv } from '../../electron/machine/machine.ts';
import { elevation } from '../../electron/machine/windows/elevation.ts';

/**
 * Makes ready, then starts a program with rights, as the window does, and writes how it ended into a file; without
 * arguments for the program it only makes ready. In a process of its own: the thread that waits makes Wine start its
 * desktop, which would keep the suite's own streams open for ever.
 */
const [file = '', program = '', ...argv] = process.argv.slice(2);
const worker = path.join(__dirname, 'elevation-worker.cjs');
const { prepare, run } = elevation({ program, worker, elevated: false, owner: () => 0n });
prepare();
if (argv.length > 0)
  void run(argv as unknown as ElevatedArgv) // the suites write the same shapes
    .then((ended) => writeFileSync(file, JSON.stringify(ended)));
