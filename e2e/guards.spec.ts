import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { contract } from '../electron/contract/contract.ts';
import { expect, root, test } from './fixtures.ts';
import { silentOrigin } from './silent-origin.ts';

/** Each lock on the window, tried from the side from which it would be broken. */

const calls = Object.entries(contract)
  .filter(([, entry]) => entry.kind === 'call')
  .map(([name]) => name);

test.describe('the window', () => {
  test('names the machine and the lab in its title', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The window is there before the machine is known.
    const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    await expect.poll(title).toBe('Defender Proxy Wizard — DC01 — LAB');
  });

  test('locks the page away from Node and from pages inside pages', async ({ page }) => {
    const seen = await page.evaluate(() => [
      ...['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis),
      ...['loadURL', 'getWebContentsId'].filter((name) => name in document.createElement('webview')),
    ]);
    expect(seen).toEqual([]);
  });

  test('gives the page the calls of the contract and nothing else', async ({ page }) => {
    const names = await page.evaluate(() => Object.keys(window.api));
    expect(names.sort()).toEqual([...calls, 'on'].sort());
    const kinds = await page.evaluate(() => [...new Set(Object.values(window.api).map((value) => typeof value))]);
    expect(kinds).toEqual(['function']);
  });

  test('hands listeners the payload, never the event behind it', async ({ app, page }) => {
    await page.evaluate(() => {
      const seen: unknown[][] = [];
      Object.assign(window, { seen });
      const end = window.api.on('progress', (...all: unknown[]) => {
        seen.push(all);
        end();
      });
      // A name outside the contract is no subscription.
      const loose = window.api.on as (name: string, listener: (...all: unknown[]) => void) => () => void;
      loose('other', (...all) => seen.push(all));
    });
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.send('other', 'x');
      contents?.send('progress', { kind: 'probes', done: 1, total: 1, latest: null });
      contents?.send('progress', { kind: 'probes', done: 2, total: 2, latest: null });
    });
    // The answer to a call comes after everything that was sent before it.
    const seen = await page.evaluate(async () => {
      await window.api.about({});
      return Reflect.get(window, 'seen');
    });
    expect(seen).toEqual([[{ kind: 'probes', done: 1, total: 1, latest: null }]]);
  });
});

test.describe('the app scheme', () => {
  test('serves the page with its type and its policy', async ({ app, page }) => {
    expect(page.url()).toBe('app://wizard/');
    const answer = await fetched(app, 'app://wizard/');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-6ARx2e7kR/jUsXWKkKUVvJk6zvaqVyoKQY6ELPDlwDM='; " +
        "img-src 'self' data:; font-src 'self'; connect-src 'none'; frame-src app://ticket; object-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
  });

  // Files of a kind that is served, which lie outside the folder of the page.
  for (const away of [
    '..%2f..%2frenderer%2findex.html',
    'assets%2f..%2f..%2f..%2frenderer%2findex.html',
    '%2e%2e%2f%2e%2e%2frenderer%2findex.html',
    '../../renderer/index.html',
    '..%5c..%5crenderer%5cindex.html',
    '%2f..%2f..%2frenderer%2findex.html',
  ])
    test(`does not leave its folder by ${away}`, async ({ app, page }) => {
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const answer = await fetched(app, `app://wizard/${away}`);
      expect(answer).toMatchObject({ status: 404, body: '' });
    });

  test('serves no file of another kind, no other host and no other method', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const maps = (await readdir(path.join(root, 'out/renderer/assets'))).filter((name) => name.endsWith('.map'));
    expect(maps).not.toEqual([]);
    const addresses = [
      ...maps.map((name) => `app://wizard/assets/${name}`),
      'app://other/index.html',
      'app://ticket/x',
    ];
    for (const address of addresses)
      expect(await fetched(app, address), address).toMatchObject({ status: 404, body: '' });
    expect(await fetched(app, 'app://wizard/', 'POST')).toMatchObject({ status: 404, body: '' });
  });
});

