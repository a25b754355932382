import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ElectronApplication, expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { Hand } from './hand.ts';
import { answerWith } from './system.ts';

/** Long work of the lab: an apply that restarts services, a whole round of tests with their timeouts. */
const patience = { timeout: 60_000 };

export type Wizard = ReturnType<typeof wizard>;

/** What a person finds on the pages, by role and name, and what they do there by one hand. */
export function wizard(page: Page, hand: Hand) {
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const section = (name: string): Locator => page.getByRole('region', { name, exact: true });
  /** A new page puts the focus on its heading, or on the problem that it opens with. */
  const arrives = async (name: string | RegExp): Promise<void> => {
    await expect(heading(name)).toBeVisible(patience);
    // A window that lies behind another has it too, and no `:focus`.
    const led = () => page.evaluate(() => document.activeElement?.matches('h1, [data-problem]'));
    await expect.poll(led, 'the focus is where the new page begins').toBe(true);
  };

  return {
    heading,
    arrives,
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
      await hand.open(toggle);
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
      await hand.press(button('Set up a proxy'));
      await arrives('What should it be?');
      await hand.choose(page.getByRole('radio', { name: /^One fixed proxy/ }));
      await hand.type(page.getByRole('textbox', { name: 'Host and port' }), proxy);
    },
    async review(): Promise<void> {
      await hand.press(button('Review the changes'));
      await arrives(/^(What will change\?|Everything is already as wanted)$/);
    },
    async apply(): Promise<void> {
      await hand.press(button(/^Apply \d+ changes?$/));
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
      await hand.press(button('Only test'));
      await arrives('Does it work?');
      await this.tested();
    },
    async report(): Promise<void> {
      await hand.press(button('Go to the report'));
      await arrives('Hand it in');
      await expect(button('Save to a folder…')).toBeEnabled();
    },
    /** Saves the ticket into a folder that stands for the one a person chooses; returns the files by their endings. */
    async save(app: ElectronApplication, folder: string): Promise<Readonly<Record<string, string>>> {
      await answerWith(app, folder);
      await hand.press(button('Save to a folder…'));
      await expect(page.getByText(`Saved to ${folder}`)).toBeVisible();
      const names = await readdir(folder);
      const texts = names.map(async (name) => [path.extname(name), await readFile(path.join(folder, name), 'utf8')]);
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}
