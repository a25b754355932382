import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, FrameLocator, Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Long work of the lab: an apply that restarts services, a whole round of tests with their timeouts. */
const patience = { timeout: 60_000 };

/** What a person finds on the pages, by role and name, and what they do there. */
export function wizard(page: Page) {
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const section = (name: string): Locator => page.getByRole('region', { name, exact: true });

  return {
    heading,
    button,
    section,
    /** The row of a service in the table of services. */
    service: (name: string): Locator => page.getByRole('row', { name }),
    /** What is said of a product under "Result". */
    result: (product: string): Locator =>
      section('Result')
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { level: 3, name: product }) }),
    /** The row of a host in the table of tests. */
    address: (host: string | RegExp): Locator =>
      section('Tests')
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: host }) }),
    /** Each row of that table, by the button that opens it. */
    addresses: (): Locator => section('Tests').getByRole('rowheader').getByRole('button'),
    /** Opens a row of that table; returns what is in it, each way as an item of a list. */
    async openAddress(host: string): Promise<Locator> {
      const toggle = section('Tests').getByRole('rowheader', { name: host }).first().getByRole('button');
      if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.press('Enter');
      const id = await toggle.getAttribute('aria-controls');
      return page.locator(`[id="${id}"]`);
    },
    problemsOnly: (): Locator => section('Tests').getByRole('checkbox', { name: /^Problems only/ }),
    findHost: (): Locator => section('Tests').getByRole('searchbox', { name: 'Find a host' }),
    /** A change on review or while it is carried out. */
    change: (name: string | RegExp): Locator => page.getByRole('listitem').filter({ hasText: name }),
    /** What stands across the page: a problem, a blocker, a note. */
    notice: (text: string | RegExp): Locator => page.getByRole('group').filter({ hasText: text }),
    ticket: (): FrameLocator => page.getByTitle('Preview of the ticket').contentFrame(),

    async detected(): Promise<void> {
      await expect(heading('This server')).toBeVisible();
      await expect(button('Set up a proxy')).toBeEnabled();
    },
    async chooseStaticProxy(proxy: string): Promise<void> {
      await button('Set up a proxy').click();
      await expect(heading('What should it be?')).toBeVisible();
      await page.getByRole('radio', { name: /^One fixed proxy/ }).check();
      await page.getByRole('textbox', { name: 'Host and port' }).fill(proxy);
    },
    async review(): Promise<void> {
      await button('Review the changes').click();
      await expect(heading(/^(What will change\?|Everything is already as wanted)$/)).toBeVisible();
    },
    async apply(): Promise<void> {
      await button(/^Apply \d+ changes?$/).click();
    },
    /** Waits until the route that is tried is tested. */
    async tried(): Promise<void> {
      await expect(heading('Would it work?')).toBeVisible(patience);
      await expect(button('Test again')).toBeEnabled(patience);
    },
    /** Waits until the round of tests is over. */
    async tested(): Promise<void> {
      await expect(heading('Does it work?')).toBeVisible(patience);
      await expect(button('Test again')).toBeEnabled(patience);
    },
    async onlyTest(): Promise<void> {
      await button('Only test').click();
      await this.tested();
    },
    async report(): Promise<void> {
      await button('Go to the report').click();
      await expect(heading('Hand it in')).toBeVisible();
      await expect(button('Save to a folder…')).toBeEnabled();
    },
    /** Saves the ticket into a folder that stands for the one a person chooses; returns the files by their endings. */
    async save(app: ElectronApplication, folder: string): Promise<Readonly<Record<string, string>>> {
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, folder);
      await button('Save to a folder…').click();
      await expect(page.getByText(`Saved to ${folder}`)).toBeVisible();
      const names = await readdir(folder);
      const texts = names.map(async (name) => [path.extname(name), await readFile(path.join(folder, name), 'utf8')]);
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}
