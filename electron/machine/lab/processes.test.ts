import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Machine } from '../machine.ts';
import { openLab } from './open-lab.ts';

/** The lab in real processes: the room is bundled as the programs bundle it, and run by Node. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lab-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./open-lab.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'open-lab.cjs', codeSplitting: false } },
    },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that opens the lab named at the end of its arguments, as the console program does, and does `body`. */
async function program(name: string, body: string): Promise<string> {
  const file = path.join(folder, `${name}.cjs`);
  const open = `const argv = process.argv.slice(2); const of = (flag) => argv[argv.indexOf(flag) + 1];
const consoleProgram = { file: process.execPath, args: [__filename] };
require('./open-lab.cjs').openLab({ scenario: of('--lab'), stateDir: of('--state'), consoleProgram }).then(async (opened) => {
  if (!opened.ok) { console.error(JSON.stringify(opened.problem)); process.exitCode = 9; return; }
  const machine = opened.value;
  try { ${body} } finally { await machine.close(); }
});`;
  await writeFile(file, open);
  return file;
}

function run(file: string, args: readonly string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.once('close', (code) => resolve({ code, out }));
  });
}

async function lab(scenario: string, stateDir: string, file: string): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [file] };
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

test('processes that open and write one new state folder at once lose nothing', async () => {
  const file = await program(
    'writer',
    `const bytes = Uint8Array.of(Number(argv[0]));
     const ids = ['dotnet.strongCrypto', 'dotnet.strongCrypto32', 'mde.preferStaticProxy', 'mdav.policy.sslOptions'];
     const id = ids[Number(argv[0])];
     for (let at = 0; at < 5; at += 1) if ((await machine.settings.write(id, { state: 'present', type: 3, bytes })) !== 0) process.exitCode = 8;`,
  );
  const stateDir = path.join(folder, 'shared', 'deeper');
  const ends = await Promise.all(
    [0, 1, 2, 3].map((at) => run(file, [String(at), '--lab', 'direct', '--state', stateDir])),
  );
  expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const all = await (await lab('direct', stateDir, file)).settings.readAll();
  expect(all['dotnet.strongCrypto'].reading).toEqual({ state: 'present', type: 3, bytes: Uint8Array.of(0) });
  expect(all['mdav.policy.sslOptions'].reading).toEqual({ state: 'present', type: 3, bytes: Uint8Array.of(3) });
});

test('processes that need the authorities at once get the same ones, and end by themselves', async () => {
  const file = await program(
    'prober',
    `const dial = await machine.route({ host: 'contoso-corpsensorapi.atp.azure.com', port: 443, role: 'origin' });
     const socket = require('node:tls').connect({ ...dial, host: dial.address, servername: 'contoso-corpsensorapi.atp.azure.com', rejectUnauthorized: false });
     await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
     const chain = []; for (let at = socket.getPeerX509Certificate(); at; at = at.issuerCertificate) chain.push(at);
     const trust = await machine.trust.judge(chain.map(({ raw }) => raw), 'contoso-corpsensorapi.atp.azure.com');
     socket.destroy();
     console.log(trust.trusted, trust.path.map(({ sha256 }) => sha256).join());`,
  );
  const args = ['--lab', 'direct', '--state', path.join(folder, 'probed')];
  const ends = await Promise.all([run(file, args), run(file, args), run(file, args)]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(new Set(ends.map(({ out }) => out)).size).toBe(1);
  expect(ends[0]?.out).toMatch(/^true /);
});

test('only a process that elevation.run started is elevated for a limited user', async () => {
  const file = await program(
    'elevated',
    `const facts = await machine.facts(); const sensor = await machine.sensor.read();
     require('node:fs').writeFileSync(__dirname + '/said.json', JSON.stringify({ argv, elevated: facts.elevated, sensor: sensor.state }));
     process.exitCode = facts.elevated ? 21 : 22;`,
  );
  const stateDir = path.join(folder, 'limited');
  const machine = await lab('limited-user', stateDir, file);
  const argv = ['detect', '--run', '5f0c7d0e-6f0b-4a6e-9a50-0c3f3a0f7d11'] as const;
  expect(await machine.elevation.run(argv)).toEqual({ kind: 'exited', code: 21 });
  expect(JSON.parse(await readFile(path.join(folder, 'said.json'), 'utf8'))).toEqual({
    argv: [...argv, '--lab', 'limited-user', '--state', stateDir],
    elevated: true,
    sensor: 'read',
  });
  // The same program with the same arguments, but started by nobody who asked for rights.
  expect((await run(file, [...argv, '--lab', 'limited-user', '--state', stateDir])).code).toBe(22);
});

test('what is elevated is the run that was asked for, and no other that starts meanwhile', async () => {
  const file = await program('nested', `process.exitCode = (await machine.facts()).elevated ? 21 : 22;`);
  const stateDir = path.join(folder, 'meanwhile');
  const machine = await lab('limited-user', stateDir, file);
  const asked = machine.elevation.run(['undo', '--run', 'a']);
  const other = run(file, ['undo', '--run', 'b', '--lab', 'limited-user', '--state', stateDir]);
  expect(await asked).toEqual({ kind: 'exited', code: 21 });
  expect((await other).code).toBe(22);
});
