import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { wizardUrl } from './origin.ts';
import { windowOptions } from './window-options.ts';
import type { WindowPlace } from './window-place.ts';

/** Opens the one window; it shows itself when the page has something to show. */
export function createWindow(at: {
  readonly title: string;
  readonly preload: string;
  readonly packaged: boolean;
  /** Where it stood when it was closed the last time. */
  readonly place: WindowPlace | null;
}): BrowserWindow {
  const { place } = at;
  const window = new BrowserWindow({ ...windowOptions(at), ...(place === null ? {} : boundsOf(place)) });
  if (place?.maximised === true) window.maximize();
  // The title says which machine this is; the page's own title must not replace it.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  return window;
}

const boundsOf = ({ x, y, width, height }: WindowPlace) => ({ x, y, width, height });

/** Keeps Electron's own menu away, which loads the page anew by Ctrl+R. Before the app is ready, so that it is not even made. */
export function noMenu(): void {
  Menu.setApplicationMenu(null);
}

/** Before the window opens: a menu that comes later moves what is painted. */
export function setMenu(template: MenuItemConstructorOptions[]): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Calls back with the place of the window in the moment it closes. */
export function onClose(window: BrowserWindow, closed: (place: WindowPlace) => void): void {
  window.on('close', () => closed({ ...window.getNormalBounds(), maximised: window.isMaximized() }));
}

/**
 * Loads the page; a failure to load is a fault of the package, so it ends the program with its reason. A window that is
 * closed meanwhile, at a log-off say, is none.
 */
export async function loadWizard(window: BrowserWindow): Promise<void> {
  let closing = false;
  window.once('close', () => {
    closing = true;
  });
  try {
    await window.loadURL(wizardUrl);
  } catch (fault) {
    if (!closing) throw fault;
  }
}
