import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { encodeRegistryPol, type PolicyEntry } from '../../electron/core/codecs/registry-pol.ts';
import { entryOf, valueIds } from '../../electron/core/settings/catalogue.ts';
import { readManagement } from '../../electron/machine/windows/policy-management.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';
import { subKeyNames } from '../../electron/machine/windows/registry.ts';
import { settingsStore } from '../../electron/machine/windows/settings-store.ts';

const id = 'mde.telemetryProxyServer';
const programData = programDataFolder() ?? '';
const compiled = path.win32.join(programData, 'ntuser.pol');
const saved = path.win32.join(programData, 'ntuser.pol before the suite');
const folder = path.win32.join(programData, 'GPO suite');
const history =
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History\\{35378EAC-683F-11D2-A89A-00C04FBBCFA2}';
const netlogon = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Netlogon\\Parameters';
const numbers = ['99999999', '100000000', '100000001'];

const reg = (...args: string[]) => spawnSync('reg.exe', [...args, '/reg:64'], { encoding: 'latin1' });
const sz = (text: string): Uint8Array => Buffer.from(`${text}\0`, 'utf16le');
const sets: PolicyEntry = {
  key: 'Software\\Policies\\Microsoft\\Windows\\DataCollection',
  value: 'TelemetryProxyServer',
  type: 1,
  data: sz('10.0.0.6:8080'),
};
const comment = (gpo: string): PolicyEntry => ({
  key: 'Software\\Policies\\Microsoft\\Windows\\Group Policy Objects\\{6AC1786C-016F-11D2-945F-00C04FB984F9}',
  value: `**Comment:GPO Name: ${gpo}`,
  type: 1,
  data: new Uint8Array(),
});
const plant = (entries: readonly PolicyEntry[]) => writeFileSync(compiled, encodeRegistryPol(entries));

/** A GPO in the policy history, the later the higher its number, with its own Registry.pol in `at`. */
function plantGpo(number: string, name: string, at: string, entries: readonly PolicyEntry[] | null, shown = at): void {
  assert.equal(reg('add', `${history}\\${number}`, '/v', 'DisplayName', '/t', 'REG_SZ', '/d', name, '/f').status, 0);
  assert.equal(reg('add', `${history}\\${number}`, '/v', 'FileSysPath', '/t', 'REG_SZ', '/d', shown, '/f').status, 0);
  mkdirSync(at, { recursive: true });
  if (entries !== null) writeFileSync(path.win32.join(at, 'Registry.pol'), encodeRegistryPol(entries));
}

const clear = () => {
  rmSync(compiled, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  for (const number of numbers) reg('delete', `${history}\\${number}`, '/f');
};

const sysvolBefore = /SysVol\s+REG_SZ\s+(.+?)\s*$/m.exec(reg('query', netlogon, '/v', 'SysVol').stdout)?.[1] ?? null;

before(() => {
  if (existsSync(compiled)) renameSync(compiled, saved);
});
afterEach(clear);
after(() => {
  if (existsSync(saved)) renameSync(saved, compiled);
  if (sysvolBefore === null) reg('delete', netlogon, '/v', 'SysVol', '/f');
  else reg('add', netlogon, '/v', 'SysVol', '/t', 'REG_SZ', '/d', sysvolBefore, '/f');
});

test('the folder of the compiled policies is that of Windows, whatever the environment says', () => {
  const said = process.env.ProgramData;
  assert.equal(programData.toLowerCase(), said?.toLowerCase());
  try {
    process.env.ProgramData = folder;
    assert.equal(programDataFolder(), programData);
  } finally {
    process.env.ProgramData = said;
  }
});

test('without a compiled set of policies no policy value is managed', () => {
  const managementOf = readManagement();
  for (const value of valueIds) {
    const state = entryOf(value).origin === 'policy' ? 'unmanaged' : 'not-policy';
    assert.deepEqual(managementOf(value), { state }, value);
  }
});

test('a value in the compiled set is managed by the GPO that stands before it', async () => {
  plant([comment('Default Domain Policy'), comment('Proxy for Defender'), sets, comment('Later')]);
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: 'Proxy for Defender' });
  const all = await settingsStore(readManagement).readAll();
  assert.deepEqual(all[id].management, { state: 'managed', gpo: 'Proxy for Defender' });
  assert.deepEqual(all['mde.disableEnterpriseAuthProxy'].management, { state: 'unmanaged' });
  assert.deepEqual(all['winhttp.machine'].management, { state: 'not-policy' });
});

