import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { serviceStatus, startService, stopService } from '../../electron/machine/windows/service-manager.ts';
import { whileSuspended } from './obstacles.ts';

const sc = (...args: string[]) => assert.equal(spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status, 0);
const name = 'DpwTestService';

before(() => sc('create', name, 'binPath=', 'C:\\windows\\system32\\spoolsv.exe', 'start=', 'demand'));
after(() => sc('delete', name));

test('a service that is not installed answers 1060', () => {
  assert.deepEqual(serviceStatus('DpwNoSuchService'), { win32: 1060 });
});

test('a stopped service is started, seen running with its program, and stopped again', async () => {
  assert.equal((serviceStatus(name) as { state: string }).state, 'stopped');
  assert.equal(await startService(name), 0);
  assert.equal(await startService(name), 0);
  const running = serviceStatus(name);
  assert.ok('state' in running);
  assert.equal(running.state, 'running');
  assert.match(running.commandLine ?? '', /spoolsv\.exe/i);
  assert.ok(running.pid > 0);
  assert.equal(await stopService(name), 0);
  assert.equal(await stopService(name), 0);
  assert.equal((serviceStatus(name) as { state: string }).state, 'stopped');
});

test('a service that does not answer is given up within a bound, and stops once it answers again', async () => {
  assert.equal(await startService(name), 0);
  const running = serviceStatus(name);
  assert.ok('state' in running);
  const started = performance.now();
  const stuck = await whileSuspended(running.pid, () => stopService(name, 1000));
  // The service manager itself waits for an answer: 30 seconds on Windows.
  assert.ok(performance.now() - started < 45_000);
  assert.equal(stuck, 1053);
  // It is stopping by now, and a start waits for that.
  assert.equal(await startService(name), 0);
  const again = serviceStatus(name);
  assert.ok('state' in again);
  assert.deepEqual([again.state, again.pid === running.pid], ['running', false]);
  assert.equal(await stopService(name), 0);
});
