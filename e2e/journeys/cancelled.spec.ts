import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { faultsInEveryLook, toSmallScreen } from '../looks.ts';
import { answerWith } from '../system.ts';

/** What takes long can be ended; of what was half read nothing is shown. */

/** The processes of the console program that run for these tests in a lab. */
async function startedBy(lab: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.flatMap((id, at) => (['--run', lab].every((part) => lines[at]?.includes(part)) ? [Number(id)] : []));
}

/** Waits for one of them and stops it; call what is returned to let it go on. */
async function held(lab: string): Promise<() => void> {
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    const [program] = await startedBy(lab);
    if (program === undefined) continue;
    process.kill(program, 'SIGSTOP');
    return () => process.kill(program, 'SIGCONT');
  }
  throw new Error('no program was started');
}

test.describe('limited-user', () => {
  test.use({ scenario: 'limited-user' });
  test.skip(process.platform === 'win32', 'Windows has no signal that lets a process wait');

  test('a look with administrator rights that nobody waits for any longer leaves what was seen before', async ({
    app,
    page,
    folders,
    at,
    hand,
  }) => {
    await toSmallScreen(app, page);
    await at.detected();
    const partly = at.notice('Some settings could not be read');
    await expect(partly).toBeVisible();
    // The program that looks is real, and is held as soon as it is there.
    const looking = held(folders.lab);
    await hand.press(at.button('Detect with administrator rights'));
    const goOn = await looking;
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
      goOn();
      const log = () => readFile(path.join(folders.profile, 'logs', 'wizard.jsonl'), 'utf8');
      await expect.poll(log, 'it read all the same').toMatch(/"name":"detectElevated","outcome":"ok"/);
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

  test('tests as the service accounts that are cancelled leave nothing behind, and nothing of them in the ticket', async ({
    app,
    page,
    folders,
    at,
    hand,
  }) => {
    test.skip(process.platform === 'win32', 'Windows has no signal that lets a process wait');
    test.setTimeout(120_000);
    await toSmallScreen(app, page);
    await at.detected();
    await hand.press(at.button('Only test'));
    await hand.press(at.button('Cancel'));
    await at.tested();
    const accounts = at.section('As the accounts of the services');
    await hand.press(accounts.getByRole('button', { name: 'Test as the service accounts' }));
    // The program with rights, and the part that acts as an account.
    await expect.poll(async () => (await startedBy(folders.lab)).length, { timeout: 30_000 }).toBe(2);
    const held = await startedBy(folders.lab);
    for (const pid of held) process.kill(pid, 'SIGSTOP');
    const cancel = accounts.getByRole('button', { name: 'Cancel' });
    try {
      await hand.press(cancel);
      await expect(accounts).toContainText('Cancelling. What was made for these tests is taken away.');
      await expect(cancel).toBeDisabled();
      await expect(cancel).toBeFocused();
      await expect(page.getByRole('status').filter({ hasText: 'Cancelling.' })).toHaveCount(1);
      expect(await faultsInEveryLook(app, page, 'accounts-cancelling')).toEqual([]);
    } finally {
      for (const pid of held) process.kill(pid, 'SIGCONT');
    }
    const cancelled = at.notice('The tests as the service accounts were cancelled');
    await expect(cancelled).toBeFocused({ timeout: 5000 });
    await expect(cancelled).toContainText('Nothing of them is kept');
    expect(await startedBy(folders.lab)).toEqual([]);
    for (const made of ['accounts', 'cancelled', 'elevated'])
      expect(await readdir(path.join(folders.lab, made)), made).toEqual([]);
    await expect(accounts.getByRole('button', { name: 'Test as the service accounts' })).toBeEnabled();
    await at.report();
    await expect(at.ticket().locator('body')).not.toContainText('As Local');
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
