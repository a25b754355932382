import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, root, test } from './fixtures.ts';
import { hands, watchKeys } from './hand.ts';

/** The hand that has only keys, and the watch over the journeys that it walks. */

test('a control that the Tab key does not lead to is out of its reach', async ({ page, at }) => {
  await at.detected();
  const hand = hands.keyboard(page);
  const about = at.button('About');
  await about.evaluate((button) => button.setAttribute('tabindex', '-1'));
  await expect(hand.press(about)).rejects.toThrow(
    "The Tab key does not lead to getByRole('button', { name: 'About' }).",
  );
  await about.evaluate((button) => button.removeAttribute('tabindex'));
  await hand.press(about);
  await expect(at.heading('About Defender Proxy Wizard')).toBeFocused();
});

test('a mouse, a field that is filled without a key, and a focus that goes lost are noticed; keys are not', async ({
  page,
  at,
}) => {
  const noticed: string[] = [];
  await watchKeys(page, (what) => noticed.push(what));
  const hand = hands.keyboard(page);
  const find = page.getByRole('searchbox', { name: 'Find in the help' });
  await at.detected();
  await hand.press(at.button('Help'));
  await hand.type(find, 'hosts');
  await expect(page.getByRole('status').filter({ hasText: /topics?$/ })).toHaveCount(1);
  expect(noticed).toEqual([]);

  await find.evaluate((field) => field.blur());
  await expect.poll(() => noticed).toEqual(['the focus went lost with: input "Find in the help"']);
  await at.button('About').click();
  await expect(at.heading('About Defender Proxy Wizard')).toBeVisible();
  expect(noticed.slice(1)).toEqual(['pressed by mouse: button "About"', 'mouse button pressed: button "About"']);
  await hand.press(at.button('Help'));
  await find.fill('flushdns');
  await expect.poll(() => noticed.slice(3)).toEqual(['filled without a key: input "Find in the help"']);
});

test('no journey goes past the hand', async () => {
  const folder = path.join(root, 'e2e/journeys');
  const past =
    /[\w)]\.(?:click|dblclick|fill|check|uncheck|setChecked|selectOption|focus|tap)\(|(?<!hand|keyboard)\.press/;
  for (const name of await readdir(folder)) {
    const lines = (await readFile(path.join(folder, name), 'utf8')).split('\n');
    expect(
      lines.filter((line) => past.test(line)),
      name,
    ).toEqual([]);
  }
});
