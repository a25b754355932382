import { expect, test } from 'vitest';
import type { Verdict } from '../core/connectivity/verdict.ts';
import { matrixForTests, type ProbeForTests } from '../core/plan/matrix-for-tests.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Problem } from '../core/plan/problem.ts';
import type { Verification } from '../core/plan/verification.ts';
import { exitOfOutcome, exitOfProblem, isContradicted, isVerified, isVerifiedAsDocumented } from './exit-code.ts';

const run = '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11';
const cause = { step: 'write', target: 'mde.telemetryProxyServer', win32: 5 } as const;

const problems: readonly [Problem, number][] = [
  [{ kind: 'usage', detail: 'x' }, 2],
  [{ kind: 'no-machine' }, 2],
  [{ kind: 'windows-too-old', product: 'Windows Server 2012 R2', build: '9600' }, 2],
  [{ kind: 'windows-not-x64', product: 'Windows 11 Pro', processor: 'ARM64' }, 2],
  [{ kind: 'file-missing', file: 'plan', path: 'x' }, 3],
  [{ kind: 'bad-field', file: 'intent', at: 'mde', expected: 'x' }, 3],
  [{ kind: 'plan-tampered' }, 4],
  [{ kind: 'plan-stale', changed: [] }, 4],
  [{ kind: 'undo-nothing' }, 4],
  [{ kind: 'plan-empty' }, 4],
  [{ kind: 'file-exists', path: 'plan.json' }, 3],
  [{ kind: 'folder-not-opened', path: 'C:\\runs', detail: '' }, 3],
  [{ kind: 'rolled-back', failedAt: 1, cause }, 5],
  [{ kind: 'rollback-incomplete', failedAt: 1, cause, left: [] }, 6],
  [{ kind: 'undo-stale', changed: [] }, 6],
  [{ kind: 'busy', who: 'x', since: 'y' }, 7],
  [{ kind: 'not-confirmed' }, 8],
  [{ kind: 'not-elevated' }, 8],
  [{ kind: 'unexpected', detail: 'x' }, 9],
];

test.each(problems)('%j ends with code %i', (problem, code) => {
  expect(exitOfProblem(problem)).toBe(code);
});

const outcome = (state: Outcome['state'], problem: Problem | null): Outcome => ({
  run,
  state,
  who: 'x',
  startedAt: '2026-11-20T09:00:00.000Z',
  endedAt: null,
  operations: [],
  problem,
});

test.each([
  ['applied', null, 0],
  ['undone', null, 0],
  ['undone', { kind: 'undo-stale', changed: [] }, 6],
  ['rolled-back', { kind: 'rolled-back', failedAt: 1, cause }, 5],
  ['undo-incomplete', { kind: 'undo-incomplete', cause }, 6],
  ['unfinished', null, 6],
] as const)('a run that is %s with %j ends with code %i', (state, problem, code) => {
  expect(exitOfOutcome(outcome(state, problem && (structuredClone(problem) as Problem)))).toBe(code); // a mutable copy
});

function verification(
  verdicts: readonly (Pick<Verdict, 'kind' | 'grade'> & Partial<Verdict>)[],
  rest: Partial<Verification> = {},
): Verification {
  const probes = verdicts.map(
    (verdict): ProbeForTests => ({
      service: 'sense',
      endpoint: 'x',
      purpose: 'x',
      route: { kind: 'direct' },
      observation: null,
      verdict: { confidence: 'certain', responder: 'service', facts: {}, ...verdict },
    }),
  );
  return {
    schema: 2,
    takenAt: '2026-11-20T09:00:00.000Z',
    plan: run,
    run: null,
    catalogue: { origin: 'shipped', version: '1', asOf: '2026-11', sha256: 'ab'.repeat(32) },
    products: {
      mdi: { generation: 'none', version: null },
      mde: { installed: true, onboarded: null, version: null },
      mdav: { installed: true, running: true, version: null },
    },
    effective: [],
    findings: [],
    deviations: [],
    unexpected: [],
    matrix: matrixForTests(probes),
    ...rest,
  };
}

const works = { kind: 'healthy', grade: 'works' } as const;
const untested = { kind: 'not-tested', grade: 'not-tested' } as const;

test.each([
  ['everything works', verification([works, works]), true],
  ['something was not tested', verification([works, untested]), false],
  ['nothing was tested', verification([]), false],
  ['nothing could be tested', verification([untested]), false],
  ['something fails', verification([works, { kind: 'dns', grade: 'fails' }]), false],
  ['something works, but not as expected', verification([works, { kind: 'wrong-path', grade: 'differs' }]), false],
  ['the tests were interrupted', verification([works, { kind: 'cancelled', grade: 'not-tested' }]), false],
  ['the last tests were not begun', verification([works, { ...untested, facts: { why: 'cancelled' } }]), false],
  ['a value no longer holds', verification([works], { deviations: ['mde.telemetryProxyServer'] }), false],
  ['a service goes another way', verification([works], { unexpected: ['sense'] }), false],
])('where %s it is verified or not', (_, seen, verified) => {
  expect(isVerified(seen)).toBe(verified);
  expect(isVerifiedAsDocumented(seen)).toBe(verified);
});

const undocumented = {
  kind: 'reachable-not-verified',
  grade: 'differs',
  facts: { why: 'answer-undocumented', status: '418' },
} as const;

test.each([
  ['next to what works', verification([works, undocumented]), true],
  ['alone', verification([undocumented]), false],
  ['next to what fails', verification([works, undocumented, { kind: 'dns', grade: 'fails' }]), false],
  ['next to what was not tested', verification([works, undocumented, untested]), false],
  ['where a value no longer holds', verification([works, undocumented], { deviations: ['winhttp.machine'] }), false],
  ['where a service goes another way', verification([works, undocumented], { unexpected: ['sense'] }), false],
])('an answer that nothing documents is no proof, and %s it is no reason to put back or is', (_, seen, stays) => {
  expect(isVerified(seen)).toBe(false);
  expect(isVerifiedAsDocumented(seen)).toBe(stays);
});

test.each([
  ['whose chain could not be judged', { ...undocumented, facts: { why: 'trust-not-judged' } }],
  ['by another way', { ...undocumented, kind: 'wrong-path' }],
] as const)('an answer %s is a reason to put back', (_, verdict) => {
  expect(isVerifiedAsDocumented(verification([works, verdict]))).toBe(false);
});

test.each([
  ['confirms', false],
  ['check-again', false],
  ['open', false],
  ['unread', false],
  ['by-hand', false],
  ['differs', true],
  ['fails', true],
] as const)('where the evidence of a service is %s, the tests are contradicted: %s', (state, contradicted) => {
  const item = { kind: 'connections', service: 'sense', state, again: null, facts: {} } as const;
  const evidence = { takenAt: '2026-11-20T09:00:00.000Z', changedAt: null, items: [item] };
  expect(isContradicted(verification([works], { evidence }))).toBe(contradicted);
  expect(isContradicted(verification([works]))).toBe(false);
});
