import { describe, expect, test } from 'vitest';
import { type Cause, FileKind, type Problem } from '../plan/problem.ts';
import { deviationText, problemLine, problemText } from './problem-text.ts';
import { sentences } from './prose-for-tests.ts';
import { win32Advice, win32Text } from './win32.ts';

const samples = {
  usage: { kind: 'usage', detail: 'The option --frob is not known' },
  'not-confirmed': { kind: 'not-confirmed' },
  'elevation-failed': { kind: 'elevation-failed', win32: 5, detail: 'ShellExecuteEx' },
  'not-elevated': { kind: 'not-elevated' },
  'file-missing': { kind: 'file-missing', file: 'plan', path: 'C:\\plan.json' },
  'file-unreadable': { kind: 'file-unreadable', file: 'plan', path: 'C:\\plan.json', code: 'EACCES' },
  'file-too-large': { kind: 'file-too-large', file: 'plan', limit: 1024 * 1024 },
  'file-not-json': { kind: 'file-not-json', file: 'intent', detail: 'line 3, column 5' },
  'bad-field': { kind: 'bad-field', file: 'intent', at: 'mde.route.kind', expected: 'one of "keep", "static"' },
  'bad-text': {
    kind: 'bad-text',
    file: 'intent',
    at: 'mde.route.proxy',
    fault: { kind: 'scheme-not-allowed', instead: '10.0.0.6:8080' },
  },
  'plan-tampered': { kind: 'plan-tampered' },
  'plan-not-canonical': { kind: 'plan-not-canonical' },
  'plan-blocked': { kind: 'plan-blocked' },
  'plan-empty': { kind: 'plan-empty' },
  'plan-used': { kind: 'plan-used', run: '0b6f4a52-6a53-4c5e-9d6f-3f2b7c1d9e10' },
  'plan-other-machine': { kind: 'plan-other-machine', planned: 'DC01', here: 'DC02' },
  'plan-stale': { kind: 'plan-stale', changed: ['mde.telemetryProxyServer', 'sensor-configuration'] },
  busy: { kind: 'busy', who: 'CONTOSO\\jane', since: '2026-11-22 10:00' },
  'rolled-back': {
    kind: 'rolled-back',
    failedAt: 3,
    cause: { step: 'write', target: 'mdav.policy.proxyServer', win32: 5 },
  },
  'rollback-incomplete': {
    kind: 'rollback-incomplete',
    failedAt: 3,
    cause: { step: 'read-back', target: 'winhttp.machine', win32: 0 },
    left: ['winhttp.machine'],
  },
  'undo-stale': { kind: 'undo-stale', changed: ['winhttp.machine'] },
  'undo-incomplete': {
    kind: 'undo-incomplete',
    cause: { step: 'start-service', target: 'AATPSensorUpdater', win32: 1053 },
  },
  'undo-nothing': { kind: 'undo-nothing' },
  'no-such-run': { kind: 'no-such-run', run: 'last' },
  'folder-unsafe': { kind: 'folder-unsafe', path: 'C:\\ProgramData\\x', why: 'acl' },
  'file-exists': { kind: 'file-exists', path: 'C:\\plans\\plan.json' },
  'cannot-write-file': { kind: 'cannot-write-file', path: 'C:\\t', code: 'ENOSPC' },
  'folder-not-opened': { kind: 'folder-not-opened', path: 'C:\\runs', detail: 'Failed to open path' },
  'password-unusable': { kind: 'password-unusable', why: 'too-long', longest: 95 },
  'password-not-askable': { kind: 'password-not-askable' },
  'cannot-seal': { kind: 'cannot-seal', why: 'certificate-unreadable', win32: 5 },
  'sealed-tampered': { kind: 'sealed-tampered' },
  'sealed-for-another': { kind: 'sealed-for-another' },
  'nothing-to-export': { kind: 'nothing-to-export', channel: 'gpp', refusals: [{ kind: 'is-a-policy', operation: 1 }] },
  'account-run-failed': { kind: 'account-run-failed', account: 'local-service', step: 'remove', code: 1, task: 'x' },
  'lab-unknown': { kind: 'lab-unknown', scenario: 'x' },
  'no-machine': { kind: 'no-machine' },
  'windows-too-old': { kind: 'windows-too-old', product: 'Windows Server 2012 R2 Standard', build: '9600' },
  'windows-not-x64': { kind: 'windows-not-x64', product: 'Windows 11 Pro', processor: 'ARM64' },
  'ipc-refused': { kind: 'ipc-refused', channel: 'frob' },
  unexpected: { kind: 'unexpected', detail: 'TypeError' },
} as const satisfies { readonly [K in Problem['kind']]: Extract<Problem, { kind: K }> };

