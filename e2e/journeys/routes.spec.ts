import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import type { Hand } from '../hand.ts';
import type { Wizard } from '../wizard.ts';

/** The ways out of a network beside a fixed proxy, and the legacy method of the sensor: chosen, reviewed, as commands. */

/** What a person reads of one choice on the review. */
interface Told {
  /** By the name of a change: what it leads to. */
  readonly changes: Readonly<Record<string, string>>;
  readonly says: readonly string[];
  /** By a service: the way that it goes then. */
  readonly expected: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
}

const telemetry = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection" /v TelemetryProxyServer';
const antivirus = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" /v';

const withoutFixedProxies: Told = {
  changes: {
    'Own proxy setting of the MDI sensor': 'Afternot set (the account settings of the services apply)',
    TelemetryProxyServer: 'Afternot set (the default WinHTTP route applies)',
    'Antivirus policy ProxyServer': 'Afternot set (this step of the order is skipped)',
    'WinHTTP proxyHKLM': 'Afterdirect, no proxy',
  },
  says: ['5 values change, the sensor configuration changes, 3 services restart, nothing else is touched.'],
  expected: { 'MDI sensor': 'direct', 'MDE sensor': 'direct', 'Antivirus cloud protection': 'direct' },
  commands: ['netsh winhttp reset proxy', `reg delete "${telemetry}`, 'Deployer.exe" ClearProxyConfiguration'],
};

async function readReview(page: Page, at: Wizard, hand: Hand, told: Told): Promise<void> {
  await at.review();
  for (const [name, after] of Object.entries(told.changes))
    await expect(at.change(new RegExp(`^${name}`)).first()).toContainText(after);
  for (const says of told.says) await expect(page.getByRole('main')).toContainText(says);
  for (const [service, way] of Object.entries(told.expected)) await expect(at.service(service)).toContainText(way);
  await hand.open(at.button('The same as commands'));
  for (const command of told.commands) await expect(commands(page)).toContainText(command);
}

const commands = (page: Page): Locator => page.locator('main pre').last();

const way = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });

test.describe('static-proxy', () => {
  test.use({ scenario: 'static-proxy' });

  test('a transparent proxy, automatic discovery and a PAC file are reviewed, and read as commands', async ({
    page,
    at,
    hand,
  }) => {
    await at.detected();
    await hand.press(at.button('Set up a proxy'));
    await at.arrives('What should it be?');
    await hand.choose(way(page, 'Nothing is needed'));
    await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveCount(0);
    await readReview(page, at, hand, withoutFixedProxies);
    await hand.press(at.button('Back'));
    await at.arrives('What should it be?');

    await hand.choose(way(page, 'The proxy is found automatically'));
    await readReview(page, at, hand, {
      ...withoutFixedProxies,
      says: [...withoutFixedProxies.says, 'In which order MDE tries automatic discovery is not documented.'],
    });
    await hand.press(at.button('Back'));
    await at.arrives('What should it be?');

    await hand.choose(way(page, 'A PAC file names the proxy'));
    await expect(page.getByText('Cannot be given a PAC file, so it is left as it is.')).toHaveCount(2);
    await hand.type(page.getByRole('textbox', { name: 'Address' }), 'http://pac.contoso.com/proxy.pac');
    await readReview(page, at, hand, {
      changes: {
        'Antivirus policy ProxyServer': 'Afternot set (this step of the order is skipped)',
        'Antivirus policy ProxyPacUrl': 'Afterhttp://pac.contoso.com/proxy.pac',
      },
      says: ['2 values change, nothing else is touched.'],
      expected: {
        'MDI sensor': 'own proxy setting of the sensor (ProxyUrl)',
        'MDE sensor': 'policy value TelemetryProxyServer',
        'Antivirus cloud protection': 'PAC file http://pac.contoso.com/proxy.pac',
      },
      commands: [
        `reg delete "${antivirus} ProxyServer /f`,
        `reg add "${antivirus} ProxyPacUrl /t REG_SZ /d "http://pac.contoso.com/proxy.pac" /f`,
      ],
    });
    await expect(commands(page)).not.toContainText('netsh');
    await expect(at.button('Apply 2 changes')).toBeEnabled();
  });
});

test.describe('legacy-wininet', () => {
  test.use({ scenario: 'legacy-wininet' });

  test('the legacy method is updated where it is, or moved away from', async ({ page, at, hand }) => {
    test.setTimeout(120_000);
    await at.detected();
    await expect(at.service('MDI sensor')).toContainText('legacy setting of Local Service (WinINET)');
    await at.chooseStaticProxy('proxy-new.contoso.com:8080');
    await expect(way(page, 'Update them where they are')).toBeChecked();
    const written = 'Afterproxy-new.contoso.com:8080, bypass list <local>;*.contoso.local;10.*';
    await readReview(page, at, hand, {
      changes: {
        'WinINET proxy of Local System \\(DefaultConnectionSettings\\)': written,
        'WinINET proxy of Local System \\(SavedLegacySettings\\)': written,
        'WinINET proxy of Local Service \\(DefaultConnectionSettings\\)': written,
        'WinINET proxy of Local Service \\(SavedLegacySettings\\)': written,
        'Restart of the MDI updater service': 'The sensor does not watch for that time, at most about two minutes.',
      },
      says: [
        'what was set up that way is to be changed the same way',
        'The legacy setting applies to everything that runs under the same account, not only to the sensor.',
      ],
      expected: {
        'MDI sensor': 'legacy setting of Local Service (WinINET)',
        'MDI updater': 'legacy setting of Local System (WinINET)',
      },
      commands: [
        'reg add "HKU\\S-1-5-18\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections" /v SavedLegacySettings /t REG_BINARY',
        'reg add "HKU\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections" /v DefaultConnectionSettings /t REG_BINARY',
        'net stop AATPSensorUpdater /y',
      ],
    });
    await expect(at.change('Own proxy setting of the MDI sensor')).toHaveCount(0);
    await hand.press(at.button('Back'));
    await at.arrives('What should it be?');

    await hand.type(page.getByRole('textbox', { name: 'Host and port' }), 'proxy.contoso.com:8080');
    await hand.choose(way(page, "Move to the sensor's own setting and leave the account settings"));
    await readReview(page, at, hand, {
      changes: { 'Own proxy setting of the MDI sensor': 'Afterhttp://proxy.contoso.com:8080' },
      says: ['The sensor configuration changes, 2 services restart, nothing else is touched.'],
      expected: {
        'MDI sensor': 'own proxy setting of the sensor (ProxyUrl)',
        'MDI updater': 'own proxy setting of the sensor (ProxyUrl)',
      },
      commands: ['Deployer.exe" ProxyUrl="http://proxy.contoso.com:8080"'],
    });
    await expect(at.change('WinINET proxy of')).toHaveCount(0);
    await at.apply();
    await at.tested();
    await expect(at.result('Defender for Identity')).toContainText('Works');
    await at.report();
    await hand.press(at.button('Start over'));
    await at.detected();
    await expect(at.service('MDI sensor')).toContainText('own proxy setting of the sensor (ProxyUrl)');
  });
});
