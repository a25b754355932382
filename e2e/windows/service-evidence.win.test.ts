import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { mapsTest } from '../../electron/machine/windows/maps-test.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';
import { programFilesFolder } from '../../electron/machine/windows/program-files.ts';
import { makeFolder } from '../../electron/machine/windows/protected-folder.ts';
import { runProgram } from '../../electron/machine/windows/run-program.ts';
import { senseEvents } from '../../electron/machine/windows/sense-events.ts';
import { sensorLog } from '../../electron/machine/windows/sensor-log-files.ts';
import { serviceEvidence } from '../../electron/machine/windows/service-evidence.ts';
import { systemFolder } from '../../electron/machine/windows/system-folder.ts';
import { tcpConnections, tcpTable } from '../../electron/machine/windows/tcp-connections.ts';
import { linkFolder, unlinkFolder } from './linked-folder.ts';
import { differs } from './wine.ts';

/** What the services show, by the real functions of Windows; programs and logs are stand-ins with the true names. */

const work = mkdtempSync(path.join(os.tmpdir(), 'evidence-suite-'));
const platform = path.win32.join(programDataFolder() ?? '', 'Microsoft', 'Windows Defender', 'Platform');
const standIns = path.win32.join(platform, '99.99.99999.9-0');
const sc = (...args: string[]) => spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status;

before(() => mkdirSync(platform, { recursive: true }));
after(() => {
  rmSync(standIns, { recursive: true, force: true });
  rmSync(work, { recursive: true, force: true });
});

/** Two ends of a connection within this process, on this computer. */
async function connected<T>(host: string, use: (port: number) => Promise<T>): Promise<T> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as net.AddressInfo; // it listens on a port
  const client = net.connect({ port, host, autoSelectFamily: false });
  sockets.push(client);
  await new Promise<void>((resolve) => client.once('connect', resolve));
  try {
    return await use(port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

for (const [family, host] of [
  ['ipv4', '127.0.0.1'],
  ['ipv6', '::1'],
] as const) {
  test(`the table of ${family} has a connection with its remote end, its state and its process`, async () => {
    await connected(host, async (port) => {
      const table = tcpTable(family);
      assert.ok('rows' in table, JSON.stringify(table));
      const row = table.rows.find((each) => each.port === port && each.state === 'established');
      assert.ok(row, 'no such connection');
      assert.equal(row.address, host);
      if (differs('connections-without-time')) {
        assert.equal(row.since, null);
        assert.ok([0, process.pid].includes(row.pid), String(row.pid));
        return;
      }
      assert.equal(row.pid, process.pid);
      assert.ok(row.since !== null && Math.abs(Date.now() - row.since.getTime()) < 60_000);
    });
  });
}

test('a watched program is found by its name', async () => {
  const program = path.join(work, 'MsSense.exe');
  copyFileSync(process.execPath, program);
  const child = spawn(
    program,
    ['-e', 'process.stdout.write("up"); process.stdin.resume(); process.stdin.on("end", () => process.exit())'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const seen = tcpConnections();
  child.stdin.end();
  await new Promise((resolve) => child.once('close', resolve));
  assert.ok(seen.state === 'read' && seen.running.includes('MsSense.exe'), JSON.stringify(seen));
});

test('the log of the MDE sensor is asked for within two seconds, and what is not there is not made up', () => {
  const started = performance.now();
  const seen = senseEvents();
  assert.ok(performance.now() - started < 2000);
  if (differs('no-event-log')) assert.deepEqual(seen, { state: 'unread', win32: 0 });
  // Windows without MDE has no such channel.
  else if (seen.state === 'unread') assert.ok([5, 15007].includes(seen.win32), String(seen.win32));
});

test('the error logs of the sensor are found beside the program of its service', () => {
  assert.deepEqual(sensorLog(), { state: 'not-installed' });
  assert.equal(
    sc('create', 'AATPSensor', 'binPath=', `"\\"${work}\\Microsoft.Tri.Sensor.exe\\""`, 'start=', 'demand'),
    0,
  );
  try {
    assert.deepEqual(sensorLog(), { state: 'unread', why: 'missing' });
    mkdirSync(path.join(work, 'Logs'));
    const padding = 'x'.repeat(300 * 1024);
    const line = '2026-11-22 08:15:02.1234 Error Deployer ApplyInternal failed two way SSL connection to service';
    writeFileSync(path.join(work, 'Logs', 'Microsoft.Tri.Sensor-Errors.log'), `${line}\r\n${padding}\r\n${line}\r\n`);
    assert.deepEqual(sensorLog(), {
      state: 'read',
      files: [
        {
          name: 'Microsoft.Tri.Sensor-Errors.log',
          // The first of them lies before the end that is read.
          entries: [{ fault: 'two-way-ssl', at: '2026-11-22T08:15:02.123Z' }],
        },
      ],
    });
  } finally {
    sc('delete', 'AATPSensor');
  }
});

test('the test of the antivirus is run from its newest folder, which only administrators may change', async () => {
  assert.equal(makeFolder(standIns, 'O:BAG:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)'), 0);
  // A program of Windows that fails on what it does not understand.
  copyFileSync(path.win32.join(systemFolder(), 'reg.exe'), path.win32.join(standIns, 'MpCmdRun.exe'));
  assert.deepEqual(await mapsTest(false), { state: 'not-run', why: 'not-elevated' });
  const seen = await mapsTest(true);
  assert.equal(seen.state, 'ran', JSON.stringify(seen));
  assert.ok(seen.state === 'ran' && seen.code !== 0 && seen.hresult === null);
});

test('where a link stands in its place it is not run', async () => {
  const elsewhere = path.join(work, 'elsewhere');
  renameSync(standIns, elsewhere);
  await linkFolder(elsewhere, standIns);
  try {
    assert.deepEqual(await mapsTest(true), { state: 'not-run', why: 'unsafe' });
  } finally {
    await unlinkFolder(standIns);
  }
});

test('a program that does not end is ended in time', async () => {
  const started = performance.now();
  const end = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 500 });
  assert.deepEqual(end, { kind: 'timeout' });
  assert.ok(performance.now() - started < 5000);
  assert.equal((await runProgram(path.join(work, 'none.exe'), [], { timeoutMs: 500 })).kind, 'failed');
});

test('a program is given nothing of the environment but where Windows is', async () => {
  process.env.PLANTED = 'by the one who started us';
  const script = 'process.stdout.write(String(process.env.PLANTED) + process.cwd())';
  const end = await runProgram(process.execPath, ['-e', script], { timeoutMs: 10_000 });
  delete process.env.PLANTED;
  assert.equal(end.kind, 'exited');
  assert.equal(end.kind === 'exited' ? end.output.toLowerCase() : '', `undefined${systemFolder()}`.toLowerCase());
});

test('the rest is asked of Windows and not of the environment', async () => {
  process.env.ProgramFiles = 'Z:\\planted';
  assert.match(programFilesFolder() ?? '', /^C:\\Program Files$/i);
  const evidence = serviceEvidence(true);
  assert.deepEqual(await evidence.addresses('127.0.0.1'), ['127.0.0.1']);
  assert.equal(await evidence.addresses('nothing.invalid'), null);
  assert.equal(await evidence.sensorModule(), 'absent');
  const booted = await evidence.bootedAt();
  assert.ok(booted !== null && booted.getTime() <= Date.now());
});