test.describe('the content security policy', () => {
  /** What a hijacked page could try, and the directive that must stop it. */
  const attempts: Record<string, { readonly directive: string; readonly attempt: () => unknown }> = {
    'a script in the page': {
      directive: 'script-src-elem',
      attempt: () => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
      },
    },
    'a script in an attribute': {
      directive: 'script-src-attr',
      attempt: () => {
        const image = document.createElement('img');
        image.setAttribute('onerror', 'window.ran = true');
        image.src = 'data:,';
        document.body.append(image);
      },
    },
    'code from a string': {
      directive: 'script-src',
      attempt: () => {
        // Later, because what the test runner itself evaluates is free of the policy.
        setTimeout(() => {
          try {
            new Function('window.ran = true')();
          } catch {
            // Refused by throwing.
          }
        }, 0);
      },
    },
    'a style that is not empty': {
      directive: 'style-src-elem',
      attempt: () => {
        const style = document.createElement('style');
        style.textContent = 'body { display: none }';
        document.head.append(style);
      },
    },
    'a picture from elsewhere': {
      directive: 'img-src',
      attempt: () => {
        new Image().src = 'https://contoso.com/x.png';
      },
    },
    'a font from data': {
      directive: 'font-src',
      attempt: () => void new FontFace('x', 'url(data:font/woff2;base64,AA==)').load().catch(() => undefined),
    },
    'a request to its own host': {
      directive: 'connect-src',
      attempt: () => void fetch('app://wizard/').catch(() => undefined),
    },
    'the wizard in a frame': {
      directive: 'frame-src',
      attempt: () => {
        const frame = document.createElement('iframe');
        frame.src = 'app://wizard/';
        document.body.append(frame);
      },
    },
    'a plug-in': {
      directive: 'object-src',
      attempt: () => {
        const object = document.createElement('object');
        object.data = 'app://wizard/index.html';
        document.body.append(object);
      },
    },
    'another base': {
      directive: 'base-uri',
      attempt: () => {
        const base = document.createElement('base');
        base.href = 'https://contoso.com/';
        document.head.append(base);
      },
    },
    'a form': {
      directive: 'form-action',
      attempt: () => {
        const form = document.createElement('form');
        form.action = 'app://wizard/?sent';
        document.body.append(form);
        form.submit();
      },
    },
    'a media file': {
      directive: 'media-src',
      attempt: () => {
        const audio = document.createElement('audio');
        audio.src = 'app://wizard/index.html';
        document.body.append(audio);
      },
    },
  };

  for (const [name, { directive, attempt }] of Object.entries(attempts))
    test(`stops ${name} by ${directive}`, async ({ page }) => {
      await page.evaluate(() => {
        const raised: string[] = [];
        Object.assign(window, { raised });
        document.addEventListener('securitypolicyviolation', (event) => raised.push(event.effectiveDirective));
      });
      await page.evaluate(attempt);
      await expect.poll(() => page.evaluate(() => Reflect.get(window, 'raised'))).toContain(directive);
      expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    });

  test('keeps the wizard out of the frames of other pages', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const framed = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      await window.loadURL('about:blank');
      await window.webContents.executeJavaScript(`new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.onload = () => done(null);
        frame.src = 'app://wizard/';
        document.body.append(frame);
      })`);
      const frame = window.webContents.mainFrame.frames[0];
      const text = await frame?.executeJavaScript('document.body.innerText + location.href');
      window.destroy();
      return text;
    });
    expect(framed).not.toContain('app://wizard');
  });
});

test.describe('the preview of a ticket', () => {
  test.beforeEach(async ({ page }) => {
    await page.getByRole('button', { name: 'Only document' }).click();
    await expect(page.getByRole('button', { name: 'Save to a folder…' })).toBeEnabled();
  });

  const address = (page: Page) => page.getByTitle('Preview of the ticket').getAttribute('src');

  test('is served under a policy of its own', async ({ app, page }) => {
    const answer = await fetched(app, (await address(page)) ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
        'frame-ancestors app://wizard',
    });
  });

  test('is a frame without scripts and without the calls', async ({ page }) => {
    const frame = page.getByTitle('Preview of the ticket');
    await expect(frame).toHaveAttribute('sandbox', '');
    await expect(frame.contentFrame().getByRole('heading', { level: 1 })).toBeVisible();
    const inside = page.frames().find((one) => one.url().startsWith('app://ticket/'));
    expect(await inside?.evaluate(() => ['api' in window, window.origin])).toEqual([false, 'null']);
  });

  test('is shown inside the wizard only', async ({ app, page }) => {
    const framed = await app.evaluate(
      async ({ BrowserWindow }, src) => {
        const window = new BrowserWindow({ show: false });
        await window.loadURL('about:blank');
        await window.webContents.executeJavaScript(`new Promise((done) => {
          const frame = document.createElement('iframe');
          frame.onload = () => done(null);
          frame.src = ${JSON.stringify(src)};
          document.body.append(frame);
        })`);
        const href = await window.webContents.mainFrame.frames[0]?.executeJavaScript('location.href');
        window.destroy();
        return href;
      },
      await address(page),
    );
    expect(framed).not.toContain('app://ticket');
  });

  test('of a name that was never given is not there', async ({ app }) => {
    const answer = await fetched(app, 'app://ticket/6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111');
    expect(answer).toMatchObject({ status: 404, body: '' });
  });
});

