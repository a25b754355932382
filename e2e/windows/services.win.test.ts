import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { serviceStatus, startService, stopService } from '../../electron/machine/windows/service-manager.ts';

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
