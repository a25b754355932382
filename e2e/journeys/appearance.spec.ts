import { once } from 'node:events';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

/** Light or dark, as Windows says or as it was chosen in the menu of the window. */

const names = ['As Windows', 'Light', 'Dark'] as const;

/** The choices below View, Appearance: which one is marked. Pressing one of them marks it. */
const marked = (app: ElectronApplication, press: string | null = null) =>
  app.evaluate(({ Menu }, wanted) => {
    const itemsOf = (item: Electron.MenuItem | undefined) => item?.submenu?.items ?? [];
    const named = (items: Electron.MenuItem[], name: string) =>
      items.find(({ label }) => label.replace('&', '') === name);
    const view = named(Menu.getApplicationMenu()?.items ?? [], 'View');
    const choices = itemsOf(named(itemsOf(view), 'Appearance'));
    if (wanted !== null) named(choices, wanted)?.click();
    return choices.map(({ label, checked }) => ({ name: label.replace('&', ''), checked }));
  }, press);

const marks = (one: (typeof names)[number]) => names.map((name) => ({ name, checked: name === one }));

/** How bright the page's own ground is, 0 to 255. */
const brightness = (page: Page) =>
  page.evaluate(() => {
    const ground = document.querySelector('main')?.closest('.fui-FluentProvider');
    return Number(/\d+/.exec(ground == null ? '' : getComputedStyle(ground).backgroundColor)?.[0] ?? Number.NaN);
  });

test('what was chosen is shown at once, and again when the window is opened the next time', async ({ open }) => {
  const { app: first, page, at } = await open();
  await at.detected();
  expect(await marked(first)).toEqual(marks('As Windows'));
  await marked(first, 'Dark');
  expect(await marked(first)).toEqual(marks('Dark'));
  await expect.poll(() => brightness(page)).toBeLessThan(128);
  const ended = once(first.process(), 'exit');
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;

  const { app: second, page: again, at: then } = await open();
  await then.detected();
  expect(await brightness(again)).toBeLessThan(128);
  expect(await marked(second)).toEqual(marks('Dark'));
  await marked(second, 'Light');
  await expect.poll(() => brightness(again)).toBeGreaterThan(128);
  await second.close();
});
