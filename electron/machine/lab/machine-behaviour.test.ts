import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeWinHttpSettings } from '../../core/codecs/winhttp-settings.ts';
import { entryOf, valueIds } from '../../core/settings/catalogue.ts';
import { type Machine, type RawImage, sensorFileLimit } from '../machine.ts';
import { openLab } from './open-lab.ts';
import { text } from './scenarios/stored-values.ts';

const consoleProgram = { file: process.execPath, args: ['-e', 'process.exit(7)', '--'] };
let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'lab-'));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

async function lab(scenario: string): Promise<Machine> {
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

const present = (value: string): RawImage => ({ state: 'present', ...text(value) });
const state = async (machine: Machine, name: string) =>
  (await machine.services.list()).find((service) => service.name === name)?.state;

describe('settings', () => {
  test('an id outside the catalogue is refused by the compiler', async () => {
    const machine = await lab('direct');
    // @ts-expect-error not a value of the catalogue
    await expect(machine.settings.read('HKLM\\SAM')).rejects.toThrow();
    // @ts-expect-error a value that may only be read
    const write = () => machine.settings.write('mde.onboardingState', present('x'));
    expect(write).toBeTypeOf('function');
  });

  test('the WinHTTP API writes the 64-bit value and leaves the 32-bit copy', async () => {
    const machine = await lab('static-proxy');
    const copy = await machine.settings.read('winhttp.machine32');
    const proxy = { access: 'named', proxy: 'new.contoso.com:3128', bypass: '<local>' } as const;
    expect(await machine.winhttp.write(proxy)).toBe(0);
    const now = await machine.settings.read('winhttp.machine');
    expect(now.state === 'present' && decodeWinHttpSettings(now.bytes)).toMatchObject({
      state: 'named',
      proxy: 'new.contoso.com:3128',
    });
    expect(await machine.settings.read('winhttp.machine32')).toEqual(copy);
  });

  test('WinHTTP gives back what is stored, and takes what it cannot read for direct', async () => {
    const machine = await lab('static-proxy');
    expect(await machine.winhttp.read()).toMatchObject({ access: 'named', proxy: 'proxy.contoso.com:8080' });
    const cut = await machine.settings.read('winhttp.machine');
    if (cut.state !== 'present') throw new Error('is there');
    await machine.settings.write('winhttp.machine', { ...cut, bytes: cut.bytes.subarray(0, 20) });
    expect(await machine.winhttp.read()).toEqual({ access: 'direct' });
    await machine.settings.write('winhttp.machine', { state: 'absent', missingKeys: 0 });
    expect(await machine.winhttp.read()).toEqual({ access: 'direct' });
    expect(await machine.winhttp.leftover()).toBeNull();
  });

  test('pac-file answers by its table, and for no other PAC file nor by WPAD', async () => {
    const { winhttp } = await lab('pac-file');
    const ask = (url: string, pacUrl: string) => winhttp.resolve(url, { pacUrl }, { timeoutMs: 1000 });
    const pacUrl = 'http://pac.contoso.local/proxy.pac';
    expect(await ask('https://dc02.contoso.local/x', pacUrl)).toEqual({ kind: 'direct' });
    expect(await ask('https://contoso-corpsensorapi.atp.azure.com/x', pacUrl)).toEqual({
      kind: 'named',
      proxy: 'proxy.contoso.com:8080;upstream.contoso.com:3128',
      bypass: '',
    });
    expect(await ask('https://a.contoso.com/', `${pacUrl}x`)).toEqual({ kind: 'failed', win32: 12167 });
    expect(await winhttp.resolve('https://a/', 'wpad', { timeoutMs: 1000 })).toEqual({ kind: 'failed', win32: 12180 });
  });

  test('what another process of the lab wrote is read at once', async () => {
    const [one, other] = [await lab('direct'), await lab('direct')];
    await one.settings.write('mde.telemetryProxyServer', present('a:1'));
    expect(await other.settings.read('mde.telemetryProxyServer')).toEqual(present('a:1'));
  });

  test('policy-locked names the GPO of the two values and of no other', async () => {
    const all = await (await lab('policy-locked')).settings.readAll();
    const managed = valueIds.filter((id) => all[id].management.state === 'managed');
    expect(managed).toEqual(['mde.telemetryProxyServer', 'mde.disableEnterpriseAuthProxy']);
    expect(all['mde.telemetryProxyServer'].management).toEqual({ state: 'managed', gpo: 'Defender proxy - servers' });
    expect(all['mdav.policy.proxyServer'].management).toEqual({ state: 'unmanaged' });
    expect(all['winhttp.machine'].management).toEqual({ state: 'not-policy' });
  });
});

describe('rights', () => {
  test('limited-user is refused exactly the values that need administrator rights, and the sensor file', async () => {
    const machine = await lab('limited-user');
    const all = await machine.settings.readAll();
    for (const id of valueIds) {
      const denied = { state: 'unreadable', win32: 5 };
      if (entryOf(id).readNeedsAdmin) expect(all[id].reading).toEqual(denied);
      else expect(all[id].reading).not.toEqual(denied);
    }
    expect(await machine.settings.read('wininet.localSystem.connection')).toEqual({ state: 'unreadable', win32: 5 });
    expect(await machine.sensor.read()).toEqual({ state: 'unreadable', win32: 5 });
    expect((await machine.facts()).elevated).toBe(false);
  });

  test.each(['limited-user', 'uac-declined'])('%s changes nothing without elevation', async (scenario) => {
    const machine = await lab(scenario);
    const before = await readFile(path.join(stateDir, 'registry.json'));
    expect(await machine.settings.write('mde.telemetryProxyServer', present('a:1'))).toBe(5);
    expect(await machine.winhttp.write({ access: 'direct' })).toBe(5);
    expect(await machine.sensor.write(new Uint8Array())).toBe(5);
    expect(await machine.services.stop('AATPSensorUpdater')).toBe(5);
    expect(await readFile(path.join(stateDir, 'registry.json'))).toEqual(before);
  });

  test('uac-declined can read everything, so that there is a plan to decline', async () => {
    const machine = await lab('uac-declined');
    const all = await machine.settings.readAll();
    expect(valueIds.filter((id) => all[id].reading.state === 'unreadable')).toEqual([]);
    expect(await machine.elevation.run(['undo', '--run', 'x'])).toEqual({ kind: 'not-confirmed' });
  });

  test('an elevated run ends with the exit code of the console program', async () => {
    expect(await (await lab('direct')).elevation.run(['undo', '--run', 'x'])).toEqual({ kind: 'exited', code: 7 });
  });

  test('a console program that is not there is a failed elevation, not a declined one', async () => {
    const opened = await openLab({
      scenario: 'direct',
      stateDir,
      consoleProgram: { file: path.join(stateDir, 'no-such-program'), args: [] },
    });
    if (!opened.ok) throw new Error('opens');
    expect(await opened.value.elevation.run(['undo', '--run', 'x'])).toEqual({
      kind: 'failed',
      win32: 2,
      detail: 'ENOENT',
    });
  });
});

describe('quirks', () => {
  test('third-write-denied refuses the third write of a process and no other', async () => {
    const machine = await lab('third-write-denied');
    const results = [
      await machine.winhttp.write({ access: 'direct' }),
      await machine.settings.write('mde.telemetryProxyServer', present('a:1')),
      await machine.settings.write('mde.disableEnterpriseAuthProxy', present('1')),
      await machine.settings.write('mde.telemetryProxyServer', { state: 'absent', missingKeys: 0 }),
    ];
    expect(results).toEqual([0, 0, 5, 0]);
  });

  test('reverted-by-policy puts the old antivirus proxy back once the process that wrote closes', async () => {
    const machine = await lab('reverted-by-policy');
    const old = await machine.settings.read('mdav.policy.proxyServer');
    await machine.settings.write('mdav.policy.proxyServer', present('http://proxy.contoso.com:8080'));
    await machine.settings.write('mde.telemetryProxyServer', present('proxy.contoso.com:8080'));
    expect(await machine.settings.read('mdav.policy.proxyServer')).not.toEqual(old);
    await machine.close();
    expect(await machine.settings.read('mdav.policy.proxyServer')).toEqual(old);
    expect(await machine.settings.read('mde.telemetryProxyServer')).toEqual(present('proxy.contoso.com:8080'));
  });

  test('a process that only read does not wake the policy engine', async () => {
    const [reader, writer] = [await lab('reverted-by-policy'), await lab('reverted-by-policy')];
    await writer.settings.write('mdav.policy.proxyServer', present('http://a:1'));
    await reader.settings.readAll();
    await reader.close();
    expect(await writer.settings.read('mdav.policy.proxyServer')).toEqual(present('http://a:1'));
  });
});

describe('services', () => {
  test('stopping the updater stops the sensor, starting it starts the sensor', async () => {
    const machine = await lab('sensor-v2');
    expect(await machine.services.stop('AATPSensorUpdater')).toBe(0);
    expect([await state(machine, 'AATPSensorUpdater'), await state(machine, 'AATPSensor')]).toEqual([
      'stopped',
      'stopped',
    ]);
    expect(await machine.services.stop('AATPSensorUpdater')).toBe(0);
    expect(await machine.services.start('AATPSensorUpdater')).toBe(0);
    expect([await state(machine, 'AATPSensorUpdater'), await state(machine, 'AATPSensor')]).toEqual([
      'running',
      'running',
    ]);
  });

  test('service-stuck stops the updater and does not start it again', async () => {
    const machine = await lab('service-stuck');
    expect(await machine.services.start('AATPSensorUpdater')).toBe(0);
    expect(await machine.services.stop('AATPSensorUpdater')).toBe(0);
    expect(await machine.services.start('AATPSensorUpdater')).toBe(1053);
    expect(await state(machine, 'AATPSensor')).toBe('stopped');
  });

  test('protected services cannot be stopped, and missing ones do not exist', async () => {
    const machine = await lab('sensor-v3');
    expect(await machine.services.stop('Sense')).toBe(5);
    expect(await machine.services.stop('DiagTrack')).toBe(0);
    expect(await machine.services.stop('AATPSensor')).toBe(1060);
    expect(await state(machine, 'AATPSensor')).toBe('not-installed');
    expect(await machine.senseIdentity()).toBe(true);
  });
});

describe('the sensor file', () => {
  test('it is a file of its version folder, found again when the version changes', async () => {
    const machine = await lab('sensor-v2');
    const found = await machine.sensor.read();
    if (found.state !== 'read') throw new Error('is there');
    expect(found.path).toBe(path.join(stateDir, 'sensor', found.version ?? '', 'SensorConfiguration.json'));
    expect(Buffer.from(found.bytes)).toEqual(await readFile(found.path));
    const moved = path.join(stateDir, 'sensor', '2.250.1.1', 'SensorConfiguration.json');
    await mkdir(path.dirname(moved));
    await writeFile(moved, '{}');
    const services = path.join(stateDir, 'services.json');
    await writeFile(services, (await readFile(services, 'utf8')).replaceAll(found.version ?? '-', '2.250.1.1'));
    expect(await machine.sensor.read()).toMatchObject({ state: 'read', path: moved, version: '2.250.1.1' });
    expect(await machine.sensor.write(new TextEncoder().encode('{"a":1}'))).toBe(0);
    expect(await readFile(moved, 'utf8')).toBe('{"a":1}');
  });

  test('a version that leads out of the folder is no version', async () => {
    const machine = await lab('sensor-v2');
    const services = path.join(stateDir, 'services.json');
    await writeFile(services, (await readFile(services, 'utf8')).replaceAll('2.245.18712.41312', '../../x'));
    expect(await machine.sensor.read()).toEqual({ state: 'not-installed' });
  });

  test('too large, and missing, are told apart', async () => {
    const machine = await lab('sensor-v2');
    const found = await machine.sensor.read();
    if (found.state !== 'read') throw new Error('is there');
    await writeFile(found.path, Buffer.alloc(sensorFileLimit + 1));
    expect(await machine.sensor.read()).toEqual({ state: 'too-large', path: found.path });
    await rm(found.path);
    expect(await machine.sensor.read()).toEqual({ state: 'unreadable', win32: 2 });
  });

  test('it holds what a rewrite could lose: unknown keys, unusual numbers, Windows line ends', async () => {
    const found = await (await lab('sensor-v2')).sensor.read();
    const content = found.state === 'read' ? Buffer.from(found.bytes).toString('utf8') : '';
    expect(JSON.parse(content)).toMatchObject({
      $type: 'SensorMandatoryConfiguration',
      SensorProxyConfiguration: null,
    });
    for (const part of ['1.50e2', '12345678901234567890', 'UnknownFlags', 'Zürich', '\r\n'])
      expect(content).toContain(part);
  });
});

describe('the protected folder', () => {
  const runs = () => path.join(stateDir, 'protected', 'runs');

  test('it is made for its owner only and found again', async () => {
    const machine = await lab('direct');
    expect(await machine.protectedFolder('runs')).toEqual({ ok: true, value: runs() });
    await writeFile(path.join(runs(), 'a'), '');
    expect(await machine.protectedFolder('runs')).toEqual({ ok: true, value: runs() });
  });

  test.each([
    ['link', () => symlink(tmpdir(), runs())],
    ['not-a-folder', () => writeFile(runs(), '')],
    ['acl', () => mkdir(runs()).then(() => chmod(runs(), 0o777))],
  ] as const)('%s is refused', async (why, plant) => {
    const machine = await lab('direct');
    await mkdir(path.join(stateDir, 'protected'), { mode: 0o700 });
    await plant();
    expect(await machine.protectedFolder('runs')).toMatchObject({
      ok: false,
      problem: { kind: 'folder-unsafe', path: runs(), why },
    });
  });

  // Only root can give a folder away, so that it is another's.
  test.runIf(process.getuid?.() === 0)("another owner's folder is refused", async () => {
    const machine = await lab('direct');
    await machine.protectedFolder('runs');
    await chown(runs(), 65534, 65534);
    expect(await machine.protectedFolder('runs')).toMatchObject({ ok: false, problem: { why: 'owner' } });
  });

  test('an outer folder that others may write is refused as well', async () => {
    const machine = await lab('direct');
    await machine.protectedFolder('runs');
    await chmod(path.join(stateDir, 'protected'), 0o775);
    expect(await machine.protectedFolder('runs')).toMatchObject({ ok: false, problem: { why: 'acl' } });
  });
});
