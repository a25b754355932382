// A published Electron scanner finds nothing in our sources that is not explained here.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { scan, writeSources } from './scan-electron.mjs';

/** Each finding with the reason for which it stands. */
const explained = {
  // The policy is a header of app://, from desktop/content-security-policy.ts; the scanner knows <meta> and webRequest.
  // e2e/guards.spec.ts "serves the page with its type and its policy".
  'CSP_GLOBAL_CHECK N/A': true,
  // Addresses come from a table by a name: answering/links.test.ts "opens nothing where there is no page".
  'OPEN_EXTERNAL_JS_CHECK electron/main.js': true,
  // New windows are denied whatever opens them, a middle click too: e2e/guards.spec.ts "opens no window".
  'AUXCLICK_JS_CHECK electron/desktop/window.js': true,
  // The options are spread from desktop/window-options.ts, where the scanner does not look:
  // desktop/window-options.test.ts "locks the page away from Node".
  'CONTEXT_ISOLATION_JS_CHECK electron/desktop/window.js': true,
  'SANDBOX_JS_CHECK electron/desktop/window.js': true,
  // Nobody sees this window or clicks in it, and it runs no script.
  'AUXCLICK_JS_CHECK electron/desktop/print-ticket.js': true,
};

let folder;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'scan-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the scanner finds nothing that is not explained, and every explanation is needed', async () => {
  const sources = path.join(folder, 'sources');
  assert.ok((await writeSources(sources)) > 300);
  assert.deepEqual(scan(sources), Object.keys(explained).sort());
});

test('it reads our sources: faults that are planted among them are found', async () => {
  const sources = path.join(folder, 'planted');
  await writeSources(sources);
  const planted = path.join(sources, 'electron/desktop/planted.js');
  mkdirSync(path.dirname(planted), { recursive: true });
  writeFileSync(
    planted,
    `import { BrowserWindow } from 'electron';
    export const window = new BrowserWindow({ webPreferences: { nodeIntegration: true, webSecurity: false } });`,
  );
  const found = scan(sources);
  for (const check of ['NODE_INTEGRATION_JS_CHECK', 'WEB_SECURITY_JS_CHECK'])
    assert.ok(found.includes(`${check} electron/desktop/planted.js`), `${check} in ${found.join(', ')}`);
});
