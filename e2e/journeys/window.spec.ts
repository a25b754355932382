import { once } from 'node:events';
import type { ElectronApplication } from '@playwright/test';
import { expect, launched, test } from '../fixtures.ts';
import { wizard } from '../wizard.ts';

/** The window itself: where it stands, what its menu leads to, and the keys of that menu. */

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());

/** Closes the window as a person does, and waits until the program has ended. */
async function closed(app: ElectronApplication): Promise<void> {
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
}

test('it opens again where it was closed, and a change made before is put back from the history', async ({
  folders,
  scenario,
  handOn,
}) => {
  test.setTimeout(120_000);
  const place = { x: 60, y: 50, width: 1010, height: 710 };
  const first = await launched(folders, scenario);
  const page = await first.firstWindow();
  const before = wizard(page, await handOn(page));
  await before.detected();
  expect(await bounds(first)).not.toEqual(place);
  await first.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place);
  await before.chooseStaticProxy('proxy.contoso.com:8080');
  await before.review();
  await before.apply();
  await before.tested();
  await closed(first);

  const second = await launched(folders, scenario);
  const again = await second.firstWindow();
  const hand = await handOn(again);
  const at = wizard(again, hand);
  await at.detected();
  expect(await bounds(second)).toEqual(place);
  await expect(at.service('MDI sensor')).toContainText('proxy.contoso.com:8080');
  await hand.press(at.button('History').last());
  await hand.press(at.button(/^Open the record of /));
  await expect(at.heading('Applied')).toBeVisible();
  await hand.press(at.button('Put back'));
  await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
  await hand.press(at.button('Start over'));
  await at.detected();
  await expect(at.service('MDI sensor')).toContainText('direct');
  await closed(second);
});

test('its menu leads to history, help, about and the folder of the records', async ({ app, folders, at }) => {
  await at.detected();
  await app.evaluate(({ shell }) => {
    shell.openPath = async (opened) => {
      process.env.OPENED_BY_THE_TEST = opened;
      return '';
    };
  });
  const choose = (label: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find((item) => item.label.replace('&', '') === wanted)?.click();
    }, label);
  for (const [label, heading] of [
    ['About Defender Proxy Wizard', 'About Defender Proxy Wizard'],
    ['Help', 'Help'],
    ['History…', 'History'],
  ] as const) {
    await choose(label);
    await expect(at.heading(heading)).toBeVisible();
  }
  await choose('Open the folder of the records');
  await expect.poll(() => app.evaluate(() => process.env.OPENED_BY_THE_TEST)).toContain(folders.lab);
});

test('its letters grow and shrink by the keys that do so elsewhere, and its pages open by theirs', async ({
  app,
  at,
}) => {
  await at.detected();
  const zoom = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel());
  // The keys of the test runner reach the page only; these go the way of a keyboard, by the menu.
  const press = (keyCode: string, modifiers: readonly 'control'[] = ['control']) =>
    app.evaluate(
      ({ BrowserWindow }, key) => {
        const [window] = BrowserWindow.getAllWindows();
        for (const type of ['keyDown', 'keyUp'] as const) window?.webContents.sendInputEvent({ type, ...key });
      },
      { keyCode, modifiers: [...modifiers] },
    );
  for (const [key, level] of [
    ['=', 0.5],
    ['=', 1],
    ['-', 0.5],
    ['0', 0],
  ] as const) {
    await press(key);
    await expect.poll(zoom, key).toBe(level);
  }
  await press('F1', []);
  await expect(at.heading('Help')).toBeVisible();
  await press('H');
  await expect(at.heading('History')).toBeVisible();
});
