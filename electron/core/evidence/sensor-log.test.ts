import { describe, expect, test } from 'vitest';
import { sensorLogEntries } from './sensor-log.ts';

const at = '2026-11-22 08:15:02.1234';
const entry = (text: string) => `${at} Error CommunicationWebClient+<SendWithRetryAsync>d__8\`1 ${text}`;

describe('sensorLogEntries', () => {
  test.each([
    ['licensing', 'validateCreateSensorResult=LicenseInvalid'],
    [
      'two-way-ssl',
      'Microsoft.Tri.Infrastructure.ExtendedException: ApplyInternal failed two way SSL connection to service',
    ],
    ['missing-roots', 'The sensor failed to connect to service.'],
    ['bad-algorithm', 'Deployer failed with exit code 0x80090008'],
    [
      'unauthorized',
      'System.UnauthorizedAccessException: Es wurde versucht, einen nicht autorisierten Vorgang auszuführen.',
    ],
    [
      'cannot-connect',
      'System.Net.Http.HttpRequestException: Fehler ---> System.Net.Sockets.SocketException: Verbindung verweigert 127.0.0.1:444',
    ],
  ])('%s is told by words of the product and by names of types, in any language', (fault, text) => {
    expect(sensorLogEntries(entry(text))).toEqual([{ fault, at: '2026-11-22T08:15:02.123Z' }]);
  });

  test('lines under an entry belong to it, and what was cut off at the start has no time', () => {
    const text = [
      '---> System.UnauthorizedAccessException: of an entry whose first line was cut off',
      entry('System.Net.Http.HttpRequestException: An error occurred'),
      ' ---> System.Net.Sockets.SocketException: No such host is known',
      '2026-11-22 08:16:00.0000 Error Something else that no proxy explains',
    ].join('\r\n');
    expect(sensorLogEntries(text)).toEqual([{ fault: 'cannot-connect', at: '2026-11-22T08:15:02.123Z' }]);
  });
});
