import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BlastRadius } from '../../electron/core/plan/blast-radius.ts';
import { blastRadius } from '../../electron/machine/windows/blast-radius.ts';
import { openNative } from '../../electron/machine/windows/native.ts';
import { runningServices } from '../../electron/machine/windows/running-services.ts';
import { localisedName, serviceAccount } from '../../electron/machine/windows/service-account.ts';
import { startService, stopService } from '../../electron/machine/windows/service-manager.ts';

const name = 'DpwTestRadius';
const own = path.basename(process.execPath).toLowerCase();
const sc = (...args: string[]) => assert.equal(spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status, 0);

before(async () => {
  sc('create', name, 'binPath=', 'C:\\windows\\system32\\spoolsv.exe', 'start=', 'demand');
  assert.equal(await startService(name), 0);
});
after(async () => {
  await stopService(name);
  sc('delete', name);
});

test('a running service is listed with its process under its account, and not once it has stopped', async () => {
  const found = runningServices()?.find((service) => service.name === name);
  assert.equal(found?.account, 'local-system');
  assert.ok((found?.pid ?? 0) > 0);
  const radius = await blastRadius();
  assert.deepEqual(BlastRadius.parse(radius), radius);
  assert.ok(radius.services?.byAccount['local-system'].names.includes(name));
  assert.equal(await stopService(name), 0);
  assert.ok(!runningServices()?.some((service) => service.name === name));
});

test('the accounts are known by the names that this system gives them', () => {
  for (const id of ['local-system', 'local-service', 'network-service'] as const) {
    const name = localisedName(id);
    assert.match(name ?? '', /^[^\\]+\\[^\\]+$/);
    assert.equal(serviceAccount(name ?? '', 0x10), id);
  }
  assert.equal(serviceAccount('NT AUTHORITY\\LocalService', 0x10), 'local-service');
  assert.equal(serviceAccount('CONTOSO\\nobody', 0x10), 'other');
});

const processesOf = (radius: BlastRadius) =>
  (radius.winhttp?.users ?? [])
    .filter(({ program }) => program.toLowerCase() === own)
    .reduce((sum, { processes }) => sum + processes, 0);

/** A look that has time for every process, also on a busy computer. */
const wholeLook = () => blastRadius(30_000);

test('the process that looks is not among those that are affected', async () => {
  const without = processesOf(await wholeLook());
  openNative().koffi.load('winhttp.dll');
  assert.equal(processesOf(await wholeLook()), without);
});

test('another process that loads WinHTTP is seen from then on', async () => {
  const before = processesOf(await wholeLook());
  const load =
    "require('koffi').load('winhttp.dll'); process.stdout.write('loaded'); process.stdin.resume(); process.stdin.on('end', () => process.exit())";
  const child = spawn(process.execPath, ['-e', load], { cwd: __dirname, stdio: ['pipe', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  try {
    await once(child.stdout, 'data');
    const { winhttp, ...found } = await wholeLook();
    assert.equal(processesOf({ ...found, winhttp }), before + 1);
    assert.equal(winhttp?.leftOut, 0);
  } finally {
    child.stdin.end();
    await closed;
  }
});

test('processes for which there is no time are counted as not looked into', async () => {
  const { winhttp } = await blastRadius(0);
  assert.deepEqual(winhttp?.users, []);
  assert.ok((winhttp?.notLookedInto ?? 0) > 0);
});
