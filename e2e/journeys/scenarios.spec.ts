import { readFile } from 'node:fs/promises';
import { nothingNoticed } from '../../electron/core/wording/finding-text.ts';
import type { ScenarioName } from '../../electron/machine/lab/scenarios/scenarios.ts';
import { expect, test } from '../fixtures.ts';

/** Each server of the lab is opened by some journey. Those that no other walks are read here: found, and tested. */

/** What a person reads of one server. */
interface Told {
  /** By which proxy a service goes, in the table on "This server". */
  readonly services: Readonly<Record<string, string>>;
  /** What was noticed there; empty where nothing may be. */
  readonly noticed: readonly string[];
  /** The result of each product after a test, and what is said of it. */
  readonly results: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** What the services' own traces tell on the page of the tests. */
  readonly shown?: string;
  /** What may stand on no page. */
  readonly never?: string;
}

const mdi = 'Defender for Identity';
const mde = 'Defender for Endpoint';
const mdav = 'Defender Antivirus';
const windows = 'Windows';
const proxy = 'proxy.contoso.com:8080';
const pac = 'PAC file http://pac.contoso.local/proxy.pac';

const allWork = { [mdi]: ['Works'], [mde]: ['Works'], [mdav]: ['Works'], [windows]: ['Works'] } as const;
const refused = ['Fails', ':443 refused the connection', 'out to port 443 of'] as const;
const notKnown = ['Not tested', 'the proxy of this service is not known'] as const;
const noWayOut = ['Fails', `The 503 came from the proxy ${proxy}`, 'the service was never reached'] as const;
const cutOff = ['Fails', 'A certificate between the service and its root is missing', 'It was not sent'] as const;

/** By the name of the server: what is read of it, or the journey that walks it. */
const servers: Readonly<Record<ScenarioName, Told | string>> = {
  direct: { services: { 'MDI sensor': 'direct' }, noticed: [], results: allWork },
  'pac-file': {
    services: { 'MDI sensor': pac, 'MDE sensor': proxy, 'Antivirus cloud protection': pac },
    noticed: ['A PAC file decides for an account', 'MDE and Antivirus use different proxies'],
    results: allWork,
  },
  'sensor-v3': {
    services: { 'MDI sensor version 3': 'connection of Defender for Endpoint' },
    noticed: ['MDI runs as sensor version 3', 'has no proxy setting of its own'],
    results: {
      [mdi]: refused,
      [mde]: refused,
      [mdav]: refused,
      [windows]: ['Fails', 'crl.microsoft.com:80 refused', 'out to port 80 of'],
    },
  },
  'legacy-wininet': {
    services: { 'MDI sensor': 'legacy setting of Local Service (WinINET)', 'MDI updater': 'of Local System (WinINET)' },
    noticed: ['MDI is set up by the legacy method (WinINET)', 'These apply to everything else that runs under'],
    results: allWork,
  },
  'mde-incomplete-pair': {
    services: { 'MDE sensor': proxy },
    noticed: ['The second value of the MDE proxy is missing', 'Set DisableEnterpriseAuthProxy to 1.'],
    results: allWork,
  },
  'mdav-no-scheme': {
    services: { 'Antivirus cloud protection': 'not usable as written' },
    noticed: ['The antivirus proxy has no scheme', `Write http://${proxy}.`],
    results: { ...allWork, [mdav]: notKnown },
  },
  'winhttp-only': {
    services: { 'MDI sensor': 'direct', 'MDE sensor': 'WinHTTP setting of the machine' },
    noticed: ['The WinHTTP proxy does not apply to MDI', 'If this server has no direct way out'],
    results: { ...allWork, [mdi]: refused },
  },
  'winhttp-corrupt': {
    services: { 'Windows Update': 'not known', 'MDE sensor': proxy },
    noticed: ['WinHTTP proxy is not usable as stored', 'Asked by its API, WinHTTP says direct.'],
    results: { ...allWork, [windows]: notKnown },
  },
  'advproxy-left': {
    services: { 'MDE sensor': 'direct' },
    noticed: ['Newer WinHTTP settings (advproxy) are left behind', 'proxy-old.contoso.com:3128'],
    results: {
      [mdi]: refused,
      [mde]: refused,
      [mdav]: refused,
      [windows]: ['Fails', 'crl.microsoft.com:80 refused', 'out to port 80 of'],
    },
  },
  'credential-in-proxy': {
    services: { 'Antivirus cloud protection': 'not usable as written' },
    noticed: ['A password is stored in clear text', `http://***:***@${proxy}`, 'Change that password'],
    results: { ...allWork, [mdav]: notKnown },
    never: 'Not-A-Real-Secret',
  },
  'proxy-503': {
    services: { 'MDI sensor': proxy },
    noticed: [],
    results: { [mdi]: noWayOut, [mde]: noWayOut, [mdav]: noWayOut, [windows]: noWayOut },
  },
  'chain-incomplete': {
    services: { 'MDI sensor': proxy },
    noticed: [],
    results: { [mdi]: cutOff, [mde]: cutOff, [mdav]: cutOff, [windows]: ['Works'] },
  },
  'past-the-proxy': {
    services: { 'MDI sensor': proxy, 'MDE sensor': proxy },
    noticed: [],
    results: allWork,
    shown: 'past the proxy',
  },
  'static-proxy': 'networks',
  'sensor-v2': 'matrix',
  'no-sensor': 'signed-in-sensor',
  'black-hole': 'networks',
  'with-agents': 'beside',
  'half-legacy': 'choices',
  'proxy-403': 'networks',
  'proxy-407': 'networks',
  'origin-503': 'networks',
  inspection: 'networks',
  'root-missing': 'beside',
  'policy-locked': 'resistance',
  'reverted-by-policy': 'resistance',
  'third-write-denied': 'resistance',
  'service-stuck': 'resistance',
  'uac-declined': 'resistance',
  'limited-user': 'resistance',
};

for (const [scenario, told] of Object.entries(servers)) {
  if (typeof told === 'string') {
    test(`${scenario} is walked by the journey ${told}`, async () => {
      const journey = await readFile(new URL(`${told}.spec.ts`, import.meta.url), 'utf8');
      expect(journey).toContain(`'${scenario}'`);
    });
    continue;
  }
  test.describe(scenario, () => {
    test.use({ scenario });

    test('is told by what was found and by what the tests say', async ({ page, at }) => {
      await at.detected();
      for (const [service, says] of Object.entries(told.services))
        await expect(at.service(service).first()).toContainText(says);
      const noticed = at.section('What was noticed');
      for (const says of told.noticed) await expect(noticed).toContainText(says);
      if (told.noticed.length === 0) await expect(noticed).toContainText(nothingNoticed);
      if (told.never !== undefined) await expect(page.locator('body')).not.toContainText(told.never);

      await at.onlyTest();
      for (const [product, [word, ...says]] of Object.entries(told.results)) {
        await expect(at.result(product)).toContainText(`${product}${word}`);
        for (const text of says) await expect(at.result(product)).toContainText(text);
      }
      if (told.shown !== undefined)
        await expect(at.section('What the services themselves show')).toContainText(told.shown);
      if (told.never !== undefined) await expect(page.locator('body')).not.toContainText(told.never);
    });
  });
}
