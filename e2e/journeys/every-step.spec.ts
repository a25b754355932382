import { expect, test } from '../fixtures.ts';
import { killRun, servicesWait } from '../lab-run.ts';
import { faultsInEveryLook, pictureOf, toSmallScreen } from '../looks.ts';
import { spilling } from '../window-text.ts';
import type { Wizard } from '../wizard.ts';

/**
 * Each step and each page beside them as it stands on a small console screen, in every look that Windows can give it:
 * nothing out of reach, nothing that assistive technology misses. A picture of each is left for people to look at.
 */

test('every step and every page beside them fits a small screen and is free of accessibility faults in every look', async ({
  app,
  page,
  at,
  hand,
}) => {
  test.setTimeout(180_000);
  await toSmallScreen(app, page);
  const looked: Record<string, readonly string[]> = {};
  const look = async (step: string, primary: string | RegExp) => {
    await expect(at.button(primary).last()).toBeInViewport({ ratio: 1 });
    looked[step] = await faultsInEveryLook(app, page, step);
  };

  await at.detected();
  await look('detect', 'Set up a proxy');
  for (const [name, heading] of [
    ['History', 'History'],
    ['Help', 'Help'],
    ['About', 'About Defender Proxy Wizard'],
  ] as const) {
    await hand.press(at.button(name));
    await expect(at.heading(heading)).toBeVisible();
    await look(name.toLowerCase(), 'Close');
    await hand.press(at.button('Close'));
  }
  await at.chooseStaticProxy('http://proxy.contoso.com');
  await hand.press(at.button('Review the changes'));
  await look('choose-with-a-fault', 'Review the changes');
  await hand.type(page.getByRole('textbox', { name: 'Host and port' }), 'proxy.contoso.com:8080');
  await hand.choose(page.getByRole('radio', { name: /^No: only/ }));
  await hand.open(at.button('Why? Which proxy?'));
  await look('choose', 'Review the changes');
  await at.review();
  await hand.open(at.button('Files for other servers'));
  await hand.choose(page.getByRole('radio', { name: /^Group Policy Preferences/ }));
  await look('review', /^Apply \d+ changes$/);
  await hand.press(at.button('Test the proposed route first'));
  await at.tried();
  await look('try', 'Review the changes');
  await hand.press(at.button('Back to the review'));
  await at.apply();
  await at.tested();
  await at.openAddress('contoso-corpsensorapi.atp.azure.com');
  await look('verify', 'Go to the report');
  await at.report();
  await look('report', 'Save to a folder…');
  await hand.press(at.button('Put back'));
  await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
  await look('apply', 'Go to the report');

  expect(looked).toEqual(Object.fromEntries(Object.keys(looked).map((step) => [step, []])));
  expect(Object.keys(looked)).toHaveLength(11);
});

/** Pages of servers on which something is wrong: what is found, refused, not done, not reached or not known. */
const troubles: Readonly<Record<string, (at: Wizard) => Promise<void>>> = {
  'limited-user': async (at) => {
    await expect(at.notice('Some settings could not be read')).toBeVisible();
  },
  'uac-declined': async (at) => {
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await at.review();
    await at.apply();
    await expect(at.notice('not confirmed')).toBeFocused();
  },
  'credential-in-proxy': async (at) => {
    await expect(at.section('What was noticed')).toContainText('A password is stored in clear text');
  },
  'policy-locked': async (at) => {
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await at.review();
    await expect(at.notice('Defender proxy - servers').first()).toBeVisible();
  },
  'third-write-denied': async (at) => {
    await at.chooseStaticProxy('proxy.contoso.com:8080');
    await at.review();
    await at.apply();
    await expect(at.heading('Not applied')).toBeVisible({ timeout: 60_000 });
  },
  inspection: async (at) => {
    await at.onlyTest();
    await at.openAddress('contoso-corpsensorapi.atp.azure.com');
  },
  'mdav-no-scheme': async (at) => {
    await at.onlyTest();
    await expect(at.result('Defender Antivirus')).toContainText('Not tested');
  },
};

for (const [scenario, lead] of Object.entries(troubles))
  test.describe(scenario, () => {
    test.use({ scenario });

    test('what is wrong fits a small screen too and is free of accessibility faults in every look', async ({
      app,
      page,
      at,
      hand,
    }) => {
      await toSmallScreen(app, page);
      await at.detected();
      await lead(at);
      expect(await faultsInEveryLook(app, page, scenario)).toEqual([]);
      // With all that can be opened beside the tables, and at twice the size.
      const closed = page.locator('main button[aria-expanded=false]:not(table *)');
      while ((await closed.count()) > 0) await hand.open(closed.first());
      await toSmallScreen(app, page, 2);
      expect(await spilling(page)).toEqual([]);
      await pictureOf(app, `${scenario}-twice`);
    });
  });

test('a change that is killed in the middle, while it goes on, then, and when it is found again', async ({
  app,
  page,
  folders,
  at,
  hand,
}) => {
  await toSmallScreen(app, page);
  await at.detected();
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  const goOn = await servicesWait(folders.lab);
  await at.apply();
  await expect(at.change('Own proxy setting of the MDI sensor')).toContainText('Writing');
  const found = { applying: await faultsInEveryLook(app, page, 'applying'), interrupted: [''], unfinished: [''] };
  await killRun(folders.lab);
  await goOn();
  await at.arrives('Interrupted');
  found.interrupted = await faultsInEveryLook(app, page, 'interrupted');
  await hand.press(at.button('Start over'));
  await at.detected();
  await expect(at.notice('An earlier run did not finish')).toBeVisible();
  found.unfinished = await faultsInEveryLook(app, page, 'unfinished');
  expect(found).toEqual({ applying: [], interrupted: [], unfinished: [] });
});

test('nothing is cut off at twice the size', async ({ app, page, at, hand }) => {
  await toSmallScreen(app, page, 2);
  const looked: Record<string, readonly string[]> = {};
  const look = async (step: string) => {
    looked[step] = await spilling(page);
    await pictureOf(app, step);
  };
  await at.detected();
  await look('detect');
  await hand.press(at.button('History').last());
  await expect(at.heading('History')).toBeVisible();
  await look('history');
  await hand.press(at.button('Close'));
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await look('choose');
  await at.review();
  await hand.open(at.button('Files for other servers'));
  await expect(page.getByRole('radio', { name: /^Ansible/ })).toBeVisible();
  await look('review');
  await hand.press(at.button('Test the proposed route first'));
  await at.tried();
  await at.openAddress('contoso-corpsensorapi.atp.azure.com');
  await look('try');
  await hand.press(at.button('Back to the review'));
  await hand.press(at.button('Only document'));
  await expect(at.heading('Hand it in')).toBeVisible();
  await look('report');
  expect(looked).toEqual(Object.fromEntries(Object.keys(looked).map((step) => [step, []])));
});
