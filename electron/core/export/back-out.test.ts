import { expect, test } from 'vitest';
import { szImage } from '../codecs/registry-data.ts';
import { backOutFilesOf } from '../report/back-out-files.ts';
import { hideAll, ticketOf } from '../report/ticket-for-tests.ts';
import { backOutFiles } from './back-out.ts';
import { absent, allChanges, type Change, digest, planWith, sensorChange, value } from './plan-for-tests.ts';

const filesOf = (changes: readonly Change[]): Map<string, string> =>
  new Map(backOutFiles(planWith(changes), digest).map((file) => [file.name, file.form === 'bytes' ? '' : file.text]));

const masked = szImage('http://ann:********@old.contoso.com:3128');
const fine = szImage('http://proxy.contoso.com:8080');
const sealed = (type: number): Change =>
  value('mdav.policy.proxyServer', { ...masked, type, state: 'sealed', sha256: 'cd'.repeat(32) }, fine);

test('the same plan gives the same bytes', () => {
  expect(filesOf(structuredClone(allChanges))).toEqual(filesOf(allChanges));
});

test('a plan that changes nothing has no way back', () => {
  expect(backOutFiles(planWith([]), digest)).toEqual([]);
});

test('the registry file holds the exact bytes of a value that no script could write', () => {
  const odd = { ...szImage('http://a'), hex: szImage('http://a').hex.slice(0, -4) };
  const files = filesOf([value('mdav.policy.proxyServer', odd, fine)]);
  expect(files.get('back-out.reg')).toContain(
    '"ProxyServer"=hex(1):68,00,74,00,74,00,70,00,3a,00,2f,00,2f,00,61,00\r\n',
  );
  expect(files.get('back-out.ps1')).toContain('import $file /reg:64\r\n');
});

test('a value with a secret comes from the backup of the run, whose hash is checked, and stands in no file', () => {
  const files = filesOf([sealed(1), value('mde.telemetryProxyServer', absent(), szImage('p.contoso.com:80'))]);
  expect(files.get('back-out.reg')).not.toContain('ProxyServer"="http');
  const script = files.get('back-out.ps1') ?? '';
  expect(script).toContain("'Defender Proxy Wizard\\runs\\5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11\\backup'");
  expect(script).toContain(
    `@{ Operation = 1; Hive = 'LocalMachine'; Key = 'SOFTWARE\\Policies\\Microsoft\\Windows Defender'; Name = 'ProxyServer'; Kind = 'String'; Sha256 = '${'cd'.repeat(32)}' }`,
  );
  expect(script).toContain('-Algorithm SHA256).Hash -ne $Sha256');
  for (const text of files.values()) expect(text).not.toMatch(/ann:|\*{8}/);
});

test('without any other value there is no registry file to import', () => {
  const files = filesOf([sealed(1)]);
  expect([...files.keys()]).toEqual(['back-out.ps1']);
  expect(files.get('back-out.ps1')).not.toContain('reg.exe');
});

test('a secret in a type that .NET cannot write is named as left', () => {
  const script = filesOf([sealed(7)]).get('back-out.ps1') ?? '';
  expect(script).not.toContain('Sha256 = ');
  expect(script).toContain("throw 'of a type that no script can write, so not put back: ProxyServer'");
});

test("the sensor's file comes from its backup, with the updater stopped, and only into the same version", () => {
  const script = filesOf([sensorChange]).get('back-out.ps1') ?? '';
  const order = [
    `$bytes = Get-Backup 1 '${'ab'.repeat(32)}'`,
    "-notcontains '2.240.18218.12345'",
    "Stop-Service -Name 'AATPSensorUpdater' -Force",
    '[IO.File]::WriteAllBytes($file, $bytes)',
    "Start-Service -Name 'AATPSensorUpdater'",
  ].map((line) => script.indexOf(line));
  expect(order.every((at) => at > 0)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
});

test('it does nothing on another server', () => {
  const script = filesOf(allChanges).get('back-out.ps1') ?? '';
  expect(script.indexOf("if ([Environment]::MachineName -ne 'DC01')")).toBeGreaterThan(0);
  expect(script.indexOf("if ([Environment]::MachineName -ne 'DC01')")).toBeLessThan(script.indexOf('reg.exe'));
});

test('beside a ticket it lies only where there is something to take back, and no name was taken out', () => {
  const plain = ticketOf({});
  expect(backOutFilesOf(plain).map(({ name }) => name)).toContain('back-out.ps1');
  expect(backOutFilesOf(ticketOf({}, hideAll))).toEqual([]);
  for (const state of ['rolled-back', 'undone'] as const) {
    const { outcome } = plain;
    if (outcome === null) throw new Error('no run');
    expect(backOutFilesOf({ ...plain, outcome: { ...outcome, state } })).toEqual([]);
  }
  expect(backOutFilesOf({ ...plain, plan: { ...plain.plan, blockers: [{ kind: 'both-sensors' }] } })).toEqual([]);
});
