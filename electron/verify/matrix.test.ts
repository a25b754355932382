import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planFor } from '../core/plan/build.ts';
import type { Intent } from '../core/plan/intent.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import { decidedBy, type MatrixRow } from '../core/plan/matrix.ts';
import type { Plan } from '../core/plan/plan.ts';
import { type MatrixFrame, probesOf, Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { retest } from './retest.ts';
import { usualLimits } from './test-rows.ts';
import { verify } from './verify.ts';

const context = { now: () => new Date(), newId: () => randomUUID() };
const proxy = 'proxy.contoso.com:8080';
let stateDir: string;
let machine: Machine | null = null;
let server: Server | null = null;

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'lab-'));
});
afterEach(async () => {
  await machine?.close();
  server?.close();
  machine = null;
  server = null;
  await rm(stateDir, { recursive: true, force: true });
});

async function lab(scenario: string): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: ['-e', '0'] };
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  machine = opened.value;
  return opened.value;
}

async function planOf(of: Machine, said: (kept: Intent) => Partial<Intent> = () => ({})): Promise<Plan> {
  const snapshot = await detect(of, context);
  const kept = keepIntent(snapshot);
  const made = { id: randomUUID(), createdAt: new Date().toISOString(), toolVersion: '0.1.0' };
  const planned = planFor(snapshot, { ...kept, ...said(kept) }, made);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  return planned.value;
}

/** Everything by one proxy. */
const allBy =
  (text: string) =>
  (kept: Intent): Partial<Intent> => {
    const route = { kind: 'static', proxy: text } as const;
    return {
      winhttp: { route, bypass: [], also32Bit: false },
      mde: { route },
      mdav: { route, bypass: [] },
      mdi: kept.mdi && { ...kept.mdi, route },
    };
  };

/** A server that takes every connection and says nothing; how many are open, and the machine that ends up there. */
async function swallowing(of: Machine): Promise<{ readonly machine: Machine; readonly open: () => number }> {
  let open = 0;
  const silent = createServer((socket) => {
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('error', () => {});
    socket.resume();
  });
  server = silent;
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return { machine: { ...of, route: async () => ({ address: '127.0.0.1', port }) }, open: () => open };
}

const rowOf = ({ matrix }: Verification, id: string): MatrixRow => {
  const row = matrix.rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(id);
  return row;
};
const sensorApi = 'mdi-sensorapi-commercial';
const shown = ({ cells }: MatrixRow) =>
  cells.map(({ paths, takes, verdict }) => `${paths.join(' ')} (${takes.join(' ')}) ${verdict.kind}`);

test('paths with the same way share one cell and one probe, and each service marks the one that it takes', async () => {
  const opened = await lab('static-proxy');
  const dialled: string[] = [];
  const counting: Machine = {
    ...opened,
    route: (peer) => {
      dialled.push(peer.role);
      return opened.route(peer);
    },
  };
  const seen = Verification.parse(await verify(counting, await planOf(opened), { ...context, run: null }));
  expect(shown(rowOf(seen, sensorApi))).toEqual([
    'direct local-system local-service () tcp-refused',
    'winhttp mdi mde mdav (mdi-sensor mdi-updater) healthy',
  ]);
  expect(dialled).toHaveLength(seen.matrix.rows.reduce((sum, { cells }) => sum + cells.length, 0));
  for (const { services, cells } of seen.matrix.rows)
    expect(cells.flatMap((cell) => decidedBy(cell, 'now')).sort()).toEqual([...services].sort());
});

test('lists of Windows are fetched by the WinHTTP path alone, push notifications by none', {
  timeout: 30_000,
}, async () => {
  const opened = await lab('static-proxy');
  const { matrix } = await verify(opened, await planOf(opened), { ...context, run: null });
  const lists = matrix.rows.filter(({ product }) => product === 'common');
  expect(lists).toHaveLength(11);
  for (const { cells } of lists) expect(cells.map(({ paths }) => paths)).toEqual([['winhttp']]);
  const push = matrix.rows.filter(({ purpose }) => purpose.startsWith('live response push'));
  expect(push.map(({ cells, services }) => [cells.map(({ paths }) => paths), services])).toEqual([
    [[['direct']], []],
    [[['direct']], []],
  ]);
});

test('what is reachable, but not by the proxy, is amber and decides nothing', { timeout: 30_000 }, async () => {
  const opened = await lab('direct');
  expect(await opened.winhttp.write({ access: 'named', proxy, bypass: '' })).toBe(0);
  const seen = await verify(opened, await planOf(opened), { ...context, run: null });
  const [direct, winhttp] = rowOf(seen, 'st-edr-cus').cells;
  expect(direct?.verdict).toMatchObject({
    kind: 'wrong-path',
    grade: 'differs',
    facts: { expected: proxy, used: 'direct', result: 'healthy' },
  });
  expect(direct?.takes).toEqual([]);
  expect(winhttp).toMatchObject({ takes: ['sense'], verdict: { kind: 'healthy' } });
  expect(
    new Set(probesOf(seen).flatMap(({ service, verdict }) => (service === 'sense' ? [verdict.grade] : []))),
  ).toEqual(new Set(['works']));
  // The sensor itself goes directly, and to it the proxy is the other way.
  expect(shown(rowOf(seen, sensorApi))).toEqual([
    'direct local-system local-service (mdi-sensor mdi-updater) healthy',
    'winhttp () wrong-path',
  ]);
});

