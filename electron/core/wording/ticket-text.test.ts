import { expect, test } from 'vitest';
import { connection, denied, dword, type MachineOfTest } from '../effective/readings-for-tests.ts';
import { planFor } from '../plan/build.ts';
import type { Intent } from '../plan/intent.ts';
import { matrixForTests } from '../plan/matrix-for-tests.ts';
import type { Outcome } from '../plan/outcome.ts';
import { made, snapshotOf, wish } from '../plan/snapshot-for-tests.ts';
import { after, outcome, plan } from '../report/ticket-for-tests.ts';
import { wantedLines, wantedProducts } from './intent-text.ts';
import { sentences } from './prose-for-tests.ts';
import { runStateText } from './run-state-text.ts';
import { resultSentences, ticketKind, ticketTitle, undoCommand } from './ticket-text.ts';

const empty = { ...plan, operations: [], manual: [] };
const works = [{ product: 'mdi', grade: 'works' }] as const;
const states: readonly Outcome['state'][] = [
  'applied',
  'rolled-back',
  'rollback-incomplete',
  'undone',
  'undone-except',
  'undo-incomplete',
  'unfinished',
];

test('a ticket knows what it is about', () => {
  expect(ticketKind({ plan: empty, outcome: null, after: null })).toBe('documented');
  expect(ticketKind({ plan: empty, outcome: null, after })).toBe('tested');
  expect(ticketKind({ plan, outcome: null, after: null })).toBe('planned');
  expect(ticketKind({ plan: { ...plan, blockers: [{ kind: 'both-sensors' }] }, outcome: null, after: null })).toBe(
    'blocked',
  );
  for (const state of states) expect(ticketKind({ plan, outcome: { ...outcome, state }, after })).toBe(state);
});

test('the result is three sentences, whatever happened', () => {
  const cases = [
    { plan: empty, outcome: null, after: null, results: [] },
    { plan: empty, outcome: null, after, results: works },
    { plan, outcome: null, after: null, results: [] },
    { plan: { ...plan, operations: plan.operations.slice(0, 1) }, outcome, after, results: works },
    { plan: { ...plan, blockers: [{ kind: 'both-sensors' as const }] }, outcome: null, after: null, results: [] },
    ...states.map((state) => ({ plan, outcome: { ...outcome, state }, after, results: works })),
    {
      plan,
      outcome,
      after: { ...after, deviations: ['winhttp.machine' as const], unexpected: ['sense' as const] },
      results: works,
    },
  ];
  for (const each of cases) {
    const result = resultSentences(each);
    expect(result).toHaveLength(3);
    for (const sentence of result) {
      sentences(sentence);
      expect(sentence.match(/\.(?:\s|$)/g)).toHaveLength(1);
    }
  }
});

test('an undo that left something alone never says that all is as it was', () => {
  const left = {
    ...outcome,
    state: 'undone-except' as const,
    problem: { kind: 'undo-stale' as const, changed: ['mde.telemetryProxyServer' as const] },
  };
  const [done, , open] = resultSentences({ plan, outcome: left, after, results: works });
  expect(done).toMatch(/put back, except TelemetryProxyServer, changed since by someone else and left alone/);
  expect(open).toContain('TelemetryProxyServer was left alone');
});

test('what was set back by another hand is said in the result', () => {
  const [, , open] = resultSentences({
    plan: empty,
    outcome,
    after: { ...after, matrix: matrixForTests([]), deviations: ['mde.telemetryProxyServer'] },
    results: [],
  });
  expect(open).toBe('Open: TelemetryProxyServer no longer holds what was written.');
});

test.each([
  [['works', 'works'], 'changed, works'],
  [['works', 'fails'], 'changed, fails for some'],
  [['fails', 'fails'], 'changed, fails'],
  [['works', 'differs'], 'changed, works, some differently'],
  [['works', 'not-tested'], 'changed, works, some not tested'],
  [[], 'changed, not tested'],
] as const)('the title sums %s up as: %s', (grades, ending) => {
  const results = grades.map((grade) => ({ product: 'mdi', grade }) as const);
  expect(ticketTitle({ plan, outcome, after, results }, ['mdi', 'mde'])).toBe(
    `DC01: proxy of Defender for Identity and Defender for Endpoint – ${ending}`,
  );
});

test('a run that was taken back is said to be put back, as everywhere else', () => {
  for (const state of states) {
    const ticket = { plan, outcome: { ...outcome, state }, after, results: works };
    const said = [ticketTitle(ticket, ['mdi']), ...resultSentences(ticket), runStateText(state)].join(' ');
    expect(said).not.toMatch(/\bund(?:o|one|oing)\b/i);
  }
  expect(ticketTitle({ plan, outcome: { ...outcome, state: 'undone' }, after, results: [] }, ['mdi'])).toContain(
    '– put back',
  );
});

test('what was wanted reads as sentences', () => {
  const { intent } = plan;
  const variants: readonly Intent[] = [
    intent,
    {
      ...intent,
      noRevocationPath: true,
      strongCrypto: true,
      mdav: { route: { kind: 'pac', url: 'http://p/p.pac' }, bypass: ['a'] },
    },
    {
      ...intent,
      mdi: { route: { kind: 'keep' }, workspace: null, legacy: 'update' },
      mde: { route: { kind: 'wpad' } },
      winhttp: null,
    },
    { ...intent, mdi: null, mde: { route: { kind: 'direct' } }, mdav: null, winhttp: null },
  ];
  for (const variant of variants)
    for (const generation of ['v2', 'v3'] as const)
      for (const line of wantedLines(asked(variant, generation))) sentences(line);
  expect(wantedProducts(intent)).toEqual(['mdi', 'mde', 'mdav', 'windows']);
});

