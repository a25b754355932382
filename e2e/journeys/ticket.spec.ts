import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures.ts';
import { faultsInEveryLook } from '../looks.ts';
import { answerWith, pressInMenu } from '../system.ts';

/** The ticket as it is handed in: its fields, its forms, what is copied, and what it is good for later. */

const pagesOf = (pdf: string) => Number(/\/Count (\d+)/.exec(pdf)?.[1]);

test('the ticket is filled in, saved in every form, printed, copied, and compared later', async ({
  app,
  page,
  at,
  hand,
}) => {
  test.setTimeout(240_000);
  const folder = test.info().outputPath('ticket');
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  await answerWith(app, test.info().outputPath('profile'));
  await hand.press(at.button('Save as profile…'));
  await expect(page.getByText(/^Saved to .*profile$/)).toBeVisible();
  await at.apply();
  await at.tested();
  await at.report();

  await hand.open(at.button('Ticket number, change window and file forms'));
  const forms = page.getByRole('group', { name: 'Save as' });
  await expect(forms.getByText('Save as')).toBeVisible();
  await expect(forms.getByRole('checkbox')).toHaveCount(5);
  await expect(page.getByRole('group', { name: 'Leave out' }).getByRole('checkbox')).toHaveCount(4);
  const none = page.getByText('Choose at least one file form to save.');
  await expect(none).toHaveCount(0);
  for (const form of await forms.getByRole('checkbox').all()) await hand.untick(form);
  await expect(none).toBeVisible();
  await expect(at.button('Save to a folder…')).toBeDisabled();
  for (const form of await forms.getByRole('checkbox').all()) await hand.tick(form);
  const change = page.getByLabel('Change window');
  await hand.type(change, 'c'.repeat(201));
  await expect(change).toHaveValue('c'.repeat(200));
  await expect(page.getByText('Full: no more than 200 characters.')).toBeVisible();
  await hand.type(change, '');
  await hand.type(page.getByLabel('Ticket number'), 'CHG0031337');
  await hand.type(page.getByLabel('Approved by'), '<b>board</b>');
  await hand.type(page.getByLabel('Requested by'), 'Server team');
  await expect(at.ticket().getByRole('cell', { name: '<b>board</b>' })).toBeVisible();
  await expect(at.ticket().getByText('CHG0031337')).toBeVisible();

  await expect(at.button('Save to a folder…')).toBeEnabled();
  await hand.press(at.button('Copy for a ticket field'));
  await expect(at.button('Copied')).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('Ticket number: CHG0031337');
  expect(copied.length).toBeLessThanOrEqual(4000);

  await answerWith(app, folder);
  await hand.press(at.button('Save to a folder…'));
  await expect(page.getByText(`Saved to ${folder}`)).toBeVisible({ timeout: 60_000 });
  expect(await readdir(folder)).toEqual(
    expect.arrayContaining(['ticket.html', 'ticket.json', 'ticket.md', 'ticket.pdf', 'ticket.txt', 'plan.json']),
  );
  expect(copied).toBe(await readFile(path.join(folder, 'ticket.txt'), 'utf8'));
  const pdf = await readFile(path.join(folder, 'ticket.pdf'), 'latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pagesOf(pdf)).toBeLessThanOrEqual(3);

  // The preview is the very page that is saved.
  const frame = page.frames().find((each) => each.url().startsWith('app://ticket/'));
  expect(await frame?.evaluate(() => document.scripts.length)).toBe(0);
  await pressInMenu(app, 'History…');
  await answerWith(app, path.join(folder, 'ticket.json'));
  await hand.press(at.button('Compare a ticket with now…'));
  await expect(page.getByText(/^Nothing has changed since the ticket/)).toBeVisible({
    timeout: 60_000,
  });
  const comparison = at.section('Compare a ticket with now…');
  await expect(comparison).toContainText(/DC01, compared with the ticket CHG0031337 of 20\d\d-.* UTC\./);
  await hand.press(comparison.getByRole('button', { name: /^Copy/ }));
  await expect(comparison.getByRole('button', { name: /^Copied/ })).toBeVisible();
  const compared = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(compared).toContain('Nothing has changed since the ticket');
  const kept = test.info().outputPath('comparison');
  await answerWith(app, kept);
  await hand.press(at.button('Save the comparison…'));
  await expect(comparison).toContainText(`Saved to ${kept}`);
  expect(await readFile(path.join(kept, 'comparison.txt'), 'utf8')).toContain(compared);
  expect(JSON.parse(await readFile(path.join(kept, 'audit.json'), 'utf8'))).toMatchObject({
    kind: 'audit',
    ticket: { number: 'CHG0031337' },
    drift: false,
  });
  expect(await faultsInEveryLook(app, page, 'history')).toEqual([]);

  await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.loadURL(url), frame?.url() ?? '');
  await expect(page.getByRole('heading', { level: 1, name: /^DC01: proxy of/ })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: test.info().outputPath(`${colorScheme}.png`), fullPage: true });
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    // It did look: of a page that it cannot enter axe has nothing to say either.
    expect(passes.find(({ id }) => id === 'color-contrast')?.nodes.length).toBeGreaterThan(50);
  }
});

test('a profile of another server fills the interview', async ({ app, page, at, hand }) => {
  await at.detected();
  await hand.press(at.button('Set up a proxy'));
  const { exampleIntent } = await import('../../electron/core/plan/example-intent.ts');
  const { writeFile, mkdir } = await import('node:fs/promises');
  await mkdir(test.info().outputPath('p'), { recursive: true });
  const file = test.info().outputPath('p/profile.json');
  await writeFile(file, JSON.stringify({ ...exampleIntent, more: 1 }));
  await answerWith(app, file);
  await hand.press(at.button('Open a profile…'));
  await expect(page.getByText(/In the answer file, the field "more" is not right/)).toBeVisible();
  await writeFile(file, JSON.stringify(exampleIntent));
  await hand.press(at.button('Open a profile…'));
  await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue('proxy.contoso.com:8080');
});

test.describe('static-proxy', () => {
  test.use({ scenario: 'static-proxy' });

  test('the ticket of a usual run, tested before and after, is printed on two pages', async ({
    app,
    page,
    at,
    hand,
  }) => {
    test.setTimeout(240_000);
    const folder = test.info().outputPath('ticket');
    await at.detected();
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await hand.type(page.getByRole('textbox', { name: 'Exceptions of WinHTTP' }), '<local>;*.contoso.local');
    await at.review();
    await hand.press(at.button('Test the proposed route first'));
    await at.tried();
    await hand.press(at.button('Back to the review'));
    await at.apply();
    await at.tested();
    await at.report();
    await answerWith(app, folder);
    await hand.press(at.button('Save to a folder…'));
    await expect(page.getByText(`Saved to ${folder}`)).toBeVisible({ timeout: 60_000 });
    expect(pagesOf(await readFile(path.join(folder, 'ticket.pdf'), 'latin1'))).toBe(2);
  });
});
