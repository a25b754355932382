import { expect, test } from 'vitest';
import { conclude } from '../core/connectivity/conclusion.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import type { MatrixRow } from '../core/plan/matrix.ts';
import type { Verification } from '../core/plan/verification.ts';
import { nothingNoticed } from '../core/wording/finding-text.ts';
import { shipped } from '../verify/shipped-catalogue.ts';
import { verificationLines } from './verification-lines.ts';

const row = (host: string, verdict: Verdict): MatrixRow => ({
  id: host,
  endpoint: host,
  product: 'mde',
  purpose: 'EDR command and control',
  necessity: 'required',
  services: ['sense'],
  target: { scheme: 'https', host, port: 443, path: '/' },
  cells: [
    { paths: ['direct'], takes: ['sense'], wouldTake: [], ways: [{ kind: 'direct' }], observation: null, verdict },
  ],
});

const tested = (verdicts: Readonly<Record<string, Verdict>>): Verification => ({
  schema: 2,
  takenAt: '2026-11-22T08:00:00.000Z',
  plan: '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b11',
  run: null,
  catalogue: shipped().stamp,
  products: { mdi: { generation: 'none' }, mde: {}, mdav: {} } as Verification['products'], // not looked at here
  effective: [
    { service: 'sense', account: 'local-system', route: { kind: 'direct' }, steps: [], certainty: 'documented' },
  ],
  findings: [],
  deviations: [],
  unexpected: [],
  matrix: {
    decides: 'now',
    paths: [{ path: 'direct', route: { kind: 'direct' } }],
    proposed: [],
    rows: Object.entries(verdicts).map(([host, verdict]) => row(host, verdict)),
  },
});

const works = conclude('healthy', 'works', 'certain', 'service', { status: 200 });
const timeout = (host: string) => conclude('tcp-timeout', 'fails', 'certain', 'nobody', { host, port: 443 });
const cut = conclude('reset', 'fails', 'certain', 'unknown', { host: 'cut.contoso.com', port: 443, stage: 'tls' });
const silent = conclude('not-tested', 'not-tested', 'certain', 'nobody', { why: 'silent' });

/** From the line that counts on. */
const end = (verification: Verification) => {
  const lines = verificationLines(verification);
  return lines.slice(lines.findIndex((line) => /^(?:Fails|Works|Not tested): /.test(line)));
};

test('what is last on the screen is how many failed and of what, the most frequent first', () => {
  const lines = end(
    tested({
      'later.contoso.com': silent,
      'cut.contoso.com': cut,
      'a.contoso.com': timeout('a.contoso.com'),
      'fine.contoso.com': works,
      'b.contoso.com': timeout('b.contoso.com'),
    }),
  );
  expect(lines[0]).toBe('Works: 1, fails: 3, not tested: 1.');
  expect(lines.filter((line) => /^ {2}\S/.test(line)).map((line) => line.split(':')[0])).toEqual([
    '  Fails, no answer (2 addresses)',
    '  Fails, connection cut (cut.contoso.com)',
    '  Not tested, nothing answers (later.contoso.com)',
  ]);
  expect(lines.at(-1)).toBe('What to do about each stands above, with its addresses.');
});

test('beside tests that failed nobody is told that nothing stands out', () => {
  expect(verificationLines(tested({ 'cut.contoso.com': cut })).join('\n')).not.toContain(nothingNoticed);
  const fine = verificationLines(tested({ 'fine.contoso.com': works }));
  expect(fine.slice(-3)).toEqual([nothingNoticed, '', 'Works: 1.']);
});

test('a service that shows otherwise has the last word, and nothing is said to be all right', () => {
  const item = { kind: 'connections', service: 'sense', state: 'differs', again: null } as const;
  const facts = { program: 'MsSense.exe', direct: '203.0.113.44:443', expected: 'proxy' };
  const evidence = { takenAt: '2026-11-22T08:00:00.000Z', changedAt: null, items: [{ ...item, facts }] };
  const lines = verificationLines({ ...tested({ 'edr.contoso.com': works }), evidence });
  expect(lines.at(-1)).toBe('Not confirmed by what the services themselves show, above: MDE sensor.');
  expect(lines).not.toContain(nothingNoticed);
});

test('addresses that no service uses are counted apart', () => {
  const verification = tested({ 'edr.contoso.com': works, 'more.contoso.com': works });
  const unused = { ...row('legacy.contoso.com', timeout('legacy.contoso.com')), services: [] };
  const all = { ...verification, matrix: { ...verification.matrix, rows: [...verification.matrix.rows, unused] } };
  expect(verificationLines(all).join(' ').replace(/\s+/g, ' ')).toContain(
    'Works: 2. Used by none of these services, and not counted: fails: 1.',
  );
});
