import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { fleetHtml } from '../../electron/core/drift/fleet.ts';
import { files, made } from '../../electron/core/drift/fleet-for-tests.ts';
import { wizardPolicy } from '../../electron/desktop/content-security-policy.ts';
import { pageFile } from '../../electron/desktop/page-file.ts';
import { coloursRest } from '../colours-rest.ts';
import { expect, root, test } from '../fixtures.ts';
import { hands } from '../hand.ts';
import { spilling } from '../window-text.ts';
import { wizard } from '../wizard.ts';

/**
 * The same page in a second, newer engine: Debian's Chromium, or Edge on Windows. What it calls is answered by the
 * program itself over its lab: each call goes through the Electron window's own `window.api`.
 */

const address = 'https://wizard.test/';

/** The built page with the policy that the program serves it under. */
async function servePage(context: BrowserContext): Promise<void> {
  await context.route(`${address}**`, async (route) => {
    const found = pageFile(path.join(root, 'out/renderer'), route.request().url());
    if (found === null) return route.fulfill({ status: 404 });
    const headers = { 'Content-Type': found.contentType, 'Content-Security-Policy': wizardPolicy };
    return route.fulfill({ headers, body: await readFile(found.file) });
  });
}

/** Gives the browser's page the calls and events of the window's. */
async function bridge(from: Page, to: Page): Promise<void> {
  const names = await from.evaluate(() => Object.keys(window.api).filter((name) => name !== 'on'));
  await to.exposeFunction('callProgram', (name: string, input: unknown) =>
    from.evaluate(
      ([name, input]) => {
        const call: unknown = Reflect.get(window.api, String(name));
        return typeof call === 'function' ? call(input) : Promise.reject(new Error(`no call ${name}`));
      },
      [name, input] as const,
    ),
  );
  await to.addInitScript((names) => {
    const listeners: ((payload: unknown) => void)[] = [];
    const call = (name: string) => (input: unknown) => Reflect.get(window, 'callProgram')(name, input);
    Object.assign(window, {
      progressOfProgram: (payload: unknown) => {
        for (const listener of listeners) listener(payload);
      },
      api: {
        ...Object.fromEntries(names.map((name) => [name, call(name)])),
        on: (name: string, listener: (payload: unknown) => void) => {
          if (name === 'progress') listeners.push(listener);
          return () => undefined;
        },
      },
    });
  }, names);
  await from.exposeFunction('tellBrowser', (payload: unknown) =>
    to.evaluate((payload) => Reflect.get(window, 'progressOfProgram')(payload), payload),
  );
  await from.evaluate(() => {
    window.api.on('progress', (payload) => Reflect.get(window, 'tellBrowser')(payload));
  });
}

test('the corridor in a newer engine', async ({ page: electron }) => {
  test.setTimeout(180_000);
  await wizard(electron, hands.mouse(electron)).detected();
  const browser = await chromium.launch(
    process.platform === 'linux' ? { executablePath: '/usr/bin/chromium' } : { channel: 'msedge' },
  );
  try {
    const context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
    await servePage(context);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await bridge(electron, page);
    await page.goto(address);

    const newer = await page.evaluate(() => Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]));
    const older = await electron.evaluate(() => Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]));
    expect(newer, 'the second engine is a newer one than the oldest that is supported').toBeGreaterThanOrEqual(older);

    const hand = hands.mouse(page);
    const at = wizard(page, hand);
    const looked: Record<string, readonly string[]> = {};
    const look = async (step: string) => {
      const analyse = () =>
        new AxeBuilder({ page }).exclude('[data-tabster-dummy]').exclude('iframe[src^="app:"]').analyze();
      let { violations } = await analyse();
      if (violations.some(({ id }) => id === 'color-contrast')) {
        await coloursRest(page);
        ({ violations } = await analyse());
      }
      const spills = await spilling(page);
      await page.setViewportSize({ width: 512, height: 350 });
      // The page lays itself out anew for a narrow window in the frame after it has become one.
      await page.evaluate(
        () => new Promise<void>((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen()))),
      );
      const twice = (await spilling(page)).map((spill) => `at twice the size: ${spill}`);
      await page.setViewportSize({ width: 1024, height: 700 });
      looked[step] = [...violations.map(({ id }) => id), ...spills, ...twice];
      await page.screenshot({ path: test.info().outputPath(`${step}.png`) });
    };
    await at.detected();
    await expect(at.service('MDI sensor')).toContainText('direct');
    await look('detect');
    for (const [name, heading] of [
      ['History', 'History'],
      ['Help', 'Help'],
      ['About', 'About Defender Proxy Wizard'],
    ] as const) {
      await hand.press(at.button(name));
      await expect(at.heading(heading)).toBeVisible();
      await look(name.toLowerCase());
      await hand.press(at.button('Close'));
    }
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await look('choose');
    await at.review();
    await look('review');
    await hand.press(at.button('Test the proposed route first'));
    await at.tried();
    await look('try');
    await hand.press(at.button('Back to the review'));
    await at.apply();
    await at.tested();
    await expect(at.result('Defender for Identity')).toContainText('Works');
    await look('verify');
    await at.report();
    await look('report');
    await hand.press(at.button('Put back'));
    await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
    await look('apply');
    expect(looked).toEqual(Object.fromEntries(Object.keys(looked).map((step) => [step, []])));
    expect(Object.keys(looked)).toHaveLength(10);
    // The preview's address is served by the program alone, and no browser knows its scheme.
    const others = faults.filter((fault) => !/^Framing '' violates .*"frame-src app:\/\/ticket"/.test(fault));
    expect(others, 'faults and refusals of the policy').toEqual([]);

    const many = await context.newPage();
    await many.setContent(fleetHtml(files, made));
    await expect(many.getByRole('row', { name: /DC03/ }).first()).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await many.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: many }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      await many.screenshot({ path: test.info().outputPath(`fleet-${colorScheme}.png`), fullPage: true });
    }
  } finally {
    await browser.close();
  }
});
