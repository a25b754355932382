import { expect, test } from '../fixtures.ts';

/** The calls by which the window tests, asked as the page asks them. */

test.use({ scenario: 'sensor-v2' });

test('a plan is tried, one address is tested again, and everything that is tested is told as it comes', async ({
  page,
}) => {
  await expect(page.getByRole('button', { name: 'Set up a proxy' })).toBeEnabled();
  const seen = await page.evaluate(async () => {
    const told: { kind: string; rows: number; done: number; total: number }[] = [];
    const stop = window.api.on('progress', (progress) => {
      if (progress.kind === 'frame') told.push({ kind: 'frame', rows: progress.frame.rows.length, done: 0, total: 0 });
      if (progress.kind === 'probes')
        told.push({ kind: 'probes', rows: 0, done: progress.done, total: progress.total });
    });
    const found = await window.api.detect({});
    if (!found.ok) return null;
    const route = { kind: 'static' as const, proxy: 'proxy.contoso.com:8080' };
    const made = await window.api.plan({
      snapshot: found.value.id,
      intent: {
        schema: 1,
        cloud: 'commercial',
        geography: 'US',
        noRevocationPath: false,
        strongCrypto: false,
        winhttp: { route, bypass: [], also32Bit: false },
        mde: { route },
        mdav: { route, bypass: [] },
        mdi: { route, workspace: null, legacy: 'update' },
      },
    });
    if (!made.ok) return null;
    const plan = made.value.plan.id;
    const early = await window.api.retest({ plan, row: 'st-edr-cus', path: null });
    const now = await window.api.verify({ plan });
    const tried = await window.api.tryRoute({ plan });
    const again = await window.api.retest({ plan, row: 'st-edr-cus', path: 'proposed' });
    const none = await window.api.retest({ plan, row: 'st-edr-cus', path: 'mdav' });
    stop();
    return { told, early, now, tried, again, none };
  });
  if (seen === null) throw new Error('there is a plan');
  const { told, early, now, tried, again, none } = seen;
  if (!now.ok || !tried.ok || !again.ok) throw new Error(JSON.stringify([now, tried, again].map(({ ok }) => ok)));
  expect([early.ok, none.ok]).toEqual([false, false]);
  expect(told.filter(({ kind }) => kind === 'frame').map(({ rows }) => rows)).toEqual([
    now.value.matrix.rows.length,
    tried.value.matrix.rows.length,
  ]);
  const counts = told.filter(({ kind }) => kind === 'probes');
  expect(counts.filter(({ done, total }) => done === total)).toHaveLength(2);
  const cellsOf = (rows: typeof now.value.matrix.rows) =>
    rows
      .find(({ id }) => id === 'st-edr-cus')
      ?.cells.map(({ paths, takes, wouldTake, verdict }) => ({ paths, takes, wouldTake, grade: verdict.grade }));
  const cells = [
    { paths: ['direct', 'winhttp', 'local-system', 'local-service'], takes: ['sense'], wouldTake: [], grade: 'fails' },
    { paths: ['proposed'], takes: [], wouldTake: ['sense'], grade: 'works' },
  ];
  expect(cellsOf(now.value.matrix.rows)).toEqual(cells);
  expect(cellsOf(tried.value.matrix.rows)).toEqual(cells);
  expect([now.value.matrix.decides, tried.value.matrix.decides]).toEqual(['now', 'proposed']);
  expect(cellsOf([again.value.row])).toEqual(cells);
});
