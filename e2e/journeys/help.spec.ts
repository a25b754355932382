import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures.ts';
import { toSmallScreen } from '../looks.ts';
import { answerWith, pressInMenu } from '../system.ts';

/** The help, without a network: found by words, read by keyboard, on any width. */

test('the help opens from the rail and the menu, is found by words, and leaves the step as it was', async ({
  app,
  page,
  at,
  hand,
}) => {
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await hand.press(at.button('Help').first());
  await expect(at.heading('Help')).toBeFocused();
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('How the products find their proxy');

  const search = page.getByRole('searchbox', { name: 'Find in the help' });
  await hand.type(search, 'revocation static proxy');
  await expect(page.getByRole('status').filter({ hasText: /^\d+ of \d+ topics$/ })).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 3 }).first()).toContainText('Static');
  // One topic is left, and it is open.
  await hand.type(search, 'hosts file flushdns');
  const topic = page.getByRole('button', { name: 'Try another proxy with the hosts file' });
  await expect(topic).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('listitem').filter({ hasText: 'ipconfig /flushdns' })).toBeVisible();
  await hand.type(search, 'no such word');
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'No topic has all of these words.' })).toHaveCount(1);
  await hand.press(at.button('Show all topics'));
  await expect(search).toHaveValue('');
  expect(await page.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(10);

  const netsh = page.getByRole('button', { name: 'The WinHTTP proxy of the machine (netsh)' });
  await hand.open(netsh);
  await expect(page.getByText('netsh winhttp reset proxy')).toBeVisible();

  await app.evaluate(({ shell }) => {
    shell.openExternal = async (address) => {
      process.env.OPENED_BY_THE_TEST = address;
    };
  });
  await hand.press(page.getByRole('button', { name: /^Source: Netsh commands/ }));
  await expect
    .poll(() => app.evaluate(() => process.env.OPENED_BY_THE_TEST))
    .toMatch(/^https:\/\/learn\.microsoft\.com\//);

  await hand.press(at.button('Close'));
  await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue('proxy.contoso.com:8080');
  await app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find(({ accelerator }) => accelerator === 'F1')?.click();
  });
  await expect(at.heading('Help')).toBeVisible();
});

test('what lies over a step leaves its scroll place, the focus and what was opened there, and Esc closes it', async ({
  app,
  page,
  at,
  hand,
}) => {
  await toSmallScreen(app, page);
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  const settings = page.getByRole('region', { name: 'What should it be?' });
  const exceptions = page.getByRole('textbox', { name: 'Exceptions of WinHTTP' });
  await hand.type(exceptions, '*.contoso.local');
  const why = at.section('Which destinations are reached without the proxy?').getByRole('button', { name: /^Why/ });
  await hand.open(why);
  await hand.type(exceptions, '*.contoso.local; <local>');
  const place = await settings.evaluate((part) => part.scrollTop);
  expect(place).toBeGreaterThan(100);
  for (const [item, label] of [
    ['Help', 'Help'],
    ['History…', 'History'],
    ['About Defender Proxy Wizard', 'About'],
  ] as const) {
    // By the menu, as its keys do, the focus is in the field meanwhile.
    await pressInMenu(app, item);
    await expect(at.heading(new RegExp(`^${label}`))).toBeFocused();
    if (label === 'Help') {
      const search = page.getByRole('searchbox', { name: 'Find in the help' });
      await hand.type(search, 'proxy');
      await page.keyboard.press('Escape');
      await expect(search).toHaveValue('');
    }
    await page.keyboard.press('Escape');
    await expect(exceptions).toBeFocused();
    expect(await settings.evaluate((part) => part.scrollTop)).toBe(place);
    await expect(why).toHaveAttribute('aria-expanded', 'true');
  }
  await hand.press(at.button('About'));
  await hand.press(at.button('Close'));
  await expect(at.button('About')).toBeFocused();
});

for (const width of [1280, 620])
  test(`the help is free of accessibility faults and fits a width of ${width}`, async ({ app, page, at, hand }) => {
    await at.detected();
    await hand.press(at.button('Help').first());
    await hand.open(page.getByRole('button', { name: 'MDE: the fixed (static) proxy, TelemetryProxyServer' }));
    for (const theme of ['light', 'dark'] as const) {
      await app.evaluate(
        ({ BrowserWindow, nativeTheme }, wanted) => {
          nativeTheme.themeSource = wanted.theme;
          const [window] = BrowserWindow.getAllWindows();
          window?.setMinimumSize(320, 320);
          window?.setContentSize(wanted.width, 760);
        },
        { theme, width },
      );
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .exclude('[data-tabster-dummy]')
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await page.screenshot({ path: test.info().outputPath(`${theme}.png`) });
    }
  });

test('a support bundle says what is in it, and is written where it is wanted, without names', async ({
  app,
  folders,
  at,
  hand,
}) => {
  await at.detected();
  await hand.press(at.button('About').first());
  await expect(at.button('Copy the versions')).toHaveText('Copy the versions');
  const support = at.section('Support bundle');
  for (const name of ['README.txt', 'support.json', 'log.jsonl']) await expect(support).toContainText(name);
  await answerWith(app, folders.ticket);
  await hand.press(at.button('Save a support bundle…'));
  await expect(support).toContainText(`The support bundle was saved to ${folders.ticket}`);
  expect((await readdir(folders.ticket)).sort()).toEqual(['README.txt', 'log.jsonl', 'support.json']);
  const text = await readFile(path.join(folders.ticket, 'support.json'), 'utf8');
  expect(text).not.toMatch(/\bDC01\b|contoso/i);
  const log = (await readFile(path.join(folders.ticket, 'log.jsonl'), 'utf8')).trimEnd().split('\n');
  const entries = log.map((line) => JSON.parse(line));
  expect(entries[0]).toMatchObject({ kind: 'started', lab: true });
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'call', name: 'detect', outcome: 'ok' }));
  expect(log.join('\n')).not.toMatch(/\bDC01\b|contoso/i);
});
