import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { bundled } from './bundle-for-tests.ts';
import { planFile, planOf } from './plan-for-tests.ts';
import { stateOf } from './scene-for-tests.ts';
import { undo } from './undo.ts';

/** The same with processes that really die: SIGKILL leaves them no time for anything. */

const program = `
import { apply } from '/electron/apply/apply.ts';
import { steppedAppend, steppedMachine } from '/electron/apply/dying-machine-for-tests.ts';
import { appendFlushed } from '/electron/disk/append-flushed.ts';
import { openLab } from '/electron/machine/lab/open-lab.ts';

const [stateDir, planPath, digest, last] = process.argv.slice(2);
let steps = 0;
const step = async (name, before) => {
  steps += 1;
  if (steps !== Number(last)) return;
  await before?.();
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
};
const consoleProgram = { file: process.execPath, args: [] };
openLab({ scenario: 'direct', stateDir, consoleProgram }).then(async (lab) => {
  const machine = steppedMachine(lab.value, step);
  const request = { machine, planPath, digest, now: () => new Date(), pid: process.pid };
  const answer = await apply(request, steppedAppend(appendFlushed, step));
  process.stdout.write(JSON.stringify({ steps, state: answer.value?.state }));
});
`;

async function lab(stateDir: string): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'direct', stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

function ended(args: readonly string[]): Promise<{ signal: NodeJS.Signals | null; out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.once('error', reject);
    child.once('close', (_, signal) => resolve({ signal, out }));
  });
}

test.skipIf(process.platform === 'win32')(
  'an apply process killed at any step leaves a machine that undo brings back to the exact start',
  { timeout: 120_000 },
  async () => {
    const base = await mkdtemp(path.join(os.tmpdir(), 'real-kill-'));
    try {
      const file = await bundled(program, path.join(base, 'out'));
      const fresh = path.join(base, 'fresh');
      const machine = await lab(fresh);
      const plan = await planOf(machine, [
        { kind: 'winhttp', after: { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>' } },
        { kind: 'value', value: 'mde.preferStaticProxy', after: dwordImage(1) },
        { kind: 'value', value: 'mdav.policy.proxyServer', after: szImage('http://proxy.contoso.com:8080') },
        { kind: 'sensor', after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'keep' } } },
        { kind: 'restart', service: 'DiagTrack' },
      ]);
      const start = await stateOf(machine, fresh);
      const { bytes, digest } = planFile(plan);
      const planPath = path.join(base, 'plan.json');
      await writeFile(planPath, bytes);

      await cp(fresh, path.join(base, 'whole'), { recursive: true });
      const whole = await ended([file, path.join(base, 'whole'), planPath, digest, '0']);
      const { steps, state } = JSON.parse(whole.out) as { steps: number; state: string }; // printed by the program above
      expect(state).toBe('applied');
      expect(steps).toBeGreaterThan(40);

      const numbers = Array.from({ length: steps }, (_, at) => at + 1);
      const worker = async () => {
        for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
          const dir = path.join(base, `killed-${number}`);
          await cp(fresh, dir, { recursive: true });
          const { signal } = await ended([file, dir, planPath, digest, String(number)]);
          expect(signal, `step ${number}`).toBe('SIGKILL');
          const now = () => new Date();
          const after = await lab(dir);
          const undone = await undo({ machine: after, run: plan.id, now, pid: process.pid });
          expect(undone, `step ${number}`).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
          expect(await stateOf(after, dir), `step ${number}`).toEqual(start);
        }
      };
      await Promise.all([worker(), worker(), worker()]);
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  },
);
