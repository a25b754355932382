import { once } from 'node:events';
import { expect, test } from '../fixtures.ts';
import { killRun, servicesWait } from '../lab-run.ts';

/** A change that is ended from outside while it is made: what is seen of it, and how it is put back. */

test('a change is watched as it is made, killed in the middle, found at the next start and put back', async ({
  folders,
  open,
}) => {
  test.setTimeout(120_000);
  const { app: first, page, at } = await open();
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  const goOn = await servicesWait(folders.lab);
  await at.apply();

  await at.arrives('Applying');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveText([
    /^WinHTTP proxywritten.*Done$/,
    /^WinHTTP proxy of 32-bit programs.*Done$/,
    /^TelemetryProxyServer.*Done$/,
    /^DisableEnterpriseAuthProxy.*Done$/,
    /^Antivirus policy ProxyServer.*Done$/,
    /^Own proxy setting of the MDI sensor.*Writing$/,
    /^Restart of the telemetry service.*Waiting$/,
  ]);
  await expect(page.getByRole('main').getByText('5 of 7')).toBeVisible();

  await killRun(folders.lab);
  await at.arrives('Interrupted');
  await expect(rows.nth(4)).toHaveText(/Done$/);
  await expect(rows.nth(5)).toHaveText(/Cut off, may be written$/);
  await expect(rows.nth(6)).toHaveText(/Not begun$/);
  await expect(page.getByText('Nothing on this server was changed.')).toHaveCount(0);
  await expect(at.button('Put back')).toBeEnabled();
  // The window too: nobody has put anything back.
  const ended = once(first.process(), 'exit');
  first.process().kill('SIGKILL');
  await ended;
  await goOn();

  const { app: second, page: again, hand, at: then } = await open();
  await then.detected();
  await expect(then.service('MDE sensor')).toContainText('proxy.contoso.com:8080');
  const notice = then.notice('An earlier run did not finish');
  await expect(notice).toContainText('by CONTOSO\\Administrator with 7 changes');
  await hand.press(notice.getByRole('button', { name: 'Put back' }));
  await expect(then.notice('The earlier run was put back.')).toBeVisible({ timeout: 60_000 });
  await then.detected();
  await expect(then.service('MDE sensor')).toContainText('direct');
  const after = await again.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok).toBe(true);
  if (before.ok && after.ok) {
    expect(after.value.settings).toEqual(before.value.settings);
    expect(after.value.sensor).toEqual(before.value.sensor);
    expect(after.value.services).toEqual(before.value.services);
  }
  await second.close();
});

test.describe('service-stuck', () => {
  test.use({ scenario: 'service-stuck' });

  test('a change that was not all put back is offered at the next start, with its record', async ({ open }) => {
    test.setTimeout(120_000);
    const { app: first, at } = await open();
    await at.detected();
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await at.review();
    await at.apply();
    await at.arrives('Put back, but a service does not run');
    await first.close();

    const { app: second, hand, at: then } = await open();
    await then.detected();
    const notice = then.notice('An earlier run was not all put back');
    await expect(notice).toContainText('by CONTOSO\\Administrator with 7 changes');
    const putBack = notice.getByRole('button', { name: 'Put back' });
    // Of two ways on, the one that stands out is the one that comes first.
    const face = (button: typeof putBack) => button.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await face(then.button('Detect again'))).toBe(await face(then.button('Set up a proxy')));
    expect(await face(putBack)).not.toBe(await face(then.button('Set up a proxy')));
    await hand.press(putBack);
    await expect(then.notice(/^Not everything could be put back/)).toBeVisible({ timeout: 60_000 });
    await then.detected();
    await expect(notice).toBeVisible();
    await hand.press(notice.getByRole('button', { name: 'Open its record' }));
    await then.arrives('Put back, but a service does not run');
    await second.close();
  });
});
