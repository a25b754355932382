import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { wizard } from '../wizard.ts';

/** Each step as it stands on a small console screen: nothing out of reach, nothing that assistive technology misses. */

/** A console of 1024×768, less title bar and task bar. */
const small = { width: 1024, height: 700 };

/** Fluent's focus sentinels are hidden and yet focusable by design; without legacy mode axe would open a second page. */
async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .exclude('[data-tabster-dummy]')
    .exclude('iframe')
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

test('every step fits a small screen and is free of accessibility faults', async ({ app, page }) => {
  test.setTimeout(180_000);
  const at = wizard(page);
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    small,
  );
  const looked: Record<string, readonly string[]> = {};
  const look = async (step: string, primary: string | RegExp) => {
    await expect(at.button(primary)).toBeInViewport({ ratio: 1 });
    const spill = await page.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return [
        scrollWidth > clientWidth && 'wider than the window',
        scrollHeight > clientHeight && 'scrolls as a whole',
      ];
    });
    looked[step] = [...spill.filter((text) => text !== false), ...(await findings(page))];
    await page.screenshot({ path: test.info().outputPath(`${step}.png`) });
  };

  await at.detected();
  await look('detect', 'Set up a proxy');
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await look('choose', 'Review the changes');
  await at.review();
  await look('review', /^Apply \d+ changes$/);
  await at.button('Test the proposed route first').click();
  await at.tried();
  await at.openAddress('contoso-corpsensorapi.atp.azure.com');
  await look('try', 'Review the changes');
  await at.button('Back to the review').click();
  await at.apply();
  await at.tested();
  await at.openAddress('contoso-corpsensorapi.atp.azure.com');
  await look('verify', 'Go to the report');
  await at.report();
  await look('report', 'Save to a folder…');
  await at.button('Put back').click();
  await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
  await look('apply', 'Go to the report');

  expect(looked).toEqual({ detect: [], choose: [], review: [], try: [], verify: [], report: [], apply: [] });
});