test('where sensor and updater are to go different ways, the endpoint has a row for each', {
  timeout: 30_000,
}, async () => {
  const opened = await lab('static-proxy');
  const plan = await planOf(opened);
  const expected = plan.expected.map((row) =>
    row.service === 'mdi-updater' ? { ...row, route: { kind: 'direct' as const } } : row,
  );
  const seen = await verify(opened, { ...plan, expected }, { ...context, run: null });
  expect(rowOf(seen, sensorApi).services).toEqual(['mdi-sensor']);
  expect(shown(rowOf(seen, `${sensorApi}.2`))).toEqual([
    'direct local-system local-service () tcp-refused',
    'winhttp mdi mde mdav (mdi-updater) wrong-path',
  ]);
});

test('a proxy is tried before anything is changed, and nothing is written', { timeout: 30_000 }, async () => {
  const opened = await lab('sensor-v2');
  const plan = await planOf(opened, allBy(proxy));
  const registry = await readFile(path.join(stateDir, 'registry.json'), 'utf8');
  const tried = Verification.parse(await verify(opened, plan, { ...context, run: null, decides: 'proposed' }));
  const needed = probesOf(tried).filter(({ necessity }) => necessity === 'required');
  expect(new Set(needed.map(({ verdict }) => verdict.kind))).toEqual(new Set(['healthy']));
  expect(new Set(needed.map(({ route }) => route.kind))).toEqual(new Set(['static']));
  expect([tried.deviations, tried.unexpected]).toEqual([[], []]);
  // The same matrix has how it is now.
  expect(new Set(probesOf(tried, 'now').map(({ verdict }) => verdict.grade))).toEqual(new Set(['fails']));
  expect(shown(rowOf(tried, sensorApi)).at(-1)).toBe('proposed () healthy');
  expect(await readFile(path.join(stateDir, 'registry.json'), 'utf8')).toBe(registry);

  const gone = await planOf(opened, allBy('gone.contoso.com:8080'));
  const bad = await verify(opened, gone, { ...context, run: null, decides: 'proposed' });
  expect(new Set(probesOf(bad).map(({ verdict }) => verdict.kind))).toEqual(new Set(['tcp-refused']));
});

test('a proposal is part of the test of a plan that was not applied, and of no other', {
  timeout: 30_000,
}, async () => {
  const opened = await lab('sensor-v2');
  const plan = await planOf(opened, allBy(proxy));
  const columns = async (of: Plan, run: string | null) =>
    (await verify(opened, of, { ...context, run })).matrix.paths.map(({ path: name }) => name);
  expect(await columns(plan, null)).toContain('proposed');
  expect(await columns(plan, plan.id)).not.toContain('proposed');
  expect(await columns(await planOf(opened), null)).not.toContain('proposed');
});

test('a sign-in that the plan gives the sensor leaves open what a test without it cannot show', {
  timeout: 30_000,
}, async () => {
  const opened = await lab('proxy-407');
  const signIn = { kind: 'ask', user: 'CONTOSO\\svcProxy' } as const;
  const plan = await planOf(opened, (kept) => {
    const all = allBy(proxy)(kept);
    return { ...all, mdi: kept.mdi && { ...kept.mdi, route: { kind: 'static', proxy }, signIn } };
  });
  const tried = await verify(opened, plan, { ...context, run: null, decides: 'proposed' });
  const verdictOf = (service: string) => probesOf(tried).find((probe) => probe.service === service)?.verdict;
  expect(verdictOf('mdi-sensor')).toMatchObject({ grade: 'not-tested', facts: { why: 'sign-in' } });
  expect(verdictOf('sense')).toMatchObject({ kind: 'proxy-auth', grade: 'fails' });
});

test('what is tested is said first, and each row as it becomes known, up to the end', { timeout: 30_000 }, async () => {
  const opened = await lab('static-proxy');
  const frames: MatrixFrame[] = [];
  const counts: (readonly [number, number])[] = [];
  const latest = new Map<string, MatrixRow>();
  const { matrix } = await verify(opened, await planOf(opened), {
    ...context,
    run: null,
    onFrame: (frame) => {
      expect(counts).toEqual([]);
      frames.push(frame);
    },
    onRow: (done, total, row) => {
      counts.push([done, total]);
      latest.set(row.id, row);
    },
  });
  const heads = matrix.rows.map(({ cells: _, ...head }) => head);
  expect(frames.map(({ rows }) => rows)).toEqual([heads]);
  expect(counts.map(([done]) => done)).toEqual(counts.map(([done]) => done).sort((a, b) => a - b));
  expect(new Set(counts.map(([, total]) => total)).size).toBe(1);
  expect(counts.at(-1)?.[0]).toBe(counts.at(-1)?.[1]);
  expect(matrix.rows.map(({ id }) => latest.get(id))).toEqual(matrix.rows);
});