test.describe('the network', () => {
  test('is out of reach of every page, also of one without a policy', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const origin = await silentOrigin();
    try {
      const failures = await app.evaluate(async ({ BrowserWindow, session }, url) => {
        const window = new BrowserWindow({ show: false });
        const tries = [
          () => window.loadURL(url),
          () => session.defaultSession.fetch(url),
          async () => {
            await window.loadURL('about:blank');
            await window.webContents.executeJavaScript(`fetch(${JSON.stringify(url)})`);
          },
        ];
        const seen: string[] = [];
        for (const attempt of tries)
          await attempt().then(
            () => seen.push('reached'),
            () => seen.push('stopped'),
          );
        window.destroy();
        return seen;
      }, origin.url);
      expect(failures).toEqual(['stopped', 'stopped', 'stopped']);
      expect(origin.requests).toEqual([]);
    } finally {
      await origin.close();
    }
  });

  test('is not asked for anything by the page itself', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((url) => !url.startsWith('app://wizard/'))).toEqual([]);
  });

  test('brings nothing into the download folder', async ({ app, page }) => {
    await app.evaluate(({ session }) => {
      session.defaultSession.on('will-download', (event, item) => {
        Object.assign(globalThis, { download: [event.defaultPrevented, item.getURL()] });
        // Without the guard a native question would stay open; the test has its answer already.
        if (!event.defaultPrevented) item.cancel();
      });
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'data:text/plain,x';
      link.download = 'x.txt';
      link.click();
    });
    await expect
      .poll(() => app.evaluate(() => Reflect.get(globalThis, 'download')))
      .toEqual([true, 'data:text/plain,x']);
  });
});

test.describe('permissions', () => {
  test('are denied when they are asked for', async ({ page }) => {
    const answers = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'asked'),
        ),
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    }));
    expect(answers).toEqual({
      notifications: 'denied',
      location: 'denied',
      clipboard: 'NotAllowedError',
    });
  });

  test('are denied when they are looked up', async ({ page }) => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'clipboard-read', 'midi'];
      const found = names.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(found)).map(({ state }) => state);
    });
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  });
});

test.describe('navigation', () => {
  test('does not leave the page', async ({ page }) => {
    await page.evaluate(() => {
      Object.assign(window, { still: 'here' });
      location.href = 'app://ticket/6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111';
    });
    // A page that goes away takes its objects along; a second look comes after the first was answered by the browser.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    expect(page.url()).toBe('app://wizard/');
    expect(await page.evaluate(() => Reflect.get(window, 'still'))).toBe('here');
  });

  test('follows no redirection', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const seen = await app.evaluate(async ({ BrowserWindow, protocol }) => {
      protocol.unhandle('app');
      protocol.handle('app', (request) =>
        request.url.endsWith('/from')
          ? new Response(null, { status: 302, headers: { Location: 'app://wizard/to' } })
          : new Response('<title>followed</title>', { headers: { 'Content-Type': 'text/html' } }),
      );
      const window = new BrowserWindow({ show: false });
      const loaded = await window.loadURL('app://wizard/from').then(
        () => 'loaded',
        () => 'stopped',
      );
      const title = window.webContents.getTitle();
      window.destroy();
      return { loaded, title };
    });
    expect(seen.loaded).toBe('stopped');
    expect(seen.title).not.toBe('followed');
  });

  test('opens no window', async ({ app, page }) => {
    expect(await page.evaluate(() => window.open('app://wizard/'))).toBeNull();
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('attaches no page inside a page, also where a window would allow it', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const attached = await app.evaluate(async ({ BrowserWindow, webContents }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      const before = webContents.getAllWebContents().length;
      let attached = false;
      window.webContents.on('did-attach-webview', () => {
        attached = true;
      });
      const asked = new Promise((resolve) => window.webContents.once('will-attach-webview', resolve));
      await window.loadURL('about:blank');
      await window.webContents.executeJavaScript(`{
        const view = document.createElement('webview');
        view.src = 'app://wizard/';
        document.body.append(view);
        null;
      }`);
      await asked;
      await new Promise((resolve) => setImmediate(resolve));
      const after = webContents.getAllWebContents().length;
      window.destroy();
      return attached || after > before;
    });
    expect(attached).toBe(false);
  });
});

