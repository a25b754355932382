import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type CatalogueEntry, entryOf, valueIds } from '../../electron/core/settings/catalogue.ts';
import { computerFacts } from '../../electron/machine/windows/computer.ts';
import { elevation } from '../../electron/machine/windows/elevation.ts';

/**
 * Times reading this machine natively against asking `reg.exe` for each value, and the start of the console program
 * with rights against an empty Node process; in turns, so that a busy moment meets all of them. Prints medians and
 * ratios beside the goals, and judges nothing.
 */
const [program = '', rounds = '7'] = process.argv.slice(2);
const child = (name: string) => path.join(__dirname, `${name}.child.cjs`);

interface Reading {
  readonly first: number;
  /** The part of `first` that loads koffi. Wine looks for a file `node.dll` each time koffi first calls one of Node's functions. */
  readonly loading: number;
  readonly again: number;
  readonly whole: number;
}

function readNatively(): Reading {
  const { status, stdout } = spawnSync(process.execPath, [child('snapshot')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`reading ended with ${status}`);
  return JSON.parse(stdout) as Reading; // what that process prints
}

function askReg({ hive, key, name, view }: CatalogueEntry): void {
  const place = view === 32 ? key.replace('\\WOW6432Node\\', '\\') : key;
  const args = ['query', `${hive}\\${place}`, '/v', name, `/reg:${view}`];
  const { error } = spawnSync('reg.exe', args, { stdio: 'ignore', windowsHide: true });
  if (error !== undefined) throw error;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const startEmpty = () => timed(() => spawnSync(process.execPath, [child('empty')], { stdio: 'ignore' }));

/** A plan that is not there ends the program at once. */
const endsAtOnce = ['apply', '--plan', path.join(__dirname, 'no plan.json'), '--digest', '0'.repeat(64)] as const;

/** Longer than the thread that waits takes to be ready; a person who reads takes longer still. */
const reviewMs = 500;

/**
 * As the window does it, which does not prompt where this process has its rights already: made ready when the changes
 * are shown, or not at all, as for an undo.
 */
async function startWithRights(prepared: boolean): Promise<number> {
  const worker = path.join(__dirname, 'elevation-worker.cjs');
  const { prepare, run } = elevation({ program, worker, elevated: false, owner: () => 0n });
  if (prepared) {
    prepare();
    await new Promise((resolve) => setTimeout(resolve, reviewMs));
  }
  const start = performance.now();
  const ended = await run(endsAtOnce);
  if (ended.kind !== 'exited') throw new Error(`the program did not start: ${JSON.stringify(ended)}`);
  return performance.now() - start;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

async function main(): Promise<void> {
  const prompts = !computerFacts().elevated;
  const [native, reg, empty, rights, cold]: [Reading[], number[], number[], number[], number[]] = [[], [], [], [], []];
  for (let round = 0; round <= Number(rounds); round += 1) {
    const found = {
      native: readNatively(),
      reg: timed(() => valueIds.map(entryOf).forEach(askReg)),
      empty: startEmpty(),
      rights: prompts ? null : await startWithRights(true),
      cold: prompts ? null : await startWithRights(false),
    };
    if (round === 0) continue; // only warms the disk cache
    native.push(found.native);
    reg.push(found.reg);
    empty.push(found.empty);
    if (found.rights !== null) rights.push(found.rights);
    if (found.cold !== null) cold.push(found.cold);
  }
  const [first, loading, again, whole] = (['first', 'loading', 'again', 'whole'] as const).map((what) =>
    median(native.map((reading) => reading[what])),
  );
  const asked = median(reg);
  const added = (times: readonly number[]) => {
    const [all, base] = [median(times), median(empty)];
    return `${ms(all)}   adds ${ms(all - base)}, ratio ${(all / base).toFixed(2)}`;
  };
  const lines = [
    `snapshot, new process   ${ms(first ?? 0)}   goal at most 50 ms; ${ms(loading ?? 0)} of it load koffi`,
    `snapshot, again         ${ms(again ?? 0)}`,
    `detection, again        ${ms(whole ?? 0)}   with everything that it asks beside`,
    `reg.exe per value       ${ms(asked)}   for ${valueIds.length} values, ratio ${(asked / (first ?? 0)).toFixed(0)}   goal at least 20`,
    `empty Node process      ${ms(median(empty))}`,
    ...(prompts
      ? ['elevated round trip     not measured: it would prompt; run this with administrator rights']
      : [`elevated round trip     ${added(rights)}   goal at most 150 ms`, `  not made ready        ${added(cold)}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

void main();
