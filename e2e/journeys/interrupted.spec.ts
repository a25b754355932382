import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, launched, test } from '../fixtures.ts';
import { wizard } from '../wizard.ts';

/** A change that is ended from outside while it is made: what is seen of it, and how it is put back. */

/** Lets the lab's services wait, as ones that take long to stop do, until the returned function is called. */
async function servicesWait(lab: string): Promise<() => Promise<void>> {
  const lock = path.join(lab, 'services.json.lock');
  await writeFile(lock, String(process.pid), { flag: 'wx' });
  return () => rm(lock, { force: true });
}

/** The process that makes the change: it stands in the lock of the runs. */
async function changingProcess(lab: string): Promise<number> {
  const runs = path.join(lab, 'protected', 'runs');
  const numbers = (await readdir(runs)).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const { pid, released } = JSON.parse(await readFile(path.join(runs, `lock.${Math.max(...numbers)}`), 'utf8'));
  expect(released).toBe(false);
  return pid;
}

test('a change is watched as it is made, killed in the middle, found at the next start and put back', async ({
  folders,
  scenario,
  handOn,
}) => {
  test.setTimeout(120_000);
  const first = await launched(folders, scenario);
  const page = await first.firstWindow();
  const at = wizard(page, await handOn(page));
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  const goOn = await servicesWait(folders.lab);
  await at.apply();

  await at.arrives('Applying');
  const row = (name: RegExp) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row(/^WinHTTP proxyproxy/)).toContainText('Done');
  await expect(row(/Writing$/)).toHaveCount(1);

  process.kill(await changingProcess(folders.lab), 'SIGKILL');
  await at.arrives('Interrupted');
  const ended = once(first.process(), 'exit');
  first.process().kill('SIGKILL');
  await ended;
  await goOn();

  const second = await launched(folders, scenario);
  const again = await second.firstWindow();
  const hand = await handOn(again);
  const then = wizard(again, hand);
  await then.detected();
  const notice = then.notice('An earlier run did not finish');
  await expect(notice).toContainText('CONTOSO\\Administrator');
  await hand.press(notice.getByRole('button', { name: 'Put back' }));
  await expect(then.notice('The earlier run was put back.')).toBeVisible({ timeout: 60_000 });
  await then.detected();
  await expect(then.service('MDI sensor')).toContainText('direct');
  const after = await again.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok && after.value.settings).toEqual(before.ok && before.value.settings);
  await second.close();
});
