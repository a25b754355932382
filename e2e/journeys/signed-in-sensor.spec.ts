import { constants, privateDecrypt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type Folders, test } from '../fixtures.ts';

/** A proxy that wants a sign-in, which only the MDI sensor can give; its password must be found nowhere in clear. */

const proxy = 'proxy.contoso.com:8080';
const user = 'CONTOSO\\svcProxy';
const password = 'Pl4nted-S3cret-ä€';
/** The ways in which the password could stand in a file or a command line. */
const forms = [Buffer.from(password), Buffer.from(password, 'utf16le'), Buffer.from('Pl4nted-S3cret')];
const holdsPassword = (bytes: Uint8Array): boolean => forms.some((form) => Buffer.from(bytes).includes(form));

const signIn = (page: Page, way: string | RegExp) =>
  page.getByRole('region', { name: 'Does the proxy want a sign-in?' }).getByRole('radio', { name: way });
const userField = (page: Page) => page.getByRole('textbox', { name: 'User' });
const passwordField = (page: Page) => page.getByLabel('Password', { exact: true });

async function sensorProxy({ lab }: Folders) {
  const folder = path.join(lab, 'sensor');
  const version = (await readdir(folder, { withFileTypes: true })).find((entry) => entry.isDirectory())?.name ?? '';
  return JSON.parse(await readFile(path.join(folder, version, 'SensorConfiguration.json'), 'utf8'))
    .SensorProxyConfiguration;
}

/** Opens what is stored by the private key of the lab's certificate, as the sensor would. */
async function opened({ lab }: Folders, encrypted: string): Promise<string> {
  const key = await readFile(path.join(lab, 'sensor/private-key.pem'), 'utf8');
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return privateDecrypt({ key, padding, oaepHash: 'sha256' }, Buffer.from(encrypted, 'base64')).toString('utf16le');
}

/** The files below a folder in which the password stands. */
async function filesWithPassword(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const held = await Promise.all(
    files.map(async (file) => holdsPassword(await readFile(file).catch(() => Buffer.of()))),
  );
  return files.filter((_, at) => held[at]);
}

/** Looks at the command line and environment of every process, again and again, until it is told to stop. */
function watchProcesses() {
  let stopped = false;
  let sawProgram = false;
  const found: string[] = [];
  const look = async () => {
    while (!stopped) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
        for (const name of ['cmdline', 'environ']) {
          const bytes = await readFile(`/proc/${pid}/${name}`).catch(() => Buffer.of());
          if (holdsPassword(bytes)) found.push(`${pid} ${name}`);
          sawProgram ||= name === 'cmdline' && bytes.includes('--digest');
        }
    }
  };
  const looking = look();
  return async () => {
    stopped = true;
    await looking;
    return { found, sawProgram };
  };
}

test('a user and a password are sealed, applied, tested and put back, and the password stands nowhere', async ({
  app,
  page,
  folders,
  at,
  hand,
}) => {
  test.setTimeout(180_000);
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy(proxy);
  await expect(signIn(page, 'No')).toBeChecked();
  await expect(signIn(page, /keep/)).toHaveCount(0);
  await hand.choose(signIn(page, 'Yes, with this user and password'));
  await expect(page.getByText('Defender for Endpoint and Antivirus cannot').first()).toBeVisible();

  await hand.type(userField(page), 'svcProxy@contoso.com');
  await expect(page.getByText('write DOMAIN\\user')).toBeVisible();
  await hand.type(userField(page), user);
  await hand.press(at.button('Review the changes'));
  await expect(page.getByText('Type the password of this user.')).toBeVisible();
  await expect(passwordField(page)).toHaveAttribute('type', 'password');
  await hand.type(passwordField(page), password);

  await at.review();
  const change = at.change(/^Own proxy setting of the MDI sensor/).first();
  await expect(change).toContainText(`http://${proxy} (sign-in as ${user}, new password, encrypted for the sensor)`);
  await expect(page.getByText('only the MDI sensor can sign in to a proxy')).toBeVisible();

  const endWatch = process.platform === 'linux' ? watchProcesses() : null;
  await at.apply();
  await at.tested();
  await expect(at.result('Defender for Identity')).toContainText('Works');
  if (endWatch !== null) expect(await endWatch()).toEqual({ found: [], sawProgram: true });

  const stored = await sensorProxy(folders);
  expect(stored).toMatchObject({ Url: `http://${proxy}`, UserName: user });
  expect(await opened(folders, stored.EncryptedUserPasswordData.EncryptedBytes)).toBe(password);
  expect(await readdir(path.join(folders.profile, 'plans'))).toEqual([]);

  await at.report();
  const saved = await at.save(app, folders.ticket);
  expect(saved['.md']).toContain('signs in to the proxy as');
  for (const text of Object.values(saved)) {
    expect(text).not.toContain('Pl4nted');
    expect(text).not.toContain(stored.EncryptedUserPasswordData.EncryptedBytes);
  }
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('Pl4nted');
  for (const folder of [folders.profile, folders.lab, folders.ticket])
    expect(await filesWithPassword(folder)).toEqual([]);

  await hand.press(at.button('Put back'));
  await expect(at.heading('Put back')).toBeVisible({ timeout: 60_000 });
  const after = await page.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok && after.value.sensor).toEqual(before.ok && before.value.sensor);
});

