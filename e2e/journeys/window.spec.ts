import { once } from 'node:events';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { servicesWait } from '../lab-run.ts';
import { pressInMenu } from '../system.ts';

/** The window itself: where it stands, what its menu leads to, and the keys of that menu. */

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());

/** Closes the window as a person does, and waits until the program has ended. */
async function closed(app: ElectronApplication): Promise<void> {
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
}

test('it opens again where it was closed, and a change made before is put back from the history', async ({ open }) => {
  test.setTimeout(120_000);
  const place = { x: 60, y: 50, width: 1010, height: 710 };
  const { app: first, at: before } = await open();
  await before.detected();
  expect(await bounds(first)).not.toEqual(place);
  await first.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place);
  await before.chooseStaticProxy('proxy.contoso.com:8080');
  await before.review();
  await before.apply();
  await before.tested();
  await closed(first);

  const { app: second, hand, at } = await open();
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

test('while a change is made it asks before it closes, and what was begun goes on without it', async ({
  folders,
  open,
}) => {
  test.setTimeout(120_000);
  const { app: first, at } = await open();
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  const goOn = await servicesWait(folders.lab);
  await at.apply();
  await expect(at.change('Own proxy setting of the MDI sensor')).toContainText('Writing');
  /** Answers the questions of the window by one of its buttons; `null` as somebody who closes the question. */
  const answerBy = (button: string | null) =>
    first.evaluate(({ dialog }, label) => {
      const questions: unknown[] = [];
      Object.assign(globalThis, { questions });
      const answer = (...[, asked]: [unknown, Electron.MessageBoxOptions]) => {
        questions.push([asked.message, asked.buttons?.[asked.defaultId ?? -1]]);
        const response = label === null ? (asked.cancelId ?? -1) : (asked.buttons?.indexOf(label) ?? -1);
        return Promise.resolve({ response, checkboxChecked: false });
      };
      Object.assign(dialog, { showMessageBox: answer });
    }, button);
  const questions = () => first.evaluate(() => Reflect.get(globalThis, 'questions'));
  const asked = ['Changes are being made to this server.', 'Keep open'];
  await answerBy(null);
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(questions).toEqual([asked]);
  await pressInMenu(first, 'Exit');
  await expect.poll(questions).toEqual([asked, asked]);
  await expect(at.heading('Applying')).toBeVisible();
  await answerBy('Close anyway');
  await closed(first);
  await goOn();

  const { app: second, page: again } = await open();
  const states = () =>
    again.evaluate(async () => {
      const runs = await window.api.runs({});
      return runs.ok ? runs.value.map(({ state }) => state) : runs.problem;
    });
  await expect.poll(states, { timeout: 60_000 }).toEqual(['applied']);
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
  for (const [label, heading] of [
    ['About Defender Proxy Wizard', 'About Defender Proxy Wizard'],
    ['Help', 'Help'],
    ['History…', 'History'],
  ] as const) {
    await pressInMenu(app, label);
    await expect(at.heading(heading)).toBeVisible();
  }
  await pressInMenu(app, 'Open the folder of the records');
  await expect.poll(() => app.evaluate(() => process.env.OPENED_BY_THE_TEST)).toContain(folders.lab);

  await app.evaluate(({ dialog, shell }) => {
    shell.openPath = async () => 'Failed to open path';
    const box = async (...[, said]: [unknown, Electron.MessageBoxOptions]) => {
      Object.assign(globalThis, { said: `${said.message} ${said.detail}` });
      return { response: 0, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox: box });
  });
  await pressInMenu(app, 'Open the folder of the records');
  const said = () => app.evaluate(() => Reflect.get(globalThis, 'said'));
  await expect
    .poll(said)
    .toMatch(/^The folder .* could not be opened \(Failed to open path\)\. Nothing on this server was changed\./);
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
