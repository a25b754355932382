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
    { grade: 'fails', address: 'contoso.com:443', by: 'its services, WinINET of Local Service' },
  ]);
});

test('an account that could not be asked says why', () => {
  const problem = { kind: 'account-run-failed', account: 'local-service', step: 'create', code: 1, task: 'x' } as const;
  expect(accountTestsText({ ...none, problem }).notes.join(' ')).toContain('Schedule');
});
