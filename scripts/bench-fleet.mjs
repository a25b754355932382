// The part of `npm run bench` about a fleet: how long one page of 200 audits takes, beside an empty Node process.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './setup.mjs';

const servers = 200;
const goalMs = 1000;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Audits one lab server, copies the result for every server of the fleet, and times `fleet`; `rounds` of each side. */
export async function benchFleet(rounds) {
  const { buildParts } = await import('./build.mjs');
  await buildParts(['cli']);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-fleet-'));
  const at = (name) => path.join(folder, name);
  try {
    const lab = ['--lab', 'static-proxy', '--state', at('lab')];
    program(['report', '--out', at('ticket'), '--formats', 'json', ...lab]);
    program(['audit', '--ticket', at('ticket/ticket.json'), '--out', at('audit.json'), ...lab]);
    const audit = JSON.parse(readFileSync(at('audit.json'), 'utf8'));
    mkdirSync(at('audits'));
    for (let number = 1; number <= servers; number += 1) {
      const machine = { ...audit.machine, name: `DC${String(number).padStart(3, '0')}` };
      writeFileSync(at(`audits/${machine.name}.json`), JSON.stringify({ ...audit, machine }));
    }
    const times = Array.from({ length: rounds }, (_, round) => ({
      fleet: timed(() => program(['fleet', '--from', at('audits'), '--out', at(`page-${round}`)])),
      empty: timed(() => spawnSync(process.execPath, ['-e', ''])),
    }));
    const [fleet, empty] = [median(times.map((one) => one.fleet)), median(times.map((one) => one.empty))];
    console.log(
      `fleet: ${servers} audits of ${audit.endpoints.length} endpoints on one page in ${Math.round(fleet)} ms, ` +
        `${Math.round(fleet - empty)} ms of them beyond an empty Node process (goal: under ${goalMs} ms)`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function program(args) {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'out/cli/cli.cjs'), ...args], {
    encoding: 'utf8',
  });
  // 1: something of the fleet has changed.
  if (status !== 0 && status !== 1) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}
