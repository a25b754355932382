import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { toSmallScreen } from '../looks.ts';

/** What only those notice who use no mouse: where the focus goes, what is said meanwhile, and that nothing moves. */

/** Goes once round the page by the Tab key; returns the controls that it leaves out, and those that it leads to unseen. */
async function faultsOfTheRound(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => {
    const controls = document.querySelectorAll('a[href], button, input, select, textarea');
    const inUse = (each: Element) => !each.matches(':disabled') && each.checkVisibility({ checkVisibilityCSS: true });
    Reflect.set(window, 'notReached', new Set([...controls].filter(inUse)));
  });
  /** Takes the control that has the focus off the list; says its name when it is out of view, or something covers it. */
  const look = () =>
    page.evaluate(() => {
      const left: Set<Element> = Reflect.get(window, 'notReached');
      const now = document.activeElement;
      if (now === null || now === document.body) return null;
      left.delete(now);
      // A group of radio buttons is one stop.
      if (now instanceof HTMLInputElement && now.type === 'radio')
        for (const each of left) if (each instanceof HTMLInputElement && each.name === now.name) left.delete(each);
      const [box] = now.getClientRects();
      const seen = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return seen != null && (now.contains(seen) || seen.contains(now))
        ? null
        : `not seen: ${now.localName} "${(now.getAttribute('aria-label') ?? now.textContent ?? '').slice(0, 60)}"`;
    });
  await page.keyboard.press('Tab');
  const first = await page.evaluateHandle(() => document.activeElement);
  const unseen: (string | null)[] = [];
  do {
    unseen.push(await look());
    await page.keyboard.press('Tab');
  } while (!(await page.evaluate((was) => document.activeElement === was, first)) && unseen.length < 300);
  const left = await page.evaluate(() =>
    [...Reflect.get(window, 'notReached')].map((each: Element) => `not reached: ${each.outerHTML.slice(0, 160)}`),
  );
  return [...unseen.filter((fault) => fault !== null), ...left];
}

test('each new page has the focus on its heading, says what came of it, stands still, and is gone round by the Tab key', async ({
  app,
  page,
  at,
  hand,
}) => {
  test.setTimeout(180_000);
  await toSmallScreen(app, page);
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
  const round = async (step: string) => expect(await faultsOfTheRound(page), step).toEqual([]);

  await at.detected();
  await arrives('This server');
  await round('detect');
  await hand.press(at.button('Help'));
  await arrives('Help');
  await round('help');
  await hand.press(at.button('Close'));
  await hand.press(at.button('Set up a proxy'));
  await arrives('What should it be?');
  await hand.choose(page.getByRole('radio', { name: /^One fixed proxy/ }));
  await hand.type(page.getByRole('textbox', { name: 'Host and port' }), 'proxy.contoso.com:8080');
  await round('choose');
  await hand.press(at.button('Review the changes'));
  await arrives('What will change?');
  await round('review');
  await at.apply();
  await arrives('Does it work?');
  const moves = await page.evaluate(() =>
    document.getAnimations().flatMap(({ effect }) => {
      const duration = Number(effect?.getComputedTiming().duration ?? 0);
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return duration > 1 ? [`${duration} ms: ${target?.outerHTML.slice(0, 200)}`] : [];
    }),
  );
  expect(moves, 'what moves although Windows is asked to show no animation').toEqual([]);
  await at.tested();
  await round('verify');
  await hand.press(at.button('Go to the report'));
  await arrives('Hand it in');
  await expect(at.button('Save to a folder…')).toBeEnabled();
  await round('report');
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
