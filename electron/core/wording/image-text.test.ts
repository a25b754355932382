import { expect, test } from 'vitest';
import { dwordImage, szImage } from '../codecs/registry-data.ts';
import { bytes, connection, winHttp, winHttpDirect } from '../effective/readings-for-tests.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading } from '../settings/reading.ts';
import { imageText } from './image-text.ts';

const absent = { state: 'absent', missingKeys: 0 } as const;

test.each<[ValueId, Reading, string]>([
  ['mde.telemetryProxyServer', absent, 'not set (the default WinHTTP route applies)'],
  ['mde.telemetryProxyServer', szImage('10.0.0.6:8080'), '10.0.0.6:8080'],
  ['mde.telemetryProxyServer', szImage(''), 'empty text'],
  ['mde.telemetryProxyServer', dwordImage(1), 'not usable: registry type 4, 4 bytes'],
  ['mde.telemetryProxyServer', { state: 'unreadable', win32: 5 }, 'could not be read: Windows error 5 (access denied)'],
  ['mde.telemetryProxyServer', { ...szImage('***:**@h:1'), state: 'sealed', sha256: 'ab'.repeat(32) }, '***:***@h:1'],
  ['mdav.policy.sslOptions', dwordImage(2), '2 (no revocation check)'],
  ['mdav.policy.sslOptions', dwordImage(7), '7'],
  ['mdav.policy.sslOptions', absent, 'not set (certificate pinning and revocation check are on)'],
  ['winhttp.machine', winHttpDirect, 'direct, no proxy'],
  ['winhttp.machine', winHttp('a:80', '<local>'), 'a:80, bypass list <local>'],
  ['winhttp.machine', bytes('0102'), 'not usable as it is stored, 2 bytes'],
  ['wininet.localSystem.connection', connection(1), 'direct, no proxy'],
  [
    'wininet.localSystem.connection',
    connection(13, '', '', 'http://p/p.pac'),
    'automatic discovery (WPAD); then PAC file http://p/p.pac',
  ],
  ['wininet.localSystem.connection', connection(3, 'a:80'), 'a:80, no bypass list'],
  ['wininet.localSystem.connection', bytes('00'), 'not usable as it is stored, 1 bytes'],
  ['mde.lastConnected', bytes('0011223344556677'), '8 bytes'],
])('%s is shown as it is stored', (id, reading, text) => {
  expect(imageText(id, reading)).toBe(text);
});
