import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, type Fixtures, test } from '../fixtures.ts';
import { faultsInEveryLook, toSmallScreen } from '../looks.ts';

/** What takes long can be ended; of what was half read nothing is shown. */

test.describe('limited-user', () => {
  test.use({ scenario: 'limited-user' });
  test.skip(process.platform === 'win32', 'Windows has no signal that lets a process wait');

  test('a look with administrator rights that nobody waits for any longer leaves what was seen before', async ({
    app,
    page,
    at,
    hand,
  }) => {
    await toSmallScreen(app, page);
    await at.detected();
    const partly = at.notice('Some settings could not be read');
    await expect(partly).toBeVisible();
    // The program that looks is real, and waits from its first moment on.
    await app.evaluate(() => {
      const processes: typeof import('node:child_process') = process.mainModule?.require('node:child_process');
      const { spawn } = processes;
      Object.assign(processes, {
        spawn(...given: Parameters<typeof spawn>) {
          const child = spawn(...given);
          child.kill('SIGSTOP');
          Object.assign(globalThis, { waiting: child });
          return child;
        },
      });
    });
    /** Lets it go on; its exit code. */
    const came = () =>
      app.evaluate(
        () =>
          new Promise((resolve) => {
            const child: import('node:child_process').ChildProcess = Reflect.get(globalThis, 'waiting');
            child.once('exit', resolve);
            child.kill('SIGCONT');
          }),
      );
    await hand.press(at.button('Detect with administrator rights'));
    const cancelled = at.notice('Reading was cancelled');
    try {
      await expect(at.button('Detect again')).toBeDisabled();
      await hand.press(at.button('Cancel'));
      await expect(cancelled).toBeFocused();
      await expect(cancelled).toContainText(/What is shown was read before, at 20\d\d-/);
      await expect(page.getByRole('status').filter({ hasText: 'Reading was cancelled.' })).toHaveCount(1);
      await expect(at.button('Cancel')).toHaveCount(0);
      expect(await faultsInEveryLook(app, page, 'cancelled')).toEqual([]);
    } finally {
      expect(await came(), 'it read all the same').toBe(0);
    }
    await page.evaluate(() => window.api.runs({}));
    await expect(partly).toBeVisible();
    await expect(cancelled).toBeVisible();
    await hand.press(at.button('Detect again'));
    await at.detected();
    await expect(cancelled).toHaveCount(0);
  });
});

/** Hands in the server as it is, and stands before the button that compares that ticket with now. */
async function ticketToCompare({ app, at, hand, folders }: Pick<Fixtures, 'app' | 'at' | 'hand' | 'folders'>) {
  await at.detected();
  await hand.press(at.button('Only document'));
  await at.arrives('Hand it in');
  await at.save(app, folders.ticket);
  await hand.press(at.button('History'));
  await at.arrives('History');
  await chooseFolder(app, path.join(folders.ticket, 'ticket.json'));
}

/** The next question for a file or a folder is answered with this. */
const chooseFolder = (app: ElectronApplication, chosen: string) =>
  app.evaluate(({ dialog }, place) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [place] });
  }, chosen);

const compareButton = 'Compare a ticket with now…';

test.describe('black-hole', () => {
  test.use({ scenario: 'black-hole' });

  test('a comparison is ended where it takes too long', async ({ app, folders, at, hand }) => {
    await ticketToCompare({ app, folders, at, hand });
    const comparison = at.section(compareButton);
    await hand.press(at.button(compareButton));
    await hand.press(comparison.getByRole('button', { name: 'Cancel' }));
    await expect(at.notice('The comparison was cancelled')).toBeFocused();
    await expect(comparison).not.toContainText('compared with the ticket');
  });
});

test.describe('static-proxy', () => {
  test.use({ scenario: 'static-proxy' });

  test('a comparison that is whole is copied and saved', async ({ app, page, folders, at, hand }) => {
    test.setTimeout(90_000);
    await toSmallScreen(app, page);
    await ticketToCompare({ app, folders, at, hand });
    const comparison = at.section(compareButton);
    await hand.press(at.button(compareButton));
    await expect(comparison).toContainText(/DC01, compared with the ticket of 20\d\d-.* UTC\./, { timeout: 60_000 });
    await expect(comparison).toContainText('Nothing has changed since the ticket, as far as it could be seen.');
    await hand.press(comparison.getByRole('button', { name: /^Copy/ }));
    await expect(comparison.getByRole('button', { name: /^Copied/ })).toBeVisible();
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('Nothing has changed since the ticket');

    await chooseFolder(app, test.info().outputPath('comparison'));
    await hand.press(at.button('Save the comparison…'));
    await expect(comparison).toContainText(`Saved to ${test.info().outputPath('comparison')}`);
    const saved = (name: string) => readFile(test.info().outputPath('comparison', name), 'utf8');
    expect(await saved('comparison.txt')).toContain(copied);
    expect(JSON.parse(await saved('audit.json'))).toMatchObject({ kind: 'audit', drift: false });
    expect(await faultsInEveryLook(app, page, 'comparison')).toEqual([]);
  });
});