test.describe('the calls', () => {
  test('are answered for the page', async ({ page }) => {
    const about = await page.evaluate(() => window.api.about({}));
    expect(about).toMatchObject({ ok: true, value: { machine: 'DC01', lab: 'sensor-v2', unfinished: null } });
  });

  for (const [name, input] of [
    ['about', { extra: 1 }],
    ['apply', { plan: '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111', digest: 'x' }],
    ['undo', { run: '../../x' }],
    ['openLink', { link: 'https://contoso.com/' }],
    ['copy', { text: 'x'.repeat(262_145) }],
  ] as const)
    test(`are refused where the input of ${name} does not fit`, async ({ page }) => {
      const answer = await page.evaluate(
        ([call, raw]) => (window.api as unknown as Record<string, (input: unknown) => unknown>)[call]?.(raw),
        [name, input] as const,
      );
      expect(answer).toEqual({ ok: false, problem: { kind: 'ipc-refused', channel: name } });
    });

  test('are refused to every other page, also with the same preload', async ({ app, page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const answers = await app.evaluate(async ({ BrowserWindow, app: program }) => {
      const preload = `${program.getAppPath()}/out/preload/preload.cjs`;
      const window = new BrowserWindow({ show: false, webPreferences: { preload, nodeIntegrationInSubFrames: true } });
      const ask = 'window.api.about({})';
      await window.loadURL('app://ticket/6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111').catch(() => undefined);
      const ticket = await window.webContents.executeJavaScript(ask);
      await window.loadURL('about:blank');
      const blank = await window.webContents.executeJavaScript(ask);
      window.destroy();
      return [ticket, blank];
    });
    const refused = { ok: false, problem: { kind: 'ipc-refused', channel: 'about' } };
    expect(answers).toEqual([refused, refused]);
  });

  test('apply no plan that main does not hold, and none but the one that was shown', async ({ page }) => {
    await expect(page.getByRole('button', { name: 'Set up a proxy' })).toBeEnabled();
    const answers = await page.evaluate(async () => {
      const digest = 'b'.repeat(64);
      const found = await window.api.detect({});
      if (!found.ok) return found;
      const nothing = { winhttp: null, mde: null, mdav: null, mdi: null, noRevocationPath: false, strongCrypto: true };
      const intent = { schema: 1 as const, cloud: 'commercial' as const, geography: 'US' as const, ...nothing };
      const made = await window.api.plan({ snapshot: found.value.id, intent });
      if (!made.ok) return made;
      return {
        otherDigest: await window.api.apply({ plan: made.value.plan.id, digest }),
        otherPlan: await window.api.apply({ plan: found.value.id, digest: made.value.digest }),
        otherSnapshot: await window.api.plan({ snapshot: made.value.plan.id, intent }),
        runs: await window.api.runs({}),
      };
    });
    expect(answers).toMatchObject({
      otherDigest: { ok: false, problem: { kind: 'plan-tampered' } },
      otherPlan: { ok: false, problem: { kind: 'unexpected' } },
      otherSnapshot: { ok: false, problem: { kind: 'unexpected' } },
      runs: { ok: true, value: [] },
    });
  });

  test('open links by name, from a table', async ({ app, page }) => {
    await app.evaluate(({ shell }) => {
      shell.openExternal = async (address) => void Object.assign(globalThis, { opened: address });
    });
    expect(await page.evaluate(() => window.api.openLink({ link: 'mde-configure-proxy' }))).toEqual({
      ok: true,
      value: {},
    });
    expect(await app.evaluate(() => Reflect.get(globalThis, 'opened'))).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  });

  test('copy text to the clipboard for a page that may not', async ({ app, page }) => {
    expect(await page.evaluate(() => window.api.copy({ text: 'sha256 abc' }))).toEqual({ ok: true, value: {} });
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('sha256 abc');
  });
});

async function fetched(app: ElectronApplication, address: string, method = 'GET') {
  return app.evaluate(
    async ({ session }, [url, verb]) => {
      const response = await session.defaultSession.fetch(url, { method: verb });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    },
    [address, method] as const,
  );
}

/** The page's side of the contract, as the preload makes it. */
declare global {
  interface Window {
    readonly api: import('../electron/contract/contract.ts').WindowApi;
  }
}
