import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { faultsInEveryLook, toSmallScreen } from '../looks.ts';
import { answerWith } from '../system.ts';

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

test.describe('black-hole', () => {
  test.use({ scenario: 'black-hole' });

  test('tests that are cancelled are said to be that, and no connection is drawn as broken', async ({
    app,
    page,
    at,
    hand,
  }) => {
    await toSmallScreen(app, page);
    await at.detected();
    await hand.press(at.button('Only test'));
    await hand.press(at.button('Cancel'));
    await at.tested();
    await expect(at.section('Result')).toContainText(/cancelled/i);
    await expect(page.getByText('breaks here')).toHaveCount(0);
    await page.screenshot({ path: test.info().outputPath('tests-cancelled.png') });
  });

  test('a comparison that is cancelled tells nothing, and can be made again', async ({
    app,
    page,
    folders,
    at,
    hand,
  }) => {
    await toSmallScreen(app, page);
    await at.detected();
    await hand.press(at.button('Only document'));
    await at.arrives('Hand it in');
    await at.save(app, folders.ticket);
    await hand.press(at.button('History'));
    await at.arrives('History');
    await answerWith(app, path.join(folders.ticket, 'ticket.json'));
    const comparison = at.section('Compare a ticket with now…');
    const compare = comparison.getByRole('button', { name: 'Compare a ticket with now…' });
    await hand.press(compare);
    await expect(comparison).toContainText('Reading and testing this server');
    await hand.press(comparison.getByRole('button', { name: 'Cancel' }));
    await expect(at.notice('The comparison was cancelled')).toBeFocused();
    await expect(comparison).not.toContainText('compared with the ticket');
    expect(await faultsInEveryLook(app, page, 'comparison-cancelled')).toEqual([]);

    // Where nobody looks any longer it ends by itself.
    await hand.press(compare);
    await expect(comparison).toContainText('Reading and testing this server');
    await hand.press(at.button('Close'));
    await expect(at.heading('Hand it in')).toBeVisible();
    await expect(at.button('History')).toBeFocused();
    const ended = async () => {
      const log = await readFile(path.join(folders.profile, 'logs', 'wizard.jsonl'), 'utf8');
      return log.split('\n').filter((line) => line.includes('"compareTicket"')).length;
    };
    await expect.poll(ended, { timeout: 5000 }).toBe(2);
  });
});
