import { expect, test } from '../fixtures.ts';
import { violationsDuring } from '../violations.ts';

/** The whole corridor through the window, on the shipped code down to the console program and real sockets. */

const proxy = 'proxy.contoso.com:8080';

test('one fixed proxy for all: detected, chosen, reviewed, applied, tested and handed in', async ({
  app,
  page,
  folders,
  at,
  hand,
}) => {
  test.setTimeout(120_000);
  const violations = await violationsDuring(page);

  await at.detected();
  await expect(page.getByText('DC01').first()).toBeVisible();
  await expect(page.getByRole('note').filter({ hasText: 'A rehearsal' })).toBeVisible();
  await expect(at.service('MDI sensor')).toContainText('direct');

  await at.chooseStaticProxy(proxy);
  await at.review();
  await expect(at.heading('What will change?')).toBeVisible();
  for (const [name, after] of [
    ['WinHTTP proxy', `${proxy}, bypass list`],
    ['TelemetryProxyServer', proxy],
    ['Antivirus policy ProxyServer', `http://${proxy}`],
    ['Own proxy setting of the MDI sensor', `http://${proxy}`],
  ] as const)
    await expect(at.change(new RegExp(`^${name}`)).first()).toContainText(after);

  const reached = at.section('Who else is affected on this server');
  await expect(reached).toContainText('have WinHTTP loaded now');
  await hand.open(reached.getByRole('button', { name: /^Show \d+ names?$/ }));
  await expect(reached).toContainText('svchost.exe: BITS and wuauserv');

  await at.apply();
  await at.tested();
  for (const product of ['Defender for Identity', 'Defender for Endpoint', 'Defender Antivirus', 'Windows'])
    await expect(at.result(product)).toContainText('Works');
  await expect(at.result('Defender for Identity')).toContainText(proxy);

  await at.report();
  await expect(at.ticket().getByRole('heading', { level: 1 })).toContainText('DC01');
  const { '.md': markdown, '.html': html, '.json': json } = await at.save(app, folders.ticket);
  expect(markdown).toContain('LAB');
  expect(markdown).toContain(`http://${proxy}`);
  expect(html).toContain('<!doctype html>');
  const ticket = JSON.parse(json ?? '');
  expect(ticket).toMatchObject({
    schema: 2,
    plan: { machine: { name: 'DC01', lab: 'sensor-v2' }, blockers: [] },
    outcome: { state: 'applied', run: ticket.plan.id, problem: null },
    before: null,
    after: { run: ticket.plan.id, deviations: [], unexpected: [] },
  });
  expect(ticket.outcome.operations.map(({ state }: { state: string }) => state)).toEqual(
    ticket.plan.operations.map(() => 'done'),
  );
  expect(violations()).toEqual([]);
});

test('what was applied is put back from the report, and the server is as it was', async ({ page, at, hand }) => {
  test.setTimeout(120_000);
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy(proxy);
  await at.review();
  await at.apply();
  await at.tested();
  await at.report();
  await hand.press(at.button('Put back'));
  await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
  const after = await page.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok).toBe(true);
  if (before.ok && after.ok) {
    expect(after.value.settings).toEqual(before.value.settings);
    expect(after.value.sensor).toEqual(before.value.sensor);
  }
});

test('a second review finds everything as wanted, and nothing is written twice', async ({ at, hand }) => {
  test.setTimeout(120_000);
  await at.detected();
  await at.chooseStaticProxy(proxy);
  await at.review();
  await at.apply();
  await at.tested();
  await at.report();
  await hand.press(at.button('Start over'));
  await at.detected();
  await expect(at.service('MDI sensor')).toContainText(proxy);
  await at.chooseStaticProxy(proxy);
  await at.review();
  await expect(at.heading('Everything is already as wanted')).toBeVisible();
  await expect(at.button(/^Apply/)).toHaveCount(0);
});
