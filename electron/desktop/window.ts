import { BrowserWindow, Menu } from 'electron';
import { wizardUrl } from './origin.ts';
import { windowOptions } from './window-options.ts';

/** Opens the one window; it shows itself when the page has something to show. */
export function createWindow(at: {
  readonly title: string;
  readonly preload: string;
  readonly packaged: boolean;
}): BrowserWindow {
  // The default menu has reload, zoom and developer tools; a wizard in mid-apply must not be reloaded by Ctrl+R.
  if (at.packaged) Menu.setApplicationMenu(null);
  const window = new BrowserWindow(windowOptions(at));
  // The title says which machine this is; the page's own title must not replace it.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the page; a failure to load is a fault of the package, so it ends the program with its reason. */
export async function loadWizard(window: BrowserWindow): Promise<void> {
  await window.loadURL(wizardUrl);
}