/** The same plan for something else that was asked for. */
const asked = (intent: Intent, generation: 'v2' | 'v3') => ({
  ...plan,
  intent,
  products: { ...plan.products, mdi: { ...plan.products.mdi, generation } },
});

test('the sensor version 3 is said to follow the others, not to be given a proxy of its own', () => {
  const mdi = { route: { kind: 'static', proxy: 'p:8080' }, workspace: null, legacy: 'migrate' } as const;
  const [v3] = wantedLines(asked({ ...plan.intent, mdi }, 'v3'));
  expect(v3).toContain('follows Defender for Endpoint and Antivirus');
  expect(v3).not.toMatch(/accounts|own setting/);
});

const accountProxy = { 'wininet.localService.connection': connection(3, 'old:8080') };
const fixed = { kind: 'static', proxy: 'p:8080' } as const;

test.each<[string, MachineOfTest, Partial<NonNullable<Intent['mdi']>>, string]>([
  ['none is there', {}, {}, 'the fixed proxy p:8080.'],
  ['none is there', {}, { legacy: 'migrate-and-clear' }, 'the fixed proxy p:8080.'],
  [
    'it is in use',
    { values: accountProxy },
    {},
    'the fixed proxy p:8080; the legacy settings of its accounts (WinINET) are changed in place.',
  ],
  [
    'it is in use',
    { values: accountProxy },
    { legacy: 'migrate' },
    'the fixed proxy p:8080; in its own setting, and the legacy settings of its accounts (WinINET) stay.',
  ],
  [
    'it is in use',
    { values: accountProxy },
    { legacy: 'migrate', route: { kind: 'wpad' } },
    'the proxy is found automatically (WPAD); the legacy settings of its accounts (WinINET) name no proxy any more.',
  ],
  [
    'the sensor has a setting of its own',
    { values: accountProxy, sensor: 'http://q:1' },
    { legacy: 'migrate-and-clear' },
    'the fixed proxy p:8080; in its own setting, and the legacy settings of its accounts (WinINET) are removed.',
  ],
  [
    'the sensor has a setting of its own',
    { values: accountProxy, sensor: 'http://q:1' },
    {},
    'the fixed proxy p:8080.',
  ],
  [
    'the machine decides for all accounts',
    { values: { 'wininet.perUserPolicy': dword(0), 'wininet.machine.connection': connection(3, 'old:8080') } },
    {},
    'the fixed proxy p:8080.',
  ],
  [
    'it could not be read',
    { values: { 'wininet.localService.connection': denied } },
    {},
    'the fixed proxy p:8080; where the legacy method is in use, it is changed in place.',
  ],
  [
    'nothing is to change',
    { values: accountProxy },
    { route: { kind: 'keep' } },
    'its settings stay as they are and are only tested.',
  ],
])('of the legacy method only what applies is said: %s', (_, machine, mdi, said) => {
  const intent = wish({ mdi: { route: fixed, workspace: null, legacy: 'update', ...mdi } });
  const planned = planFor(snapshotOf(machine), intent, made);
  expect(planned.ok && wantedLines(planned.value)[0]).toBe(`Defender for Identity: ${said}`);
});

test('what was noticed and still holds is open, by its number', () => {
  const quiet = { ...after, matrix: matrixForTests([]), deviations: [], unexpected: [] };
  const found = (severity: 'error' | 'warning' | 'info') => ({
    rule: 'D14' as const,
    severity,
    strength: 'read' as const,
    values: [],
    facts: {},
  });
  const open = (findings: Parameters<typeof found>[0][]) =>
    resultSentences({ plan: empty, outcome, after: { ...quiet, findings: findings.map(found) }, results: [] })[2];
  expect(open(['error', 'warning', 'warning'])).toBe('Open: 1 error and 2 warnings that were noticed.');
  expect(open(['warning'])).toBe('Open: 1 warning that was noticed.');
  expect(open(['info'])).toBe('Nothing is left open.');
});

test('a service that goes past the proxy is open, and in the title, however well the tests went', () => {
  const item = { kind: 'connections' as const, state: 'differs' as const, again: null, facts: {} };
  const evidence = {
    takenAt: after.takenAt,
    changedAt: null,
    items: [
      { ...item, service: 'sense' as const },
      { ...item, service: 'sense' as const, state: 'fails' as const },
      { ...item, service: 'diagtrack' as const, state: 'confirms' as const },
    ],
  };
  const quiet = { ...after, matrix: matrixForTests([]), deviations: [], unexpected: [], findings: [], evidence };
  const ticket = { plan: empty, outcome: null, after: quiet, results: works };
  expect(resultSentences(ticket)[2]).toBe('Open: what MDE sensor itself shows is not as it should be.');
  expect(ticketTitle(ticket, ['mdi'])).toMatch(/works, not confirmed by the services$/);
});

test('the undo command is the exact one, with the lab where there is one', () => {
  const of = (lab: string | null, labState: string | null) =>
    undoCommand({ plan: { id: 'abc', machine: { lab } }, outcome: null, labState });
  expect(of(null, null)).toBe('defender-proxy undo --run abc');
  expect(of('static-proxy', null)).toBe('defender-proxy undo --run abc --lab static-proxy');
  expect(of('static-proxy', 'C:\\lab one')).toBe(
    'defender-proxy undo --run abc --lab static-proxy --state "C:\\lab one"',
  );
});
