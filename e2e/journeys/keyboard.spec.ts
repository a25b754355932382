import { expect, test } from '../fixtures.ts';

/** What only those notice who use no mouse: where the focus goes, what is said meanwhile, and that nothing moves. */

test('each new page has the focus on its heading, says what came of it, and stands still', async ({
  page,
  at,
  hand,
}) => {
  test.setTimeout(120_000);
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
  const arrives = (heading: string | RegExp) => expect(at.heading(heading)).toBeFocused({ timeout: 60_000 });

  await at.detected();
  await arrives('This server');
  await hand.press(at.button('Set up a proxy'));
  await arrives('What should it be?');
  await hand.choose(page.getByRole('radio', { name: /^One fixed proxy/ }));
  await hand.type(page.getByRole('textbox', { name: 'Host and port' }), 'proxy.contoso.com:8080');
  await hand.press(at.button('Review the changes'));
  await arrives('What will change?');
  await at.apply();
  await arrives('Does it work?');
  const moves = await page.evaluate(
    () =>
      document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
        .length,
  );
  expect(moves, 'what moves although Windows is asked to show no animation').toBe(0);
  await at.tested();
  await hand.press(at.button('Go to the report'));
  await arrives('Hand it in');
  await hand.press(at.button('Put back'));
  await arrives('Put back');
  await hand.press(at.button('Start over'));
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
