import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { programOf, sensorStore } from '../../electron/machine/windows/sensor-store.ts';

const sc = (...args: string[]) => assert.equal(spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status, 0);
const folder = 'C:\\Program Files\\Azure Advanced Threat Protection Sensor\\2.240.18218.12345';
const file = `${folder}\\SensorConfiguration.json`;
const text =
  '{\r\n  "$type": "SensorMandatoryConfiguration",\r\n  "SensorProxyConfiguration": null,\r\n  "Odd": 1.0\r\n}';
const store = sensorStore();

before(async () => {
  assert.deepEqual(await store.read(), { state: 'not-installed' });
  mkdirSync(folder, { recursive: true });
  sc('create', 'AATPSensor', 'binPath=', `"\\"${folder}\\Microsoft.Tri.Sensor.exe\\""`, 'start=', 'demand');
});
after(() => {
  sc('delete', 'AATPSensor');
  rmSync('C:\\Program Files\\Azure Advanced Threat Protection Sensor', { recursive: true });
});

test('a sensor without its file is unreadable with status 2', async () => {
  assert.deepEqual(await store.read(), { state: 'unreadable', win32: 2 });
});

test('the file is found by the path of the service, with the version of its folder, byte for byte', async () => {
  writeFileSync(file, text);
  const found = await store.read();
  assert.equal(found.state, 'read');
  if (found.state !== 'read') return;
  assert.equal(found.path, file);
  assert.equal(found.version, '2.240.18218.12345');
  assert.equal(Buffer.from(found.bytes).toString('utf8'), text);
});

test('a file over the limit is said to be too large', async () => {
  writeFileSync(file, Buffer.alloc(300 * 1024, 32));
  assert.deepEqual(await store.read(), { state: 'too-large', path: file });
});

test('writing replaces the bytes and leaves no other file behind', async () => {
  writeFileSync(file, text);
  const wanted = Buffer.from(
    text.replace('null', '{"$type":"SensorProxyConfiguration","Url":"http://proxy.contoso.com:8080"}'),
  );
  assert.equal(await store.write(wanted), 0);
  assert.deepEqual(readFileSync(file), wanted);
  assert.ok(!existsSync(`${file}.new`) && !existsSync(`${file}.before-change`));
});

test('a file that Windows moved away, and whose successor never came, is there again and replaced', async () => {
  renameSync(file, `${file}.before-change`);
  assert.equal(await store.write(Buffer.from(text)), 0);
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.ok(!existsSync(`${file}.new`) && !existsSync(`${file}.before-change`));
});

test('writing where the file is missing is refused and leaves nothing', async () => {
  rmSync(file);
  assert.notEqual(await store.write(Buffer.from('{}')), 0);
  assert.ok(!existsSync(file) && !existsSync(`${file}.new`));
});

test('the program of a command line is found with and without quotes', () => {
  assert.equal(programOf('"C:\\Program Files\\A B\\x.exe" -k y.exe'), 'C:\\Program Files\\A B\\x.exe');
  assert.equal(programOf('C:\\Windows\\x.exe -k'), 'C:\\Windows\\x.exe');
  assert.equal(programOf('C:\\Windows\\x'), null);
});
