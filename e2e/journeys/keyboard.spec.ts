import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { wizard } from '../wizard.ts';

/** The whole corridor without a mouse: by the keys that people press, where the focus goes, and what is said of it. */

test.use({ scenario: 'sensor-v2' });

/** Presses Tab until what has the focus is called so; fails when the whole page was gone through. */
async function tabTo(page: Page, role: 'button' | 'radio' | 'textbox', name: RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).and(page.locator(':focus'));
  for (let pressed = 0; pressed < 120; pressed++) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to the ${role} ${name.source}.`);
}

test('by keyboard alone from the first step to the last and back', async ({ page }) => {
  test.setTimeout(120_000);
  const at = wizard(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const said: string[] = [];
    Reflect.set(window, 'said', said);
    const region = document.querySelector('[aria-live=polite][role=status]');
    if (region !== null)
      new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
  /** A new page puts the focus on its heading, from where the Tab key goes through it. */
  const arrives = (heading: string | RegExp) => expect(at.heading(heading)).toBeFocused({ timeout: 60_000 });
  const press = async (name: RegExp) => {
    await tabTo(page, 'button', name);
    await page.keyboard.press('Enter');
  };

  await at.detected();
  await press(/^Set up a proxy$/);
  await arrives('What should it be?');
  await tabTo(page, 'radio', /^Nothing is needed/);
  for (let down = 0; down < 3; down++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^One fixed proxy/ })).toBeChecked();
  await tabTo(page, 'textbox', /^Host and port$/);
  await page.keyboard.type('proxy.contoso.com:8080');
  await press(/^Review the changes$/);
  await arrives('What will change?');
  await press(/^Files for other servers$/);
  await tabTo(page, 'radio', /^Registry file/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^PowerShell script/ })).toBeChecked();
  await press(/^Apply \d+ changes?$/);
  await arrives('Does it work?');
  const moves = await page.evaluate(
    () =>
      document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
        .length,
  );
  expect(moves, 'what moves although Windows is asked to show no animation').toBe(0);
  await expect(at.button('Test again')).toBeEnabled({ timeout: 60_000 });
  await press(/^Go to the report$/);
  await arrives('Hand it in');
  await expect(at.button('Save to a folder…')).toBeEnabled();
  await press(/^Put back$/);
  await arrives('Put back');
  await press(/^Start over$/);
  await arrives('This server');

  const said = await page.evaluate(() => Reflect.get(window, 'said'));
  expect(said).toEqual(
    expect.arrayContaining([
      'The changes are ready for review.',
      expect.stringMatching(/^Defender for Identity: works\./i),
      'The ticket is ready.',
    ]),
  );
});
