import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { valueIds } from '../../electron/core/settings/catalogue.ts';
import { settingsStore } from '../../electron/machine/windows/settings-store.ts';

const store = settingsStore(() => () => ({ state: 'unknown' }));
const sz = (text: string) => ({ state: 'present', type: 1, bytes: Buffer.from(`${text}\0`, 'utf16le') }) as const;
const reg = (...args: string[]) => execFileSync('reg.exe', args, { encoding: 'latin1' });

test('one pass answers for every value of the catalogue', async () => {
  const all = await store.readAll();
  assert.deepEqual(Object.keys(all).sort(), [...valueIds].sort());
  for (const [id, { reading }] of Object.entries(all))
    assert.ok(reading.state !== 'unreadable', `${id}: ${JSON.stringify(reading)}`);
});

test('a written value is what reg.exe reads, and taking it away takes the keys along that writing made', async () => {
  const before = await store.read('mde.telemetryProxyServer');
  assert.equal(before.state, 'absent');
  assert.equal(await store.write('mde.telemetryProxyServer', sz('10.0.0.6:8080')), 0);
  const key = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection';
  assert.match(reg('query', key, '/v', 'TelemetryProxyServer', '/reg:64'), /REG_SZ\s+10\.0\.0\.6:8080/);
  const written = await store.read('mde.telemetryProxyServer');
  assert.deepEqual(written, { ...sz('10.0.0.6:8080'), bytes: new Uint8Array(sz('10.0.0.6:8080').bytes) });
  assert.equal(await store.write('mde.telemetryProxyServer', before), 0);
  assert.deepEqual(await store.read('mde.telemetryProxyServer'), before);
});

test('keys that hold something else stay when a value goes back to absence', async () => {
  const before = await store.read('mdav.policy.sslOptions');
  assert.equal(before.state, 'absent');
  assert.equal(await store.write('mdav.policy.proxyServer', sz('http://10.0.0.6:8080')), 0);
  assert.equal(
    await store.write('mdav.policy.sslOptions', { state: 'present', type: 4, bytes: Uint8Array.of(2, 0, 0, 0) }),
    0,
  );
  assert.equal(await store.write('mdav.policy.sslOptions', before), 0);
  assert.deepEqual(await store.read('mdav.policy.sslOptions'), { state: 'absent', missingKeys: 1 });
  assert.equal((await store.read('mdav.policy.proxyServer')).state, 'present');
});

test('a text without its terminator stays without it, whatever lies behind it in memory', async () => {
  const room = Buffer.from('http://10.0.0.6:8080\0\0', 'utf16le');
  for (const end of [room.length - 4, room.length - 5]) {
    const bytes = new Uint8Array(room.subarray(0, end).buffer, room.byteOffset, end);
    for (const type of [1, 2]) {
      assert.equal(await store.write('mdav.policy.proxyPacUrl', { state: 'present', type, bytes }), 0);
      assert.deepEqual(await store.read('mdav.policy.proxyPacUrl'), {
        state: 'present',
        type,
        bytes: Uint8Array.from(bytes),
      });
    }
  }
});

test('odd bytes and odd types come back as they are', async () => {
  for (const [type, bytes] of [
    [1, [0x41, 0x00, 0x42]],
    [0, []],
    [4, [1]],
    [3, Array.from({ length: 4000 }, (_, i) => i % 256)],
  ] as const) {
    assert.equal(
      await store.write('mdav.policy.proxyPacUrl', { state: 'present', type, bytes: Uint8Array.from(bytes) }),
      0,
    );
    assert.deepEqual(await store.read('mdav.policy.proxyPacUrl'), {
      state: 'present',
      type,
      bytes: Uint8Array.from(bytes),
    });
  }
});
