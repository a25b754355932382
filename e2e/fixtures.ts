import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { type Hand, type HandName, hands, watchKeys } from './hand.ts';
import { type Wizard, wizard } from './wizard.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders of one test; they are gone afterwards. */
export interface Folders {
  readonly profile: string;
  readonly lab: string;
  /** An empty folder that stands for the one a person chooses for the ticket. */
  readonly ticket: string;
}

/** The arguments of the program in one test: its own profile, and a lab of its own. */
export function programArguments(folders: Folders, scenario: string, program = root): string[] {
  return [
    program,
    `--user-data-dir=${folders.profile}`,
    '--lang=en-US',
    '--force-device-scale-factor=1',
    '--lab',
    scenario,
    '--state',
    folders.lab,
  ];
}

/** The program in a test runner's hands. The one who launches it closes it. */
export function launched(folders: Folders, scenario: string, program = root): Promise<ElectronApplication> {
  // Without a colour scheme of the runner's own the page has the program's.
  return _electron.launch({ args: programArguments(folders, scenario, program), cwd: root, colorScheme: null });
}

/** A window that a journey opens itself, and closes. */
interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly hand: Hand;
  readonly at: Wizard;
}

interface Fixtures {
  /** The folder of the program: the checkout, or a build of it that only a journey has. */
  readonly program: string;
  readonly scenario: string;
  readonly folders: Folders;
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Which hand walks the journey. */
  readonly by: HandName;
  /** That hand on a page; where it is the keyboard's, the test fails when anything else is used there. */
  readonly handOn: (page: Page) => Promise<Hand>;
  /** Starts the program on the profile and the lab of the test, as often as a journey needs it. */
  readonly open: () => Promise<Opened>;
  readonly hand: Hand;
  /** What a person finds on the pages and does there, by that hand. */
  readonly at: Wizard;
}

/** The program itself in a real window, on the lab machine that `scenario` names. */
export const test = base.extend<Fixtures>({
  scenario: ['sensor-v2', { option: true }],
  program: [root, { option: true }],
  by: ['mouse', { option: true }],

  // Playwright wants a pattern there, also where a fixture needs no other.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  folders: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wizard-e2e-'));
    const folders = {
      profile: path.join(folder, 'profile'),
      lab: path.join(folder, 'lab'),
      ticket: path.join(folder, 'ticket'),
    };
    await mkdir(folders.ticket);
    await use(folders);
    await rm(folder, { recursive: true, force: true });
  },

  app: async ({ folders, scenario, program }, use, info) => {
    const app = await launched(folders, scenario, program);
    const output: string[] = [];
    app.process().stderr?.on('data', (chunk) => output.push(String(chunk)));
    // Each step's picture and page cost a third of a journey's time: `--trace on` has them, a failure its last picture.
    const whole = info.project.use.trace === 'on';
    await app.context().tracing.start({ screenshots: whole, snapshots: whole });
    await use(app);
    const failed = info.status !== info.expectedStatus;
    await app.context().tracing.stop(failed ? { path: info.outputPath('trace.zip') } : {});
    if (failed) {
      await info.attach('stderr', { body: output.join(''), contentType: 'text/plain' });
      for (const [at, page] of app.windows().entries())
        await page.screenshot({ path: info.outputPath(`window-${at}.png`), timeout: 5000 }).catch(() => undefined);
    }
    await app.close();
  },

  page: async ({ app, by, handOn }, use) => {
    const page = await app.firstWindow();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.waitForLoadState();
    // Whether the journey asks for the hand or not.
    if (by === 'keyboard') await handOn(page);
    await use(page);
    expect(faults, 'faults in the page').toEqual([]);
  },

  handOn: async ({ by }, use) => {
    const found: string[] = [];
    const watched = new Set<Page>();
    await use(async (page) => {
      if (by === 'keyboard' && !watched.has(page)) await watchKeys(page, (what) => found.push(what));
      watched.add(page);
      return hands[by](page);
    });
    expect(found, 'what keys alone cannot do').toEqual([]);
  },

  open: async ({ folders, scenario, handOn }, use) =>
    use(async () => {
      const app = await launched(folders, scenario);
      const page = await app.firstWindow();
      const hand = await handOn(page);
      return { app, page, hand, at: wizard(page, hand) };
    }),

  hand: async ({ page, handOn }, use) => use(await handOn(page)),

  at: async ({ page, hand }, use) => use(wizard(page, hand)),
});

export { expect };
