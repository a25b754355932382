import { expect, test } from 'vitest';
import { szImage } from '../codecs/registry-data.ts';
import { connection } from '../effective/readings-for-tests.ts';
import type { Operation } from '../plan/operation.ts';
import { operations, plan } from '../report/ticket-for-tests.ts';
import { commandsFor } from './commands.ts';
import { cmdText, powerShellText } from './shell-quoting.ts';

const commandsOf = (...some: Operation[]): string[] => commandsFor({ ...plan, operations: some });
const [winhttp, copy, telemetry, , , legacy, sensor, restart] = operations;

const written = (after: Operation & { kind: 'value' }): string => commandsOf(after).join();
const telemetryTo = (text: string): string =>
  telemetry?.kind === 'value' ? written({ ...telemetry, after: szImage(text) }) : '';

test('every change becomes a command, in its order', () => {
  expect(commandsFor(plan)).toEqual([
    'netsh winhttp set proxy proxy-server="proxy.contoso.com:8080" bypass-list="<local>;*.contoso.local;10.*"',
    expect.stringMatching(
      /^reg add "HKLM\\SOFTWARE\\WOW6432Node\\.+\\Connections" \/v WinHttpSettings \/t REG_BINARY \/d 28[0-9a-f]+ \/f \/reg:64$/,
    ),
    'reg add "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection" /v TelemetryProxyServer /t REG_SZ /d "proxy.contoso.com:8080" /f /reg:64',
    'reg add "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection" /v DisableEnterpriseAuthProxy /t REG_DWORD /d 1 /f /reg:64',
    'reg add "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" /v ProxyServer /t REG_SZ /d "http://proxy.contoso.com:8080" /f /reg:64',
    expect.stringMatching(
      /^reg add "HKU\\S-1-5-19\\.+" \/v DefaultConnectionSettings \/t REG_BINARY \/d [0-9a-f]+ \/f \/reg:64$/,
    ),
    expect.stringMatching(/^rem the stored sign-in stays/),
    '"%ProgramFiles%\\Azure Advanced Threat Protection Sensor\\2.245.1.1\\Microsoft.Tri.Sensor.Deployment.Deployer.exe" ProxyUrl="http://proxy.contoso.com:8080"',
    'net stop DiagTrack',
    'net start DiagTrack',
  ]);
});

test('taking values away has commands as well', () => {
  if (winhttp?.kind !== 'winhttp' || telemetry?.kind !== 'value' || sensor?.kind !== 'sensor')
    throw new Error('fixture');
  expect(
    commandsOf(
      { ...winhttp, after: { access: 'direct' } },
      { ...telemetry, after: { state: 'absent', missingKeys: 0 } },
      { ...sensor, after: null },
    ),
  ).toEqual([
    'netsh winhttp reset proxy',
    'reg delete "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection" /v TelemetryProxyServer /f /reg:64',
    '"%ProgramFiles%\\Azure Advanced Threat Protection Sensor\\2.245.1.1\\Microsoft.Tri.Sensor.Deployment.Deployer.exe" ClearProxyConfiguration',
    'rem or in PowerShell, with the module DefenderForIdentity: Clear-MDISensorProxyConfiguration',
  ]);
});

test('a sensor without a sign-in is set by Deployer or by the PowerShell module', () => {
  if (sensor?.kind !== 'sensor') throw new Error('fixture');
  const url = 'http://proxy.contoso.com:8080';
  const plain = { ...sensor, before: { ...sensor.before, proxy: null } };
  const set = expect.stringMatching(/Deployer\.exe" ProxyUrl="http:\/\/proxy\.contoso\.com:8080"$/);
  const module = `rem or in PowerShell, with the module DefenderForIdentity: Set-MDISensorProxyConfiguration -ProxyUrl '${url}'`;
  expect(commandsOf({ ...plain, after: { url, signIn: { kind: 'keep' } } })).toEqual([set, module]);
  const cleared = expect.stringMatching(/Deployer\.exe" ClearProxyConfiguration$/);
  expect(commandsOf({ ...sensor, after: { url, signIn: { kind: 'none' } } })).toEqual([cleared, set, module]);
});

test.each([
  { kind: 'ask', user: 'CONTOSO\\svcProxy' },
  { kind: 'sealed', user: 'CONTOSO\\svcProxy', sha256: 'ab'.repeat(32) },
] as const)('a sign-in ($kind) is a command that asks for the password itself', (signIn) => {
  if (sensor?.kind !== 'sensor') throw new Error('fixture');
  const after = { url: 'http://proxy.contoso.com:8080', signIn };
  expect(commandsOf({ ...sensor, after })).toEqual([
    expect.stringMatching(/^rem asks for the password/),
    `powershell -NoProfile -Command "Set-MDISensorProxyConfiguration -ProxyUrl 'http://proxy.contoso.com:8080' -ProxyCredential (Get-Credential 'CONTOSO\\svcProxy')"`,
  ]);
});

test('the updater takes the sensor with it', () => {
  if (restart?.kind !== 'restart') throw new Error('fixture');
  expect(commandsOf({ ...restart, service: 'AATPSensorUpdater' })).toEqual([
    'net stop AATPSensorUpdater /y',
    'net start AATPSensorUpdater',
  ]);
});

test('a text that holds or held a password becomes a remark', () => {
  const secret = 'svc:S3cret@proxy.contoso.com:8080';
  expect(telemetryTo(secret)).toMatch(/^rem /);
  expect(telemetryTo('***:******@proxy.contoso.com:8080')).toMatch(/^rem /);
  if (
    winhttp?.kind !== 'winhttp' ||
    copy?.kind !== 'winhttp-32' ||
    sensor?.kind !== 'sensor' ||
    legacy?.kind !== 'value'
  )
    throw new Error('fixture');
  const after = { access: 'named', proxy: secret, bypass: '' } as const;
  const all = commandsOf(
    { ...winhttp, after },
    { ...copy, after },
    { ...sensor, after: { url: `http://${secret}`, signIn: { kind: 'keep' } } },
    { ...legacy, after: connection(3, secret) },
  );
  expect(all).toHaveLength(4);
  for (const line of all) expect(line).toMatch(/^rem /);
  expect(all.join()).not.toContain('S3cret');
});

test('a text that the blob cannot hold becomes a remark instead of an error', () => {
  if (copy?.kind !== 'winhttp-32') throw new Error('fixture');
  expect(commandsOf({ ...copy, after: { access: 'named', proxy: 'pröxy:80', bypass: '' } }).join()).toMatch(/^rem /);
});

test.each([
  ['proxy.contoso.com:8080', '"proxy.contoso.com:8080"'],
  ['<local>;*.contoso.com', '"<local>;*.contoso.com"'],
  ['http://p/a&b|c', '"http://p/a&b|c"'],
  ['C:\\folder\\', '"C:\\folder\\\\"'],
  ['http://p/%20&calc', '^"http://p/^%20^&calc^"'],
  ['a" & calc & "', '^"a\\^" ^& calc ^& \\^"^"'],
  ['a\\"b', '^"a\\\\\\^"b^"'],
  ['', '""'],
])('cmd cannot take %s for anything but text', (text, quoted) => {
  expect(cmdText(text)).toBe(quoted);
});

test.each([
  ['*.contoso.com', "'*.contoso.com'"],
  ["o'brien", "'o''brien'"],
  ['a\u2019;Stop-Computer', "'a\u2019\u2019;Stop-Computer'"],
  ['$(calc) `n "x"', '\'$(calc) `n "x"\''],
])('PowerShell cannot take %s for anything but text', (text, quoted) => {
  expect(powerShellText(text)).toBe(quoted);
});
