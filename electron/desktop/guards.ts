import type { App, Session, WebContents } from 'electron';
import { isOwnRequest } from './origin.ts';

/**
 * The locks on every page of this program, also on one that nobody meant to open. Each line of this file has a test
 * in a real window that fails without it.
 */

/** Has to run before the app is ready. `sandbox` is false only where the runtime cannot have one. */
export function guardApp(app: Pick<App, 'enableSandbox' | 'on'>, sandbox: boolean): void {
  // SECURITY: also a window whose settings ask for none gets the sandbox.
  if (sandbox) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** A page stays where main put it: it goes nowhere, opens nothing and embeds nothing. */
function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The session of the window: no permission, no download, and no request but for its own scheme. */
export function guardSession(session: Session, packaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwnRequest(details.url, packaged) }));
}
