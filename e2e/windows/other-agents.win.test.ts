import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { OtherAgents } from '../../electron/core/plan/other-agents.ts';
import { otherAgents } from '../../electron/machine/windows/other-agents.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';

const services = ['HealthService', 'OMSGatewayService', 'himds'];
const installed = (name: string) => spawnSync('sc.exe', ['query', name]).status === 0;
const before = services.filter(installed);
const folder = path.win32.join(programDataFolder() ?? '', 'AzureConnectedMachineAgent');
const file = path.win32.join(folder, 'Config', 'localconfig.json');
const planted = before.length === 0 && !existsSync(folder);
const workspaces = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters\\Service Connector Services';

const sc = (...args: string[]) => spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status;
/** Stand-ins are made for the agents, so these tests need a machine that has none of them. */
const needsNone = () => assert.ok(planted, 'one of the agents is installed here');
const arcProxy = () => otherAgents().azureArc.proxy;

after(() => {
  if (!planted) return;
  for (const name of services) sc('delete', name);
  spawnSync('reg.exe', ['delete', workspaces, '/f']);
  rmSync(folder, { recursive: true, force: true });
});

test('what is not installed is said to be so', () => {
  const found = otherAgents();
  assert.deepEqual(OtherAgents.parse(found), found);
  const { logAnalytics, omsGateway, azureArc } = found;
  const states = [logAnalytics.state, omsGateway.state, azureArc.state];
  assert.deepEqual(
    states.map((state) => state !== 'not-installed'),
    services.map((name) => before.includes(name)),
  );
});

test('installed agents are found with their version, and what only they can tell is not read', () => {
  needsNone();
  for (const name of services)
    assert.equal(sc('create', name, 'binPath=', `"\\"${process.execPath}\\" --version"`, 'start=', 'demand'), 0);
  const found = otherAgents();
  assert.deepEqual(OtherAgents.parse(found), found);
  assert.equal(found.omsGateway.state, 'stopped');
  assert.match(found.omsGateway.version ?? '', new RegExp(`^${process.versions.node.replaceAll('.', '\\.')}`));
  assert.deepEqual(found.omsGateway.proxy, { state: 'not-read', why: 'no-way' });
  assert.deepEqual(found.logAnalytics.proxy, { state: 'not-read', why: 'no-way' });
  assert.equal(found.logAnalytics.workspaces, 0);
});

test('the workspaces of the Log Analytics agent are counted and not named', () => {
  needsNone();
  for (const id of ['Log Analytics - 11111111-2222-3333-4444-555555555555', 'Log Analytics - x', 'Other'])
    assert.equal(spawnSync('reg.exe', ['add', `${workspaces}\\${id}`, '/f']).status, 0);
  assert.equal(otherAgents().logAnalytics.workspaces, 2);
  assert.ok(!JSON.stringify(otherAgents()).includes('11111111'));
});

test('the proxy of the Azure Arc agent is read from its file, masked, and never guessed', () => {
  needsNone();
  assert.deepEqual(arcProxy(), { state: 'not-read', why: 'missing' });
  mkdirSync(path.win32.dirname(file), { recursive: true });
  for (const [text, expected] of [
    ['{"proxy":{"url":"http://proxy.contoso.com:8080"}}', { state: 'set', text: 'http://proxy.contoso.com:8080' }],
    ['{"proxy":{"url":"http://ann:pa55@p:1"}}', { state: 'set', text: 'http://***:****@p:1' }],
    ['{"proxy":{"url":""}}', { state: 'none' }],
    ['{"proxy":{"url":', { state: 'not-read', why: 'malformed' }],
    [Buffer.from([0x7b, 0xff, 0x7d]), { state: 'not-read', why: 'malformed' }],
    [`{"a":"${'x'.repeat(70_000)}"}`, { state: 'not-read', why: 'malformed' }],
  ] as const) {
    writeFileSync(file, text);
    assert.deepEqual(arcProxy(), expected);
  }
  rmSync(file);
  mkdirSync(file);
  assert.deepEqual(arcProxy(), { state: 'not-read', why: 'unreadable' });
});
