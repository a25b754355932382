import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';

/** Servers that resist the change: what is said, what is left unchanged, and where the person stands then. */

const proxy = 'proxy.contoso.com:8080';

test.describe('a declined prompt', () => {
  test.use({ scenario: 'uac-declined' });

  test('leads back to the review with the plan intact and nothing changed', async ({ page, folders, at }) => {
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await at.review();
    const digest = await page.getByText(/^[0-9a-f]{64}$/).textContent();
    await at.apply();
    await expect(at.notice('not confirmed')).toContainText('Nothing on this server was changed.');
    await expect(at.notice('not confirmed')).toContainText(/Press "Apply \d+ changes" again when someone can/);
    await expect(at.heading('What will change?')).toBeVisible();
    await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveText(digest ?? '');
    await expect(at.button(/^Apply \d+ changes$/)).toBeEnabled();
    expect(await readdir(path.join(folders.profile, 'plans'))).toEqual([]);
    const now = await page.evaluate(() => window.api.runs({}));
    expect(now).toEqual({ ok: true, value: [] });
  });

  test('is said where the person is: in view, with the focus, and to a screen reader', async ({
    app,
    page,
    at,
    hand,
  }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 768));
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await at.review();
    const apply = at.button(/^Apply \d+ changes$/);
    // To the end of the page, as one who has read it all.
    await hand.readToEnd(page.getByRole('region', { name: 'What will change?' }));
    await expect(page.getByText('Windows will ask for confirmation.')).not.toBeInViewport();
    for (const _ of ['once', 'again']) {
      await hand.press(apply);
      await expect(at.notice('not confirmed')).toBeInViewport({ ratio: 1 });
      await expect(at.notice('not confirmed')).toBeFocused();
      await expect(page.getByRole('status').filter({ hasText: 'was not confirmed' })).toHaveCount(1);
    }
  });
});

test.describe('a write that is denied', () => {
  test.use({ scenario: 'third-write-denied' });

  test('is named with its code, and everything before it is put back', async ({ app, page, folders, at }) => {
    await at.detected();
    const before = await page.evaluate(() => window.api.detect({}));
    await at.chooseStaticProxy(proxy);
    await at.review();
    await at.apply();
    await expect(at.heading('Not applied')).toBeVisible({ timeout: 60_000 });
    await expect(at.notice('Windows error 5 (access denied)').first()).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Put back' })).not.toHaveCount(0);
    await expect(at.change('Not begun').first()).toContainText(/still: .+; planned: .+/);
    await page.screenshot({ path: test.info().outputPath('not-applied.png') });
    await expect(at.button('Put back')).toHaveCount(0);
    const after = await page.evaluate(() => window.api.detect({}));
    expect(before.ok && after.ok && after.value.settings).toEqual(before.ok && before.value.settings);

    await at.report();
    const { '.json': json } = await at.save(app, folders.ticket);
    expect(JSON.parse(json ?? '')).toMatchObject({
      outcome: { state: 'rolled-back', problem: { kind: 'rolled-back', cause: { win32: 5 } } },
      after: null,
    });
  });
});

test.describe('a service that does not start again', () => {
  test.use({ scenario: 'service-stuck' });

  test('is what is left, and heading, message and row agree on it', async ({ page, at }) => {
    test.setTimeout(120_000);
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await at.review();
    await at.apply();
    await expect(at.heading('Put back, but a service does not run')).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText('Every value is as it was before.')).toBeVisible();
    await expect(at.notice('a service could not be started again')).toBeFocused();
    await expect(at.change('Own proxy setting of the MDI sensor')).toContainText('but its service does not run');
    await expect(page.getByText('Some values are not as they were')).toHaveCount(0);
  });
});

test.describe('a Group Policy that owns the values', () => {
  test.use({ scenario: 'policy-locked' });

  test('is a blocker that names it, and nothing can be applied', async ({ page, at }) => {
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await at.review();
    await expect(at.notice('Defender proxy - servers').first()).toBeVisible();
    await expect(at.button(/^Apply/)).toHaveCount(0);
    await expect(page.getByText('Until it is resolved, nothing can be applied.')).toBeVisible();
    await expect(page.getByText('nothing else is touched')).toHaveCount(0);
    await expect(page.getByText('What stands in the way is not counted.')).toBeVisible();
  });
});

test.describe('a policy that comes back', () => {
  test.use({ scenario: 'reverted-by-policy' });

  test('is shown as a deviation after the change', async ({ app, folders, at }) => {
    test.setTimeout(120_000);
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await at.review();
    await at.apply();
    await at.tested();
    await expect(at.notice('Not as applied')).toContainText('ProxyServer');
    await at.report();
    const { '.json': json } = await at.save(app, folders.ticket);
    expect(JSON.parse(json ?? '')).toMatchObject({ after: { deviations: ['mdav.policy.proxyServer'] } });
  });
});

test('a server that changed since the review is refused by name, and nothing is written', async ({ page, at }) => {
  await at.detected();
  await at.chooseStaticProxy(proxy);
  await at.review();
  // Somebody else applies another plan meanwhile.
  const other = await page.evaluate(async () => {
    const found = await window.api.detect({});
    if (!found.ok) return found;
    const intent = {
      schema: 1 as const,
      cloud: 'commercial' as const,
      geography: 'US' as const,
      noRevocationPath: false,
      winhttp: null,
      mde: null,
      mdav: { route: { kind: 'static' as const, proxy: 'proxy-other.contoso.com:3128' }, bypass: [] },
      mdi: null,
      strongCrypto: false,
    };
    const made = await window.api.plan({ snapshot: found.value.id, intent });
    return made.ok ? window.api.apply({ plan: made.value.plan.id, digest: made.value.digest }) : made;
  });
  expect(other).toMatchObject({ ok: true, value: { state: 'applied' } });
  await at.apply();
  await expect(at.notice('Antivirus policy ProxyServer')).toBeVisible();
  await expect(at.heading('What will change?')).toBeVisible();
  const runs = await page.evaluate(() => window.api.runs({}));
  expect(runs.ok && runs.value.length).toBe(1);
});

test('a run that was cut off is found on the next look and put back', async ({ page, folders, at, hand }) => {
  test.setTimeout(120_000);
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy(proxy);
  await at.review();
  await at.apply();
  await at.tested();
  await at.report();
  // As if the program had been ended before its last two lines.
  const runs = path.join(folders.lab, 'protected', 'runs');
  const run = (await readdir(runs, { withFileTypes: true })).find((entry) => entry.isDirectory())?.name ?? '';
  const journal = path.join(runs, run, 'journal.jsonl');
  const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
  await writeFile(journal, `${lines.slice(0, -2).join('\n')}\n`);

  await hand.press(at.button('Start over'));
  await expect(at.notice('An earlier run did not finish')).toBeVisible();
  await hand.press(at.notice('An earlier run did not finish').getByRole('button', { name: 'Put back' }));
  await expect(at.notice('The earlier run was put back.')).toBeVisible({ timeout: 60_000 });
  const after = await page.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok && after.value.settings).toEqual(before.ok && before.value.settings);
});

test.describe('a standard user', () => {
  test.use({ scenario: 'limited-user' });

  test('reads what needs rights by the console program', async ({ at, hand }) => {
    await at.detected();
    await expect(at.notice('Some settings could not be read')).toBeVisible();
    await hand.press(at.button('Detect with administrator rights'));
    await expect(at.notice('Some settings could not be read')).toBeHidden({ timeout: 30_000 });
    await expect(at.service('MDI sensor')).toContainText('direct');
  });
});
