import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { citations } from '../../electron/core/wording/citations.ts';
import { text } from '../../renderer/text.ts';
import { pseudo } from '../../scripts/pseudo-locale.mjs';
import { expect, root, test } from '../fixtures.ts';
import { spilling, textsOf } from '../window-text.ts';

/**
 * The window in a pseudo-locale: the same page and main process, built with every text of the catalogue and of the wording
 * in ⟦brackets⟧ and with its vowels twice. What carries no bracket stands outside of the catalogue, or is data.
 */

const program = path.join(root, 'out/pseudo');
test.use({ program, scenario: 'legacy-wininet' });

test.beforeAll(async () => {
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts/build.mjs'), 'pseudo'], { cwd: root });
  await cp(path.join(root, 'package.json'), path.join(program, 'package.json'));
  for (const part of ['preload', 'cli', 'worker'])
    await cp(path.join(root, 'out', part), path.join(program, 'out', part), { recursive: true });
});

/** What no translation changes, by its form. */
const dataForms: readonly RegExp[] = [
  // A host, an address, or a pattern of such, with a port; the address of a page.
  /^(?:https?:\/\/)?(?:[\w*<>-]+\.)+[\w*-]+(?::\d+)?(?:\/\S*)?$/,
  // A registry value, and the name of one.
  /^HK(?:LM|U|CU)\\/,
  /^(?:SSLOptions|TelemetryProxyServer|ProxyServer|PreferStaticProxyForHttpRequest|DisableEnterpriseAuthProxy)$/,
];

const { endpoints }: { readonly endpoints: readonly { readonly purpose: string }[] } = JSON.parse(
  readFileSync(path.join(root, 'assets/endpoints.json'), 'utf8'),
);

/** Data of the lab's server and of the files that are shipped. */
const data: ReadonlySet<string> = new Set([
  ...Object.values(citations).map(({ title }) => title),
  ...endpoints.map(({ purpose }) => purpose),
  'DC01',
  'Windows Server 2022 Standard (20348)',
  '<local>; *.contoso.local; 10.*',
  'Electron',
  'Chromium',
]);

const isData = (shown: string) => data.has(shown) || dataForms.some((form) => form.test(shown));

test('every text comes out of the catalogue, and words that are 40 % longer fit a small screen', async ({
  app,
  page,
  hand,
}) => {
  test.setTimeout(120_000);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700));
  const seen: Record<string, readonly string[]> = {};
  const button = (name: string) => page.getByRole('button', { name: pseudo(name), exact: true });
  const heading = (name: string) =>
    expect(page.getByRole('heading', { level: 1, name: pseudo(name) })).toBeVisible({ timeout: 60_000 });
  const openAll = async () => {
    const closed = page.locator('main button[aria-expanded=false]');
    while ((await closed.count()) > 0) await hand.open(closed.first());
  };
  const look = async (step: string) => {
    const outside = (await textsOf(page)).filter((shown) => !shown.includes('⟦') && !isData(shown));
    seen[step] = [...outside, ...(await spilling(page))];
    await page.screenshot({ path: test.info().outputPath(`${step}.png`) });
  };

  await expect(button(text.detect.choose)).toBeEnabled();
  const said = await app.evaluate(({ BrowserWindow, Menu }) => [
    BrowserWindow.getAllWindows()[0]?.getTitle() ?? '',
    // What has a role is named by Electron.
    ...(Menu.getApplicationMenu()?.items ?? [])
      .flatMap((item) => [item, ...(item.submenu?.items ?? [])])
      .flatMap((item) => [item, ...(item.submenu?.items ?? [])])
      .flatMap(({ label, role }) => (role === undefined && label !== '' ? [label] : [])),
  ]);
  expect(said.filter((shown) => !shown.includes('⟦'))).toEqual([]);
  await openAll();
  await look('detect');
  for (const name of ['history', 'help', 'about'] as const) {
    await hand.press(button(text.frame.asides[name]));
    await heading(text[name].heading);
    await look(name);
    await hand.press(button(text.frame.close));
  }
  await hand.press(button(text.detect.choose));
  await hand.type(page.getByRole('textbox', { name: pseudo(text.choose.proxyLabel) }), 'http://x y');
  await hand.choose(page.getByRole('radio', { name: pseudo(text.choose.revocationNo) }));
  await openAll();
  await look('choose');
  await hand.type(page.getByRole('textbox', { name: pseudo(text.choose.proxyLabel) }), 'proxy.contoso.com:8080');
  await hand.choose(page.getByRole('radio', { name: pseudo(text.choose.legacyWay.migrate) }));
  await hand.press(button(text.choose.review));
  await heading(text.review.heading);
  await openAll();
  await expect(page.getByRole('radio').first()).toBeVisible();
  await look('review');
  await hand.press(page.locator('footer button').last());
  await heading(text.verify.heading);
  await expect(button(text.verify.again)).toBeEnabled({ timeout: 60_000 });
  await look('verify');
  await hand.press(button(text.verify.report));
  await heading(text.report.heading);
  await expect(button(text.report.save)).toBeEnabled();
  await look('report');
  await hand.press(button(text.report.undo));
  await heading(text.apply.undoneHeading);
  await look('apply');

  expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((step) => [step, []])));
});
