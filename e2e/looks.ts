import { writeFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { coloursRest } from './colours-rest.ts';
import { spilling } from './window-text.ts';

/** A console of 1024×768, less title bar and task bar. */
const small = { width: 1024, height: 700 };

/** Gives the window of the program the size of a small console; `zoom` 2 is 200 %. */
export async function toSmallScreen(app: ElectronApplication, page: Page, zoom = 1): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, { width, height, zoom }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(width, height);
      if (zoom !== 1) window?.webContents.setZoomFactor(zoom);
    },
    { ...small, zoom },
  );
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(small.width / zoom);
}

/** Leaves a picture of the whole window; the runner's own shows a part of a page that is zoomed. */
export async function pictureOf(app: ElectronApplication, name: string): Promise<void> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return picture?.toPNG().toString('base64') ?? '';
  });
  await writeFile(test.info().outputPath(`${name}.png`), Buffer.from(png, 'base64'));
}

/** Rules whose answer depends on the colours; the others are the same in every look. */
const ofColours = ['color-contrast', 'link-in-text-block'];

const looks = {
  light: { theme: 'light', forcedColors: 'none' },
  dark: { theme: 'dark', forcedColors: 'none' },
  contrast: { theme: 'dark', forcedColors: 'active' },
} as const;

/**
 * What is out of reach on the page as it stands, and what axe finds in every look that Windows can give it. A picture of
 * each look is left by this name for people to look at.
 */
export async function faultsInEveryLook(app: ElectronApplication, page: Page, name: string): Promise<string[]> {
  const found = [...(await spilling(page))];
  for (const [look, shown] of Object.entries(looks)) {
    await appears(app, page, shown);
    found.push(...(await faultsOf(page, look === 'light' ? null : ofColours)).map((fault) => `${look}: ${fault}`));
    await page.screenshot({ path: test.info().outputPath(`${name}-${look}.png`) });
  }
  await page.emulateMedia({ forcedColors: null, reducedMotion: null });
  return found;
}

async function appears(
  app: ElectronApplication,
  page: Page,
  { theme, forcedColors }: (typeof looks)[keyof typeof looks],
): Promise<void> {
  await app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
  // Chromium gives inherited colours to a long page part by part; what is looked at is the page as it then stands.
  await page.waitForFunction((wanted) => {
    const heading = document.querySelector('h1');
    const colourOf = (element: Element) => getComputedStyle(element).color;
    return (
      matchMedia(`(prefers-color-scheme: ${wanted})`).matches &&
      heading !== null &&
      [...document.querySelectorAll('tr')].every((row) => colourOf(row) === colourOf(heading))
    );
  }, theme);
}

/** What axe finds. A contrast that is wrong stays wrong; one of a page that is still being coloured does not. */
async function faultsOf(page: Page, rules: readonly string[] | null): Promise<readonly string[]> {
  const first = await findings(page, rules);
  if (!first.some((fault) => fault.startsWith('color-contrast'))) return first;
  await coloursRest(page);
  return findings(page, rules);
}

/** Fluent's focus sentinels are hidden and yet focusable by design; without legacy mode axe would open a second page. */
async function findings(page: Page, rules: readonly string[] | null): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-tabster-dummy]').exclude('iframe');
  const { violations } = await (rules === null ? axe : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