test('a password is held by its name alone, and need not be typed again after a look back', async ({
  page,
  at,
  hand,
}) => {
  await at.detected();
  await at.chooseStaticProxy(proxy);
  await hand.choose(signIn(page, 'Yes, with this user and password'));
  await hand.type(userField(page), user);
  await hand.type(passwordField(page), password);
  await at.review();
  await hand.press(at.button('Back'));
  await expect(passwordField(page)).toHaveValue('');
  await expect(page.getByText('A password is held, encrypted.')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('Pl4nted');
  await at.review();
  await expect(at.change(/^Own proxy setting/).first()).toContainText('new password');
});

test('a page cannot name a password that main does not hold, nor have a hidden program ask for one', async ({
  page,
  at,
}) => {
  await at.detected();
  const answers = await page.evaluate(async () => {
    const found = await window.api.detect({});
    if (!found.ok) return found;
    const snapshot = found.value.id;
    const intent = (signIn: { kind: 'sealed' | 'ask'; user: string }) => ({
      schema: 1 as const,
      cloud: 'commercial' as const,
      geography: 'US' as const,
      noRevocationPath: false,
      winhttp: null,
      mde: null,
      mdav: null,
      mdi: {
        route: { kind: 'static' as const, proxy: 'proxy.contoso.com:8080' },
        workspace: null,
        legacy: 'migrate' as const,
        signIn,
      },
      strongCrypto: false,
    });
    const user = 'CONTOSO\\svcProxy';
    const sealed = intent({ kind: 'sealed', user });
    const asking = await window.api.plan({ snapshot, intent: intent({ kind: 'ask', user }) });
    return {
      without: await window.api.plan({ snapshot, intent: sealed }),
      unknown: await window.api.plan({ snapshot, intent: sealed, secret: snapshot }),
      long: await window.api.sealMdiPassword({ snapshot, password: 'x'.repeat(200) }),
      larger: await window.api.sealMdiPassword({ snapshot, password: 'x'.repeat(1025) }),
      asked: asking.ok && (await window.api.apply({ plan: asking.value.plan.id, digest: asking.value.digest })),
      runs: await window.api.runs({}),
    };
  });
  expect(answers).toMatchObject({
    without: { ok: false, problem: { kind: 'password-unusable', why: 'not-given' } },
    unknown: { ok: false, problem: { kind: 'unexpected' } },
    long: { ok: false, problem: { kind: 'password-unusable', why: 'too-long', longest: 95 } },
    larger: { ok: false, problem: { kind: 'ipc-refused' } },
    asked: { ok: false, problem: { kind: 'password-not-askable' } },
    runs: { ok: true, value: [] },
  });
});

test.describe('a stored sign-in', () => {
  test.use({ scenario: 'proxy-407' });

  test('is kept unless it is taken away', async ({ page, folders, at, hand }) => {
    test.setTimeout(120_000);
    await at.detected();
    await at.chooseStaticProxy('proxy-new.contoso.com:8080');
    await expect(signIn(page, `Yes, keep the stored one (${user})`)).toBeChecked();
    await at.review();
    const change = at.change(/^Own proxy setting/).first();
    await expect(change).toContainText(`http://proxy-new.contoso.com:8080 (sign-in as ${user}, password stored)`);
    await hand.press(at.button('Back'));
    await hand.choose(signIn(page, 'No'));
    await at.review();
    await expect(change).not.toContainText('http://proxy-new.contoso.com:8080 (');
    await at.apply();
    await at.tested();
    expect(await sensorProxy(folders)).toEqual({
      $type: 'SensorProxyConfiguration',
      Url: 'http://proxy-new.contoso.com:8080',
    });
  });
});

test.describe('a standard user', () => {
  test.use({ scenario: 'limited-user' });

  test('seals the password for the sensor that was read with rights', async ({ page, folders, at, hand }) => {
    test.setTimeout(120_000);
    await at.detected();
    await hand.press(at.button('Detect with administrator rights'));
    await expect(at.notice('Some settings could not be read')).toBeHidden({ timeout: 30_000 });
    await at.chooseStaticProxy(proxy);
    await hand.choose(signIn(page, 'Yes, with this user and password'));
    await hand.type(userField(page), user);
    await hand.type(passwordField(page), password);
    await at.review();
    await at.apply();
    await at.tested();
    const stored = await sensorProxy(folders);
    expect(await opened(folders, stored.EncryptedUserPasswordData.EncryptedBytes)).toBe(password);
  });
});

test.describe('a server without a sensor', () => {
  test.use({ scenario: 'no-sensor' });

  test('gets the other products set up, and its installation by hand with the exact command', async ({
    page,
    at,
    hand,
  }) => {
    test.setTimeout(120_000);
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await hand.tick(page.getByRole('checkbox', { name: /^Defender for Identity/ }));
    await hand.choose(signIn(page, 'Yes, with this user and password'));
    await hand.type(userField(page), user);
    await expect(passwordField(page)).toHaveCount(0);
    await expect(page.getByText('The password is not needed yet')).toBeVisible();
    await at.review();
    const byHand = at.section('To do by hand');
    await expect(byHand).toContainText(
      `.\\"Azure ATP sensor Setup.exe" /quiet NetFrameworkCommandLineArguments="/q" AccessKeyFile="C:\\mdi\\key.txt" ProxyUrl="http://${proxy}"`,
    );
    await expect(byHand).toContainText(`-ProxyCredential (Get-Credential '${user}')`);
    await at.apply();
    await at.tested();
    await expect(at.result('Defender for Endpoint')).toContainText('Works');
  });
});
