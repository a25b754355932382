import { expect, test } from '../fixtures.ts';

/** Servers that are set up right, behind networks that are not: the test names the cause, and only what it saw. */

for (const [scenario, product, says] of [
  ['inspection', 'Defender for Identity', ['Fails', 'Contoso Proxy Inspection CA', 'Group Policy']],
  ['proxy-407', 'Defender for Identity', ['Not tested', 'the sign-in that the sensor has stored']],
  [
    'proxy-407',
    'Defender for Endpoint',
    ['Fails', 'proxy.contoso.com:8080', 'asks for a sign-in (Negotiate, NTLM, Basic)'],
  ],
  ['proxy-403', 'Defender for Endpoint', ['Fails', '403', 'proxy.contoso.com:8080']],
  ['origin-503', 'Defender for Identity', ['Works', '503']],
  ['root-missing', 'Defender for Identity', ['Fails', 'DigiCert Global Root G2']],
] as const)
  test.describe(scenario, () => {
    test.use({ scenario });

    test(`is what the test of ${product} says`, async ({ app, folders, at }) => {
      await at.detected();
      await at.onlyTest();
      for (const text of says) await expect(at.result(product)).toContainText(text);
      await at.report();
      const { '.json': json } = await at.save(app, folders.ticket);
      const ticket = JSON.parse(json ?? '');
      expect(ticket).toMatchObject({ plan: { operations: [] }, outcome: null });
      expect(ticket.before).toBeNull();
      expect(ticket.after.matrix.rows.length).toBeGreaterThan(0);
    });
  });

test.describe('black-hole', () => {
  test.use({ scenario: 'black-hole' });

  test('tests can be ended early; what was seen stays, the rest is not tested', async ({ page, at, hand }) => {
    await at.detected();
    await hand.press(at.button('Only test'));
    await hand.press(at.button('Cancel'));
    await at.tested();
    await expect(page.getByText('Not tested').first()).toBeVisible();
  });
});

test.describe('static-proxy', () => {
  test.use({ scenario: 'static-proxy' });

  test('a ticket can be made without any change or test', async ({ app, folders, at, hand }) => {
    await at.detected();
    await hand.press(at.button('Only document'));
    await expect(at.heading('Hand it in')).toBeVisible();
    const { '.json': json } = await at.save(app, folders.ticket);
    expect(JSON.parse(json ?? '')).toMatchObject({ outcome: null, before: null, after: null });
  });
});
