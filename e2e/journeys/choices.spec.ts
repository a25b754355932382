import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { toSmallScreen } from '../looks.ts';
import { answerWith } from '../system.ts';

/** What the window says on the way to a decision, and where a plan can go from there. */

test.describe('half-legacy', () => {
  test.use({ scenario: 'half-legacy' });

  test('a service leads to what contradicts it, with the rule and its page', async ({ page, at, hand }) => {
    await at.detected();
    await hand.press(at.service('MDI updater').getByRole('button', { name: 'MDI is only half set up' }));
    const explained = page.getByRole('listitem').and(page.locator(':focus'));
    await expect(explained).toContainText('the sensor is disconnected, or it is never updated');
    await expect(explained).toContainText('Rule D2');
    await expect(
      explained.getByRole('button', { name: /^Source: Configure proxy settings, legacy methods/ }),
    ).toBeVisible();
  });

  test('a proxy that is set is taken over, exceptions are looked over, and each further value is explained', async ({
    page,
    at,
    hand,
  }) => {
    await at.detected();
    await at.chooseStaticProxy('elsewhere.contoso.com:1');
    const taken = page.getByRole('button', { name: 'Take over proxy.contoso.com:8080' });
    await hand.press(taken);
    await expect(taken).toBeDisabled();
    await expect(taken).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue('proxy.contoso.com:8080');
    await expect(at.section('Which proxy?')).toContainText('legacy setting of Local Service (WinINET)');
    await expect(at.section('Which proxy?')).toContainText('Defender for Endpoint and Antivirus cannot sign in');

    await hand.type(page.getByRole('textbox', { name: 'Exceptions of WinHTTP' }), '*.azure.com');
    const exceptions = at.section('Which destinations are reached without the proxy?');
    await expect(exceptions).toContainText('*.azure.com matches hosts of Defender');
    await expect(exceptions).toContainText('this domain controller would reach it through the proxy');
    await hand.press(exceptions.getByRole('button', { name: 'Add *.contoso.local' }));
    await expect(exceptions).not.toContainText('this domain controller would reach it through the proxy');
    // What was taken is no longer offered, and the next offer has the focus.
    await expect(exceptions.getByRole('button', { name: /^Add / }).first()).toBeFocused();

    const revocation = at.section('Can this server reach revocation lists and Windows Update in another way?');
    await expect(revocation).not.toContainText('SSLOptions');
    await hand.choose(page.getByRole('radio', { name: /^No: only/ }));
    for (const text of ['PreferStaticProxyForHttpRequest = 1', 'SSLOptions = 2', 'This lowers security'])
      await expect(revocation).toContainText(text);
  });
});

test('a product is given a proxy of its own, another region is chosen, and one proxy for all is taken again', async ({
  page,
  at,
  hand,
}) => {
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  const products = at.section('The same for every product?');
  const antivirus = products.getByRole('combobox', { name: 'Defender Antivirus' });
  await hand.select(page.getByRole('combobox', { name: 'Region of the tenant' }), 'Europe');
  await hand.select(antivirus, 'Another proxy');
  await hand.type(page.getByRole('textbox', { name: 'Proxy of Defender Antivirus' }), 'proxy-av.contoso.com:3128');
  await expect(products).toContainText('Not the same as above: Defender Antivirus.');
  await at.review();
  await expect(at.change(/^Antivirus policy ProxyServer/).first()).toContainText('http://proxy-av.contoso.com:3128');
  await expect(at.change(/^TelemetryProxyServer/).first()).toContainText('proxy.contoso.com:8080');
  await hand.press(at.button('Back'));
  await at.arrives('What should it be?');
  await expect(page.getByRole('combobox', { name: 'Region of the tenant' })).toHaveValue('EU');
  await hand.press(at.button('Use the one above for all'));
  await expect(antivirus).toHaveValue('same');
  await expect(products.getByRole('combobox').first()).toBeFocused();
});

test('a wrong entry is led to with what is said of it, and Enter in a field goes on', async ({
  app,
  page,
  at,
  hand,
}) => {
  await toSmallScreen(app, page);
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com');
  const field = page.getByRole('textbox', { name: 'Host and port' });
  const exceptions = page.getByRole('textbox', { name: 'Exceptions of WinHTTP' });
  await hand.type(exceptions, 'a;b c,[');
  const next = at.button('Review the changes');
  for (const [wrong, said, right] of [
    [field, 'The port is missing', 'proxy.contoso.com:8080'],
    [exceptions, /this is not an entry of a bypass list|IPv6/, '*.contoso.local'],
  ] as const) {
    await hand.press(next);
    await expect(wrong).toBeFocused();
    await expect(page.getByText(said)).toBeInViewport({ ratio: 1 });
    // Pressed again it leads there again.
    await hand.press(next);
    await expect(wrong).toBeFocused();
    await hand.type(wrong, right);
  }
  await hand.type(field, 'proxy.contoso.com');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(page.getByText('Correct the marked entries to go on.')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('marked.png') });
  await hand.type(field, 'proxy.contoso.com:8080');
  await page.keyboard.press('Enter');
  await at.arrives('What will change?');
});

test('a plan goes to other servers as files, and its record is taken up again as that of an earlier run', async ({
  app,
  page,
  folders,
  at,
  hand,
}) => {
  test.setTimeout(120_000);
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  await expect(page.getByRole('heading', { level: 3, name: 'Policy values in the registry' }).first()).toBeVisible();
  await hand.open(at.button('Files for other servers'));
  const channel = page.getByRole('radio', { name: /^Group Policy For/ });
  await expect(channel).toBeVisible();
  await hand.choose(channel);
  await expect(page.getByRole('listitem').filter({ hasText: 'Use the commands for the MDI sensor' })).toContainText(
    'Own proxy setting of the MDI sensor',
  );
  await answerWith(app, folders.ticket);
  await hand.press(at.button('Save to a folder…'));
  await expect(page.getByText(`Saved to ${folders.ticket}`)).toBeVisible();
  expect(await readdir(folders.ticket)).toEqual(
    expect.arrayContaining(['README.txt', 'Registry.pol', 'back-out-Registry.pol']),
  );
  expect(await readFile(path.join(folders.ticket, 'lgpo.txt'), 'utf8')).toContain('TelemetryProxyServer');

  await at.apply();
  await at.tested();
  await at.report();
  await expect(at.heading('Hand it in')).toBeVisible();
  await hand.press(at.button('Start over'));
  await at.detected();
  await hand.press(at.button('History').last());
  await hand.press(at.button(/^Open the record of /));
  await expect(at.heading('Applied')).toBeVisible();
  await expect(page.getByText(/^This is the record of an earlier run, made \d{4}-/)).toBeVisible();
  await hand.press(at.button('Go to the report'));
  await expect(page.getByText(/^The change ticket of the earlier run of \d{4}-/)).toBeVisible();
});
