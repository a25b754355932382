import { describe, expect, test } from 'vitest';
import {
  type AccountAnswer,
  AccountAnswer as AccountAnswerSchema,
  type AccountRequest,
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
      verdict: {
        kind: 'healthy',
        grade: 'works',
        confidence: 'certain',
        responder: 'service',
        facts: {},
      } as const,
      limits: [],
    }));
    const seen = seenOf(request, 'local-service', answer({ rows: [row('a'), row('c')], system }));
    expect(seen?.rows.map(({ id }) => id)).toEqual(['a']);
    expect(seen?.system.map(({ row: id }) => id)).toEqual(['a']);
  });

  test('an answer of another run or of another account is none', () => {
    expect(seenOf(request, 'local-service', answer({ run: '0b5a7a58-3f0f-4c80-9a61-000000000000' }))).toBeNull();
    expect(seenOf(request, 'local-system', answer())).toBeNull();
  });
});

test.each([
  ['a field more', { ...answer(), more: 1 }],
  ['another schema', { ...answer(), schema: 2 }],
  ['a verdict that is none', { ...answer(), system: [{ row: 'a', verdict: { kind: 'fine' }, limits: [] }] }],
  ['a route of another kind', { ...answer(), own: { state: 'read', route: { kind: 'shell', command: 'x' } } }],
])('%s is refused', (_, value) => {
  expect(AccountAnswerSchema.safeParse(value).success).toBe(false);
});
