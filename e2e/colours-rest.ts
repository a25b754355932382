import type { Page } from '@playwright/test';

/**
 * Waits until no colour and no opacity on the page has changed for a second: what appears may fade in, and Chromium gives
 * the colours of a new look to a long page part by part.
 */
export async function coloursRest(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.deleteProperty(window, 'coloursSeen'));
  await page.waitForFunction(
    () => {
      const colours = [...document.querySelectorAll('body *')]
        .map((element) => getComputedStyle(element))
        .map(({ color, backgroundColor, opacity }) => `${color} ${backgroundColor} ${opacity}`)
        .join();
      const now = performance.now();
      const before = Reflect.get(window, 'coloursSeen');
      const seen = before?.colours === colours ? before : { colours, since: now };
      Reflect.set(window, 'coloursSeen', seen);
      return now - seen.since > 1000;
    },
    undefined,
    { polling: 200 },
  );
}
