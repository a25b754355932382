import { expect, test } from 'vitest';
import type { AccountTests } from '../plan/account-run.ts';
import { accountTestsText } from './account-tests-text.ts';

const none: AccountTests = { account: 'local-service', simulated: false, seen: null, problem: null };
const seen: NonNullable<AccountTests['seen']> = {
  own: { state: 'read', route: { kind: 'direct' } },
  rows: [
    {
      id: 'a',
      endpoint: 'a',
      product: 'mde',
      purpose: 'x',
      necessity: 'required',
      services: ['mdi-sensor'],
      target: { scheme: 'https', host: 'contoso.com', port: 443, path: '/' },
      cells: [
        {
          paths: ['local-service'],
          takes: ['mdi-sensor'],
          wouldTake: [],
          ways: [{ kind: 'direct' }],
          observation: null,
          verdict: { kind: 'tcp-refused', grade: 'fails', confidence: 'certain', responder: 'nobody', facts: {} },
        },
      ],
    },
  ],
  system: [],
};

test('a lab says that it has no accounts', () => {
  expect(accountTestsText({ ...none, simulated: true, seen }).notes[0]).toContain('This is a lab');
  expect(accountTestsText({ ...none, seen }).notes.join(' ')).not.toContain('lab');
});

test('each address says by whose way, and what it came to', () => {
  const { title, notes, lines } = accountTestsText({ ...none, seen });
  expect(title).toBe('As Local Service');
  expect(notes).toEqual([
    'The WinINET settings of Local Service, as Windows gives them to the account itself: direct.',
  ]);
  expect(lines).toMatchObject([
    { grade: 'fails', address: 'contoso.com:443', by: 'its services, WinINET of Local Service', taken: true },
  ]);
});

test('an account that could not be asked says why', () => {
  const problem = { kind: 'account-run-failed', account: 'local-service', step: 'create', code: 1, task: 'x' } as const;
  expect(accountTestsText({ ...none, problem }).notes.join(' ')).toContain('Schedule');
});

test('what Windows came to is compared with the stages, and a difference is explained', () => {
  const verdict = {
    kind: 'tcp-refused',
    grade: 'fails',
    confidence: 'certain',
    responder: 'nobody',
    facts: {},
  } as const;
  const same = { ...seen, system: [{ row: 'a', verdict, limits: [] }] };
  expect(accountTestsText({ ...none, seen: same }).notes.at(-1)).toContain('the same result for all 1 addresses');
  const other = { ...verdict, kind: 'tls-failed' } as const;
  const differs = { ...seen, system: [{ row: 'a', verdict: other, limits: ['tls-not-told' as const] }] };
  const notes = accountTestsText({ ...none, seen: differs }).notes.join(' ');
  expect(notes).toContain('another result for 1 of 1 addresses: contoso.com (');
  expect(notes).toContain('one error for everything in TLS');
});
