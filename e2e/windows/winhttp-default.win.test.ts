import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { decodeWinHttpSettings } from '../../electron/core/codecs/winhttp-settings.ts';
import { settingsStore } from '../../electron/machine/windows/settings-store.ts';
import { defaultProxy, setDefaultProxy } from '../../electron/machine/windows/winhttp-default.ts';

const store = settingsStore(() => () => ({ state: 'unknown' }));
const stored = async () => {
  const reading = await store.read('winhttp.machine');
  assert.equal(reading.state, 'present');
  return decodeWinHttpSettings(reading.state === 'present' ? reading.bytes : new Uint8Array());
};

test('the default proxy that the API sets is what it gives back and what the stored blob says', async () => {
  const wanted = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local' } as const;
  assert.equal(setDefaultProxy(wanted), 0);
  assert.deepEqual(defaultProxy(), wanted);
  const blob = await stored();
  assert.equal(blob.state, 'named');
  assert.deepEqual(blob.state === 'named' && [blob.proxy, blob.bypass], [wanted.proxy, wanted.bypass]);
});

test('another process sees the default proxy', () => {
  setDefaultProxy({ access: 'named', proxy: 'other.contoso.com:3128', bypass: '' });
  const key = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
  const text = execFileSync('reg.exe', ['query', key, '/v', 'WinHttpSettings'], { encoding: 'latin1' });
  assert.match(text, new RegExp(Buffer.from('other.contoso.com:3128').toString('hex'), 'i'));
});

test('direct is direct for the API and in the blob', async () => {
  assert.equal(setDefaultProxy({ access: 'direct' }), 0);
  assert.deepEqual(defaultProxy(), { access: 'direct' });
  assert.equal((await stored()).state, 'direct');
});
