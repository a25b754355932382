import type { BrowserWindowConstructorOptions } from 'electron';
import { windowText } from '../core/wording/window-text.ts';

/** The window's settings. SECURITY: the page has no Node, shares no world with the preload and lives in the sandbox. */
export function windowOptions(at: {
  readonly title: string;
  readonly preload: string;
  readonly packaged: boolean;
}): BrowserWindowConstructorOptions {
  return {
    title: at.title,
    width: 1180,
    height: 800,
    // A server's console is often 1024×768, less the task bar.
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: at.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !at.packaged,
    },
  };
}

/**
 * `Defender Proxy Wizard — SRV01`, with the mark of a lab and that of a build which nobody signed. The machine is null
 * until it is known.
 */
export function windowTitle(machine: string | null, { lab, unsigned }: { lab: boolean; unsigned: boolean }): string {
  const { title } = windowText;
  const parts = [title.app, ...(machine === null ? [] : [machine])];
  return [...parts, ...(lab ? [title.lab] : []), ...(unsigned ? [title.unsigned] : [])].join(' — ');
}