test('without such a line the last applied GPO whose own file has the value names it', () => {
  plant([sets]);
  plantGpo('99999999', 'First', `${folder}\\a\\Machine`, [sets]);
  plantGpo('100000000', 'Proxy for Defender', `${folder}\\b\\Machine`, [
    { ...sets, value: '**del.telemetryproxyserver' },
  ]);
  plantGpo('100000001', 'Without it', `${folder}\\c\\Machine`, [{ ...sets, value: 'AllowTelemetry' }]);
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: 'Proxy for Defender' });
});

test('the history is found by its sub-keys', () => {
  plantGpo('99999999', 'First', `${folder}\\a\\Machine`, null);
  const names = subKeyNames({ root: 'HKLM', path: history.slice('HKLM\\'.length), view: 64 }, 100);
  assert.ok(!('win32' in names) && names.includes('99999999'));
  assert.deepEqual(subKeyNames({ root: 'HKLM', path: 'SOFTWARE', view: 64 }, 1), { win32: 234 });
  assert.deepEqual(subKeyNames({ root: 'HKLM', path: 'SOFTWARE\\No such key', view: 64 }, 1), { win32: 2 });
});

test('on a domain controller a GPO of SYSVOL is read from the local folder', () => {
  plant([sets]);
  const inside = 'contoso.com\\Policies\\{31B2F340-016D-11D2-945F-00C04FB984F9}\\Machine';
  plantGpo('100000001', 'From SYSVOL', `${folder}\\${inside}`, [sets], `\\\\contoso.com\\SysVol\\${inside}`);
  reg('add', netlogon, '/v', 'SysVol', '/t', 'REG_SZ', '/d', folder, '/f');
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: 'From SYSVOL' });
});

test('a GPO on another computer is not asked for, and its name is then not known', () => {
  plant([sets]);
  plantGpo('100000000', 'Here', `${folder}\\a\\Machine`, [sets]);
  plantGpo('100000001', 'Elsewhere', `${folder}\\b\\Machine`, [sets], '\\\\192.0.2.1\\policies\\x\\Machine');
  const started = performance.now();
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: null });
  assert.ok(performance.now() - started < 1000);
});

test('a GPO without a Registry.pol writes nothing; one that is corrupt may have written anything', () => {
  plant([sets]);
  plantGpo('100000000', 'Here', `${folder}\\a\\Machine`, [sets]);
  plantGpo('100000001', 'Without a file', `${folder}\\b\\Machine`, null);
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: 'Here' });
  writeFileSync(`${folder}\\b\\Machine\\Registry.pol`, 'PReg');
  assert.deepEqual(readManagement()(id), { state: 'managed', gpo: null });
});

test('a compiled set that cannot be read or understood makes every policy value unknown', () => {
  const whole = encodeRegistryPol([comment('A'), sets]);
  const stands = {
    corrupt: () => writeFileSync(compiled, 'not a policy file'),
    'cut off': () => writeFileSync(compiled, whole.subarray(0, whole.length - 3)),
    empty: () => writeFileSync(compiled, ''),
    'too large': () => writeFileSync(compiled, Buffer.concat([whole, Buffer.alloc(17 * 1024 * 1024)])),
    'a folder': () => mkdirSync(compiled),
  };
  for (const [what, make] of Object.entries(stands)) {
    make();
    const managementOf = readManagement();
    for (const value of valueIds) {
      const state = entryOf(value).origin === 'policy' ? 'unknown' : 'not-policy';
      assert.deepEqual(managementOf(value), { state }, `${what}: ${value}`);
    }
    rmSync(compiled, { recursive: true });
  }
});
