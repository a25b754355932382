import { expect, test } from '../fixtures.ts';

/** What is on the server beside the products, and what the ticket says of it. */

test.describe('with-agents', () => {
  test.use({ scenario: 'with-agents' });

  test('agents and variables with a proxy of their own are shown, with commands, and in the ticket', async ({
    at,
    hand,
  }) => {
    await at.detected();
    const beside = at.section('Beside Defender');
    await expect(beside).toContainText('does not change it');
    for (const text of [
      'Log Analytics agent (HealthService)',
      'Only the agent itself can tell its proxy',
      'Its proxy: http://proxy-old.contoso.com:3128',
      'HTTPS_PROXY: http://proxy-old.contoso.com:3128',
    ])
      await expect(beside).toContainText(text);
    // Nothing is said to be in order that nobody has judged.
    await expect(beside).toContainText('does not judge it');
    await expect(at.section('What was noticed')).toContainText(
      'Nothing unusual was found in the settings that the Defender services depend on.',
    );
    await hand.open(beside.getByRole('button', { name: 'Commands (Command prompt, as administrator)' }));
    await expect(beside).toContainText('azcmagent config set proxy.url');

    await hand.press(at.button('Only document'));
    await expect(at.heading('Hand it in')).toBeVisible();
    await expect(at.ticket().getByRole('heading', { name: 'Beside Defender' })).toBeVisible();
    await expect(at.ticket().locator('body')).toContainText('azcmagent config set proxy.url');
  });
});

test.describe('static-proxy', () => {
  test.use({ scenario: 'static-proxy' });

  test('the hosts that the device was onboarded with are tested, and in the ticket only when asked for', async ({
    page,
    at,
    hand,
  }) => {
    test.setTimeout(120_000);
    await at.detected();
    await expect(page.getByText('Streamlined connectivity')).toBeVisible();
    await at.onlyTest();
    const host = 'us4-v20.events.endpoint.security.microsoft.com';
    await expect(at.section('Tests')).toContainText(host);
    await at.report();
    const ticket = at.ticket().locator('body');
    await expect(ticket).toContainText('*.events.endpoint.security.microsoft.com');
    await expect(ticket).not.toContainText(host);
    await hand.untick(page.getByRole('checkbox', { name: 'Hosts of the tenant' }));
    await expect(ticket).toContainText(host);
  });

  test('the .NET values are not asked about where they are as they should be', async ({ at }) => {
    await at.detected();
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await expect(at.button('Rarely needed')).toHaveCount(0);
  });
});

test.describe('root-missing', () => {
  test.use({ scenario: 'root-missing' });

  test('a missing root is named with the command that imports it', async ({ at }) => {
    await at.detected();
    await at.onlyTest();
    const noticed = at.section('What was noticed');
    await expect(noticed).toContainText('DigiCert Global Root G2 is not in the root store');
    await expect(noticed).toContainText('Import-Certificate -FilePath .\\DigiCertGlobalRootG2.crt');
  });
});
