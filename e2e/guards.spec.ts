import { expect, test } from './fixtures.ts';

test('shows the page', async ({ app, page }) => {
  await expect(page.getByRole('heading')).toHaveText('This server');
  console.log(await app.evaluate(async ({ session }) => {
    const r = await session.defaultSession.fetch('app://wizard/');
    const t = await session.defaultSession.fetch('app://wizard/..%2f..%2frenderer%2findex.html');
    let net; try { net = (await session.defaultSession.fetch('http://127.0.0.1:9/')).status; } catch (e) { net = String(e); }
    return [process.argv, r.status, [...r.headers], t.status, net];
  }));
  console.log(await page.evaluate(async () => [typeof window.api, Object.keys(window.api), window.open('app://wizard/'), Notification.permission, await Notification.requestPermission(), (await navigator.permissions.query({name:'geolocation'})).state]));
});
