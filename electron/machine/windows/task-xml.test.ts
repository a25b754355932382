import { expect, test } from 'vitest';
import { taskName, taskXml } from './task-xml.ts';
import { accountOfSid } from './token-account.ts';

const run = '0B5A7A58-3f0f-4c80-9a61-0f1c1d7a4b11';
const xmlOf = (program: string, account: 'local-system' | 'local-service' = 'local-service') =>
  Buffer.from(taskXml({ account, program, argv: ['probe', '--run', run], minutes: 3 })).toString('utf16le');

test('the account is named by its SID, and only Local System runs with all its rights', () => {
  expect(xmlOf('C:\\a.exe', 'local-system')).toMatch(/<UserId>S-1-5-18<\/UserId>\s+<RunLevel>HighestAvailable</);
  expect(xmlOf('C:\\a.exe')).toMatch(/<UserId>S-1-5-19<\/UserId>\s+<RunLevel>LeastPrivilege</);
});

test('the program and its arguments are two things, and nothing of them is markup', () => {
  const xml = xmlOf('C:\\Program Files\\R&D <x> "y"\\defender-proxy.exe');
  expect(xml).toContain('<Command>C:\\Program Files\\R&amp;D &lt;x&gt; &quot;y&quot;\\defender-proxy.exe</Command>');
  expect(xml).toContain(`<Arguments>probe --run ${run}</Arguments>`);
  expect(xml.startsWith('\ufeff<?xml version="1.0" encoding="UTF-16"?>')).toBe(true);
});

test('it runs only when it is started, and is ended by the Task Scheduler', () => {
  const xml = xmlOf('C:\\a.exe');
  expect(xml).not.toContain('Trigger');
  expect(xml).toContain('<ExecutionTimeLimit>PT3M</ExecutionTimeLimit>');
});

test('its name has the run and the account', () => {
  expect(taskName(run, 'local-service')).toBe(`DefenderProxyWizard-probe-${run.toLowerCase()}-S-1-5-19`);
});

test.each([
  ['S-1-5-18', 'local-system'],
  ['S-1-5-19', 'local-service'],
  ['S-1-5-20', null],
  ['S-1-5-21-1-2-3-500', null],
  [null, null],
])('the SID %s is %s', (sid, account) => {
  expect(accountOfSid(sid)).toBe(account);
});