test('a path that is silent holds no other path up', { timeout: 30_000 }, async () => {
  const opened = await lab('black-hole');
  expect(await opened.winhttp.write({ access: 'named', proxy, bypass: '' })).toBe(0);
  const control = new AbortController();
  const answered = new Set<string>();
  const { matrix } = await verify(opened, await planOf(opened), {
    ...context,
    run: null,
    signal: control.signal,
    onRow: (_done, _total, row) => {
      const works = row.cells.some(({ takes, verdict }) => takes.includes('sense') && verdict.grade === 'works');
      if (works) answered.add(row.id);
      if (answered.size === 9) control.abort();
    },
  });
  const grades = matrix.rows.flatMap(({ cells }) =>
    cells.flatMap(({ paths, verdict }) => (paths.includes('direct') ? [verdict.grade] : [])),
  );
  expect(answered.size).toBe(9);
  expect(new Set(grades)).toEqual(new Set(['not-tested']));
});

test('a network that swallows everything is told in the time of one test, whatever the number of endpoints', async () => {
  const opened = await lab('static-proxy');
  const { machine: swallowed, open } = await swallowing(opened);
  const limits = { ...usualLimits, cellMs: 1_500 };
  const start = performance.now();
  const { matrix } = await verify(swallowed, await planOf(opened), { ...context, run: null, limits });
  expect(performance.now() - start).toBeLessThan(3_500);
  const kinds = matrix.rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict.kind));
  expect(kinds.length).toBeGreaterThan(60);
  expect(new Set(kinds)).toEqual(new Set(['timeout']));
  await expect.poll(open, { timeout: 1_000 }).toBe(0);
  // Sixty at one proxy wait together, and what comes around them has two seconds.
  expect(usualLimits.perWay).toBeGreaterThanOrEqual(60);
  expect(usualLimits.cellMs).toBeLessThanOrEqual(13_000);
});

test('cancelled, everything ends within a second and no socket is left', { timeout: 30_000 }, async () => {
  const opened = await lab('static-proxy');
  const { machine: swallowed, open } = await swallowing(opened);
  const control = new AbortController();
  const running = verify(swallowed, await planOf(opened), { ...context, run: null, signal: control.signal });
  await expect.poll(open, { timeout: 10_000 }).toBeGreaterThan(60);
  const start = performance.now();
  control.abort();
  const { matrix } = await running;
  await expect.poll(open, { timeout: 1_000 }).toBe(0);
  expect(performance.now() - start).toBeLessThan(1_000);
  const verdicts = matrix.rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict.grade));
  expect(new Set(verdicts)).toEqual(new Set(['not-tested']));
});

test('one cell is tested again, and everything else stays as it was', { timeout: 30_000 }, async () => {
  const opened = await lab('static-proxy');
  const plan = await planOf(opened);
  const refusing: Machine = { ...opened, route: async () => ({ address: '127.0.0.1', port: 1 }) };
  const failed = await verify(refusing, plan, { ...context, run: null });
  const again = await retest(opened, plan, failed, { row: 'st-edr-eus', path: 'winhttp' }, context);
  if (again === null) throw new Error('there is such a cell');
  expect(shown(rowOf(again, 'st-edr-eus'))).toEqual([
    'direct local-system local-service () tcp-refused',
    'winhttp mdi mde mdav (sense) healthy',
  ]);
  expect(rowOf(again, 'st-edr-eus').cells[0]).toEqual(rowOf(failed, 'st-edr-eus').cells[0]);
  const others = ({ matrix }: Verification) => matrix.rows.filter(({ id }) => id !== 'st-edr-eus');
  expect(others(again)).toEqual(others(failed));
  const whole = await retest(opened, plan, failed, { row: 'st-edr-eus', path: null }, context);
  expect(whole && rowOf(whole, 'st-edr-eus').cells.map(({ observation }) => observation?.startedAt)).not.toEqual(
    rowOf(failed, 'st-edr-eus').cells.map(({ observation }) => observation?.startedAt),
  );
  expect(await retest(opened, plan, failed, { row: 'no-such-row', path: null }, context)).toBeNull();
  expect(await retest(opened, plan, failed, { row: 'crl-1', path: 'mde' }, context)).toBeNull();
});

test('certificates that many hosts share are held once', { timeout: 30_000 }, async () => {
  const opened = await lab('static-proxy');
  const { matrix } = await verify(opened, await planOf(opened), { ...context, run: null });
  const presented = matrix.rows.flatMap(({ cells }) =>
    cells.flatMap(({ observation }) => observation?.presented ?? []),
  );
  const issuing = presented.filter(({ isCa }) => isCa);
  expect(issuing.length).toBeGreaterThan(20);
  expect(new Set(issuing).size).toBe(new Set(issuing.map(({ sha256, issuedBy }) => `${sha256} ${issuedBy}`)).size);
});
