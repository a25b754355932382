import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, root, test } from '../fixtures.ts';
import { answerWith } from '../system.ts';

/** What a person does with results: tries a route first, narrows, opens, tests again, asks the proxy team, looks closer. */

const proxy = 'proxy.contoso.com:8080';
const sensorApi = 'contoso-corpsensorapi.atp.azure.com';

test('a route is tried from the settings, nothing is written, and its results stand beside those after the change', async ({
  page,
  at,
  hand,
}) => {
  test.setTimeout(180_000);
  await at.detected();
  const before = await page.evaluate(() => window.api.detect({}));
  await at.chooseStaticProxy(proxy);
  await hand.press(at.button('Test this route now'));
  await at.tried();
  await expect(at.result('Defender for Identity')).toContainText(/Now\s*Fails.*by the plan\s*Works/);
  await expect(at.address(sensorApi)).toContainText('by the plan');
  const after = await page.evaluate(() => window.api.detect({}));
  expect(before.ok && after.ok && after.value.settings).toEqual(before.ok && before.value.settings);
  expect(await page.evaluate(() => window.api.runs({}))).toEqual({ ok: true, value: [] });

  await hand.press(at.button('Back to the settings'));
  await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue(proxy);
  await at.review();
  const digest = await page.getByText(/^[0-9a-f]{64}$/).textContent();
  await hand.press(at.button('Test the proposed route first'));
  await at.tried();
  await hand.press(at.button('Back to the review'));
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveText(digest ?? '');

  await at.apply();
  await at.tested();
  await expect(at.result('Defender for Identity')).toContainText(/Before\s*Fails.*now\s*Works/);
  await expect(page.getByRole('columnheader', { name: 'Before and now' })).toBeVisible();
  await expect(at.address(sensorApi)).toContainText(/Fails.*Works/);

  const shows = at.section('What the services themselves show');
  await expect(shows).toContainText('Only what happened after the change');
  await expect(shows).toContainText('Antivirus cloud protection');
  await hand.press(shows.getByRole('button', { name: 'Check again' }));
  await expect(shows.getByRole('button', { name: 'Check again' })).toBeEnabled({ timeout: 30_000 });

  const accounts = at.section('As the accounts of the services');
  await hand.press(accounts.getByRole('button', { name: 'Test as the service accounts' }));
  await expect(accounts.getByRole('heading', { name: 'As Local Service' })).toBeVisible({ timeout: 60_000 });
  await expect(accounts).toContainText('This is a lab, which has no accounts');
  await at.report();
  await expect(at.ticket().locator('body')).toContainText('As Local Service');
});

test.describe('a proxy that refuses', () => {
  test.use({ scenario: 'proxy-403' });

  test('leaves problems that can be narrowed, opened and tested again', async ({ app, page, at, hand }) => {
    test.setTimeout(120_000);
    await at.detected();
    await at.onlyTest();
    await expect(at.problemsOnly()).toBeChecked();
    await expect(at.address('login.live.com')).toHaveCount(0);
    await hand.type(at.findHost(), 'SENSORAPI');
    await expect(at.addresses()).toHaveCount(1);
    await hand.type(at.findHost(), 'nowhere');
    await expect(at.section('Tests')).toContainText('No address matches.');
    await hand.press(at.button('Show all addresses'));
    await expect(at.address('login.live.com')).toHaveCount(1);

    const opened = await at.openAddress(sensorApi);
    await expect(opened).toContainText('proxy.contoso.com:8080');
    await expect(opened.getByRole('list', { name: 'The path of the connection' })).toContainText('breaks here');
    await expect(opened.getByRole('row', { name: /^CONNECT/ })).toContainText('403');
    await hand.press(opened.getByRole('button', { name: 'Test this way again' }));
    await expect(page.getByRole('status').filter({ hasText: `${sensorApi}: Fails.` })).toHaveCount(1);
    await hand.press(opened.getByRole('button', { name: 'Test this address again' }));
    await expect(opened.getByRole('button', { name: 'Test this address again' })).toBeEnabled({ timeout: 30_000 });

    await app.evaluate(({ clipboard }) => clipboard.clear());
    await hand.press(at.button('Copy the request'));
    await expect(page.getByText('The request is on the clipboard.')).toBeVisible();
    const letter = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(letter).toContain('Request to the team that runs the proxy');
    expect(letter).toContain(proxy);
  });

  test('gives the proxy team its files, without the hosts of the tenant', async ({ app, page, folders, at, hand }) => {
    await at.detected();
    await at.onlyTest();
    await answerWith(app, folders.ticket);
    await hand.press(at.button('Save it with its tables…'));
    await expect(page.getByText(`The request was saved to ${folders.ticket}`)).toBeVisible();
    const files = await readdir(folders.ticket);
    expect(files).toEqual(expect.arrayContaining(['proxy-request.txt', 'proxy-request.csv']));
    for (const file of files) expect(await readFile(path.join(folders.ticket, file), 'utf8')).not.toContain('us4-v20');
  });
});

test.describe('a network that drops everything', () => {
  test.use({ scenario: 'black-hole' });

  test('is tried only as long as one wants, and everything typed is there afterwards', async ({ page, at, hand }) => {
    await at.detected();
    await at.chooseStaticProxy(proxy);
    await hand.press(at.button('Test this route now'));
    await expect(at.address(sensorApi)).toContainText('waiting');
    await hand.press(at.button('Cancel'));
    await at.tried();
    await expect(at.section('Tests')).toContainText('Not tested');
    await hand.press(at.button('Back to the settings'));
    await expect(page.getByRole('textbox', { name: 'Host and port' })).toHaveValue(proxy);
    await expect(at.button('Review the changes')).toBeEnabled();
  });
});

test.describe("a catalogue of one's own", () => {
  test.use({ scenario: 'static-proxy' });

  test('is what the next tests are made by, and a file that is not right changes nothing', async ({
    app,
    page,
    folders,
    at,
    hand,
  }) => {
    test.setTimeout(120_000);
    const file = path.join(folders.ticket, 'own.json');
    const shipped = await readFile(path.join(root, 'assets/endpoints.json'), 'utf8');
    await answerWith(app, file);
    await at.detected();
    await at.onlyTest();
    await hand.open(at.button('Which addresses are tested'));
    await expect(page.getByText(/These tests were made with the endpoint catalogue version .*shipped/)).toBeVisible();

    await writeFile(file, '{"schemaVersion": 1}');
    await hand.press(at.button('Use a catalogue of your own…'));
    await expect(at.notice('In the file of endpoints, the field')).toBeVisible();
    await expect(page.getByText(/The next tests will be made with/)).toHaveCount(0);

    await writeFile(file, shipped.replace(/"version": "[^"]*"/, '"version": "contoso-7"'));
    await hand.press(at.button('Use a catalogue of your own…'));
    await expect(page.getByText(/The next tests will be made with .*contoso-7/)).toBeVisible();
    await hand.press(at.button('Test again'));
    await at.tested();
    await expect(page.getByText(/These tests were made with .*contoso-7/)).toBeVisible();
  });
});
