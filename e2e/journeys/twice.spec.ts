import { expect, test } from '../fixtures.ts';

/** Who presses too often is led one page on, and no further: what was not read was not pressed. */

test('a double click or a held key goes one page on, and applies nothing that was not seen', async ({
  page,
  at,
  hand,
}) => {
  await at.detected();
  await hand.pressTwice(at.button('Set up a proxy'));
  await expect(at.heading('What should it be?')).toBeVisible();
  await expect(page.getByText('Choose one of these.')).toHaveCount(0);
  await hand.choose(page.getByRole('radio', { name: /^One fixed proxy/ }));
  await hand.type(page.getByRole('textbox', { name: 'Host and port' }), 'proxy.contoso.com:8080');
  await hand.pressTwice(at.button('Review the changes'));
  await expect(at.button(/^Apply \d+ changes?$/)).toBeEnabled();
  expect(await page.evaluate(() => window.api.runs({}))).toEqual({ ok: true, value: [] });
  await expect(at.heading('What will change?')).toBeVisible();
  // One press is enough, also right after the others.
  await at.apply();
  await expect(at.heading('Does it work?')).toBeVisible();
});