describe('problems', () => {
  test.each(Object.values(samples))('$kind says what happened, what was left unchanged and what to do', (problem) => {
    const { happened, unchanged, todo } = problemText(problem);
    for (const text of [happened, unchanged, todo]) sentences(text);
    expect(problemLine(problem)).toBe(`${happened} ${unchanged} ${todo}`);
    // One word for it, wherever it is read.
    expect(problemLine(problem)).not.toMatch(/\bund(?:o|one|oing)\b/i);
  });

  test('the Windows code is kept and named', () => {
    expect(problemText(samples['rolled-back']).happened).toBe(
      'Change 3 failed: antivirus policy ProxyServer could not be written: Windows error 5 (access denied).',
    );
    expect(problemText(samples['not-confirmed']).happened).toMatch(/closed itself, which is Windows error 1223\.$/);
    expect(problemText(samples['undo-incomplete']).happened).toContain('1053 (the service did not answer in time)');
  });

  test.each([
    [2, 'not found'],
    [5, 'access denied'],
    [32, 'sharing violation'],
    [1053, 'did not answer'],
    [1060, 'not installed'],
    [1223, 'not confirmed'],
  ])('Windows error %i is named', (code, name) => {
    expect(win32Text(code)).toMatch(new RegExp(`^Windows error ${code} \\(.*${name}`));
    sentences(win32Advice(code));
  });

  test('a code that nobody has a name for stays a number', () => {
    expect(win32Text(54321)).toBe('Windows error 54321');
    sentences(win32Advice(54321));
  });

  test.each(['write', 'read-back', 'backup', 'journal', 'stop-service', 'start-service', 'read'] as const)(
    'step %s reads as a sentence',
    (step) => {
      for (const target of ['winhttp.machine', 'sensor-configuration', 'DiagTrack'] as const) {
        const cause: Cause = { step, target, win32: 32 };
        for (const text of Object.values(problemText({ kind: 'undo-incomplete', cause }))) sentences(text);
      }
    },
  );

  test.each(FileKind.options)('file kind %s has an ordinary name', (file) => {
    sentences(problemText({ kind: 'file-missing', file, path: 'x' }).happened);
  });

  test('what was left after a failed put-back is named', () => {
    expect(problemText(samples['rollback-incomplete']).unchanged).toContain('WinHTTP proxy');
  });

  test.each(['owner', 'acl', 'link', 'not-a-folder', 'cannot-create', 'not-packaged', 'portable'] as const)(
    'an unsafe folder says why: %s',
    (why) => {
      sentences(problemText({ kind: 'folder-unsafe', path: 'C:\\x', why }).happened);
    },
  );

  test('the portable copy is to be installed, not to be moved', () => {
    const { todo } = problemText({ kind: 'folder-unsafe', path: 'C:\\x', why: 'portable', holds: 'program' });
    sentences(todo);
    expect(todo).toContain('installer');
  });

  test.each(['not-given', 'empty', 'too-long', 'differs', 'not-text'] as const)(
    'a password that cannot be used says why: %s',
    (why) => {
      for (const text of Object.values(problemText({ kind: 'password-unusable', why, longest: null }))) sentences(text);
    },
  );

  test.each([
    'sensor-not-read',
    'no-certificate-named',
    'certificate-missing',
    'certificate-unreadable',
    'not-rsa',
  ] as const)('a password that cannot be encrypted says why: %s', (why) => {
    for (const text of Object.values(problemText({ kind: 'cannot-seal', why, win32: 0 }))) sentences(text);
  });

  test('the folder of the program is not advised to be removed', () => {
    const { happened, todo } = problemText({ kind: 'folder-unsafe', path: 'C:\\x', why: 'acl', holds: 'program' });
    expect(happened).toContain('The folder of this program');
    sentences(todo);
    expect(todo).not.toContain('remove');
  });

  test('empty details leave no hole', () => {
    sentences(problemText({ kind: 'usage', detail: '' }).happened);
    sentences(problemText({ kind: 'unexpected', detail: '' }).happened);
    sentences(problemText({ kind: 'busy', who: '', since: '' }).happened);
    sentences(problemText({ kind: 'bad-field', file: 'plan', at: '', expected: 'an object' }).happened);
    sentences(problemText({ kind: 'plan-stale', changed: [] }).happened);
  });
});

test('what is not as planned is counted as it is, and a person is not ruled out', () => {
  expect(deviationText(['mde.telemetryProxyServer'])).toBe(
    'TelemetryProxyServer no longer holds what was planned. A Group Policy, another program or a person has changed it.',
  );
  expect(deviationText(['mde.telemetryProxyServer', 'sensor-configuration'])).toBe(
    'TelemetryProxyServer and the sensor configuration no longer hold what was planned. A Group Policy, another program or a person has changed them.',
  );
});
