import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
} from 'electron';
import type { CommandLine, Surfaces, Work } from './answering/between-threads.ts';
import { windowText } from './core/wording/window-text.ts';
import { announce } from './desktop/announce.ts';
import { type AnsweringThread, startAnswering } from './desktop/answering-thread.ts';
import { chosenAppearance } from './desktop/appearance.ts';
import { beforeClosing } from './desktop/before-closing.ts';
import { openChannels } from './desktop/channels.ts';
import { readCommandLine } from './desktop/command-line.ts';
import { chooseFile, chooseFolder, closeAnyway, showProblem } from './desktop/dialogs.ts';
import { guardApp, guardSession } from './desktop/guards.ts';
import { logProgram } from './desktop/log-program.ts';
import { menuTemplate } from './desktop/menu.ts';
import { registerScheme, servePages } from './desktop/protocol.ts';
import { readWindow, writeWindow } from './desktop/remembered-window.ts';
import { runtimeFeatures } from './desktop/runtime-features.ts';
import { createWindow, loadWizard, noMenu, onClose, setMenu } from './desktop/window.ts';
import { windowTitle } from './desktop/window-options.ts';

/** The composition root of the window: it puts the rooms of Electron's own thread together; every rule lives in one of them. */
let ending = false;
const features = runtimeFeatures(process);
/** The folder of the bundles; the page and the console program lie beside the main process's. */
const out = path.join(__dirname, '..');
/** What the packaging left to know about itself. A checkout says nothing. */
const { signed }: { readonly signed?: unknown } = JSON.parse(readFileSync(path.join(out, '../package.json'), 'utf8'));
const unsigned = app.isPackaged && signed !== true;

registerScheme(protocol);
noMenu();
// Most servers have no graphics card, and remote sessions none: to look for one takes longer than to draw without.
app.disableHardwareAcceleration();
guardApp(app, features.sandbox);
const line = readCommandLine(process.argv, app.isPackaged);
if (!line.ok) end(line.sentence, 2);
else if (!app.requestSingleInstanceLock()) endUnopened(app.getPath('userData'), line.value);
else start(line.value);

/** What answers the page is made in a thread of its own while Electron gets ready for the window. */
function start(asked: CommandLine): void {
  // Whatever fails while the program ends is no reason for it to end.
  app.once('will-quit', () => {
    ending = true;
  });
  let work: Work | null = null;
  const userData = app.getPath('userData');
  const surfaces: Surfaces = {
    async machineIs(name, lab) {
      const window = await opened;
      if (!window.isDestroyed()) window.setTitle(windowTitle(name, { lab, unsigned }));
    },
    refuse: (sentence) => refuse(sentence, asked),
    underWay(now) {
      work = now;
    },
    announce: async (name, payload) => announce((await opened).webContents, name, payload),
    chooseFolder: async (purpose) => chooseFolder(await opened, purpose),
    chooseFile: async (title) => chooseFile(await opened, title),
    printPdf: async (address) => (await import('./desktop/print-ticket.ts')).printPdf(address),
    openExternal: (address) => shell.openExternal(address),
    openFolder: (folder) => shell.openPath(folder),
    writeClipboard: (text) => clipboard.writeText(text),
  };
  const thread = startAnswering(
    path.join(__dirname, 'answering.cjs'),
    { asked, features, userData, out, packaged: app.isPackaged },
    surfaces,
    (fault) => broken(fault, asked),
  );
  logProgram(app, process, thread.calls.tell);
  const opened = app.whenReady().then(() => open(asked, thread, () => work));
  opened.then(loadWizard).catch((fault) => broken(fault, asked));
}

async function open(asked: CommandLine, { calls, end }: AnsweringThread, work: () => Work | null) {
  const windowFile = path.join(app.getPath('userData'), 'window.json');
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const remembered = await readWindow(windowFile, areas);
  const appearance = chosenAppearance(nativeTheme, remembered.appearance);

  guardSession(session.defaultSession, app.isPackaged);
  servePages(protocol, { folder: path.join(out, 'renderer'), ticketHtml: calls.ticketHtml });
  openChannels(ipcMain, calls);
  setMenu(
    menuTemplate(app.isPackaged, {
      open: (page) => announce(window.webContents, 'menu', { open: page }),
      async openRunsFolder() {
        const problem = await calls.openRunsFolder();
        if (problem !== null) await showProblem(window, problem);
      },
      appearance,
    }),
  );
  const window = createWindow({
    title: windowTitle(null, { lab: asked.lab !== null, unsigned }),
    preload: path.join(out, 'preload/preload.cjs'),
    packaged: app.isPackaged,
    place: remembered.place,
  });
  if (process.platform === 'win32') calls.windowIs(window.getNativeWindowHandle().readBigUInt64LE());
  beforeClosing(window, work, (about) => closeAnyway(window, about));
  let kept: Promise<void> = Promise.resolve();
  onClose(window, (now) => {
    kept = writeWindow(windowFile, now, appearance.now());
  });
  endWith(window, () => Promise.allSettled([end(), kept]));
  return window;
}

/** The window is the program: closing it ends both, after the machine has put its own things away. */
function endWith(window: BrowserWindow, putAway: () => Promise<unknown>): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void putAway().finally(() => app.exit(0));
  });
}

function refuse({ happened, todo }: Parameters<Surfaces['refuse']>[0], asked: CommandLine): void {
  // A window was asked for by a double click, so nobody reads standard error; a lab is asked for on a command line.
  if (asked.lab === null) dialog.showErrorBox(windowText.title.app, `${happened}\n\n${todo}`);
  end(`defender-proxy-wizard: ${happened}`, asked.lab === null ? 1 : 2);
}

function broken(fault: unknown, { lab }: CommandLine): void {
  const sentence = windowText.broken(fault instanceof Error ? fault.message : 'unknown');
  if (lab === null && !ending) dialog.showErrorBox(windowText.title.app, sentence);
  end(`defender-proxy-wizard: ${sentence}`, 1);
}

/** The lock is kept in the program's own folder: where another window has it, or nobody can. */
function endUnopened(folder: string, { lab }: CommandLine): void {
  if (isUsableFolder(folder)) {
    end('defender-proxy-wizard: it is open already.', 0);
    return;
  }
  const sentence = windowText.noFolder(folder);
  if (lab === null) dialog.showErrorBox(windowText.title.app, sentence);
  end(`defender-proxy-wizard: ${sentence}`, 1);
}

function isUsableFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why the program ends. Only the first reason counts: the page that is still loading then fails too. */
function end(sentence: string, code: number): void {
  if (ending) return;
  ending = true;
  console.error(sentence);
  app.exit(code);
}
