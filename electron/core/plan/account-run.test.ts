import { describe, expect, test } from 'vitest';
import { notTested } from '../connectivity/conclusion.ts';
import { observation } from '../connectivity/observation-for-tests.ts';
import {
  type AccountAnswer,
  AccountAnswer as AccountAnswerSchema,
  type AccountRequest,
  accountRunArgv,
  seenOf,
} from './account-run.ts';
import type { MatrixRow, MatrixRowHead } from './matrix.ts';

const run = '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b11';
const head = (id: string): MatrixRowHead => ({
  id,
  endpoint: id,
  product: 'mde',
  purpose: 'x',
  necessity: 'required',
  services: [],
  target: { scheme: 'https', host: `${id}.contoso.com`, port: 443, path: '/' },
});
const endpoint = {} as AccountRequest['accounts']['local-system'][number]['endpoint']; // not looked at here
const asked = (id: string) => ({ head: head(id), endpoint, expected: null, own: true, winhttp: null, services: [] });
const request: AccountRequest = {
  schema: 1,
  run,
  at: '2026-11-22T08:00:00.000Z',
  accounts: { 'local-system': [asked('a')], 'local-service': [asked('a'), asked('b')] },
};
const row = (id: string, more: Partial<MatrixRow> = {}): MatrixRow => ({ ...head(id), cells: [], ...more });
const answer = (more: Partial<AccountAnswer> = {}): AccountAnswer => ({
  schema: 1,
  run,
  account: 'local-service',
  own: { state: 'read', route: { kind: 'direct' } },
  rows: [row('a'), row('b')],
  system: [],
  ...more,
});

describe('seenOf', () => {
  test('an answer has the rows that were asked for, in their order', () => {
    const seen = seenOf(request, 'local-service', answer({ rows: [row('b'), row('a')] }));
    expect(seen?.rows.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('what a row is for is taken from the request, whatever the answer says', () => {
    const forged = row('a', { purpose: 'forged', target: null, services: ['sense'], endpoint: 'forged' });
    expect(seenOf(request, 'local-service', answer({ rows: [forged] }))?.rows).toEqual([row('a')]);
  });

  test('rows that nobody asked for, and what is said of them, are left out', () => {
    const system = ['a', 'c'].map((id) => ({
      row: id,
      observation: observation(),
      limits: [],
    }));
    const seen = seenOf(request, 'local-service', answer({ rows: [row('a'), row('c')], system }));
    expect(seen?.rows.map(({ id }) => id)).toEqual(['a']);
    expect(seen?.system.map(({ row: id }) => id)).toEqual(['a']);
  });

  test('a cell stands for no service and no path that was not asked for', () => {
    const cell = {
      paths: ['direct', 'winhttp', 'local-system', 'local-service'],
      takes: ['mdi-sensor', 'sense'],
      wouldTake: ['sense'],
      ways: [],
      observation: null,
      verdict: notTested('cancelled'),
    } satisfies MatrixRow['cells'][number];
    const route = { kind: 'direct' } as const;
    const services = [{ service: 'mdi-sensor', route, signsIn: false } as const];
    const accounts = { ...request.accounts, 'local-service': [{ ...asked('a'), services }] };
    const seen = seenOf({ ...request, accounts }, 'local-service', answer({ rows: [row('a', { cells: [cell] })] }));
    expect(seen?.rows[0]?.cells).toEqual([
      { ...cell, paths: ['winhttp', 'local-service'], takes: ['mdi-sensor'], wouldTake: [] },
    ]);
  });

  test('an answer of another run or of another account is none', () => {
    expect(seenOf(request, 'local-service', answer({ run: '0b5a7a58-3f0f-4c80-9a61-000000000000' }))).toBeNull();
    expect(seenOf(request, 'local-system', answer())).toBeNull();
  });
});

test.each([
  ['a field more', { ...answer(), more: 1 }],
  ['another schema', { ...answer(), schema: 2 }],
  [
    'a verdict without what was seen',
    { ...answer(), system: [{ row: 'a', verdict: { kind: 'healthy' }, limits: [] }] },
  ],
  ['a route of another kind', { ...answer(), own: { state: 'read', route: { kind: 'shell', command: 'x' } } }],
])('%s is refused', (_, value) => {
  expect(AccountAnswerSchema.safeParse(value).success).toBe(false);
});

test.each([
  [null, null, []],
  ['C:\\e.json', null, ['--endpoints', 'C:\\e.json']],
  [null, 'C:\\t.json', ['--service-tags', 'C:\\t.json']],
  ['C:\\e.json', 'C:\\t.json', ['--endpoints', 'C:\\e.json', '--service-tags', 'C:\\t.json']],
])('the program with rights gets the files %s and %s', (endpoints, serviceTags, more) => {
  expect(accountRunArgv(run, { endpoints, serviceTags })).toEqual(['probe', '--run', run, ...more]);
});
