import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, clipboard, dialog, ipcMain, protocol, screen, session, shell } from 'electron';
import { knownRoots } from './core/connectivity/endpoint.ts';
import type { Problem, Result } from './core/plan/problem.ts';
import { problemText } from './core/wording/problem-text.ts';
import { type CommandLine, readCommandLine } from './desktop/command-line.ts';
import { chooseFile, chooseFolder } from './desktop/dialogs.ts';
import { guardApp, guardSession } from './desktop/guards.ts';
import { wizardHandlers } from './desktop/handlers.ts';
import { announce, serve } from './desktop/ipc.ts';
import { menuTemplate } from './desktop/menu.ts';
import { registerScheme, servePages } from './desktop/protocol.ts';
import { readPlace, writePlace } from './desktop/remembered-place.ts';
import { runtimeFeatures } from './desktop/runtime-features.ts';
import { newSession } from './desktop/session.ts';
import { createWindow, loadWizard, onClose } from './desktop/window.ts';
import { windowTitle } from './desktop/window-options.ts';
import type { Machine } from './machine/machine.ts';
import { consoleFolder } from './machine/windows/native.ts';
import { openWindows } from './machine/windows/open-windows.ts';
import { shippedCatalogue } from './verify/shipped-catalogue.ts';

/** The composition root: it picks the machine and puts the rooms together; every rule lives in one of them. */
const features = runtimeFeatures(process);
/** The folder of the bundles; the page and the console program lie beside the main process's. */
const out = path.join(__dirname, '..');
/** What the packaging left to know about itself. A checkout says nothing. */
const { signed }: { readonly signed?: unknown } = JSON.parse(readFileSync(path.join(out, '../package.json'), 'utf8'));

registerScheme(protocol);
guardApp(app, features.sandbox);
const line = readCommandLine(process.argv, app.isPackaged);
if (!line.ok) end(line.sentence, 2);
else if (!app.requestSingleInstanceLock()) end('defender-proxy-wizard: it is open already.', 0);
// The machine opens while Chromium starts; each waits for the disk and for its own processes.
else
  Promise.all([pickMachine(line.value), app.whenReady()])
    .then(([picked]) => open(picked, line.value))
    .catch(broken);

async function open(picked: Result<Machine>, asked: CommandLine): Promise<void> {
  if (!picked.ok) return refuse(picked.problem, asked);
  const machine = picked.value;
  const { name } = await machine.facts();
  const held = newSession();

  guardSession(session.defaultSession, app.isPackaged);
  servePages(protocol, {
    folder: path.join(out, 'renderer'),
    ticketHtml: (ticket) => held.tickets.get(ticket)?.html ?? null,
  });
  const placeFile = path.join(app.getPath('userData'), 'window.json');
  const place = await readPlace(
    placeFile,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = createWindow({
    title: windowTitle(name, { lab: machine.lab !== null, unsigned: app.isPackaged && signed !== true }),
    preload: path.join(out, 'preload/preload.cjs'),
    packaged: app.isPackaged,
    place,
    menu: menuTemplate(app.isPackaged, {
      open: (page) => announce(window.webContents, 'menu', { open: page }),
      openRunsFolder: () => void handlers.openRunsFolder({}),
    }),
  });
  const handlers = wizardHandlers({
    machine,
    features,
    session: held,
    planFolder: path.join(app.getPath('userData'), 'plans'),
    announce: (payload) => announce(window.webContents, 'progress', payload),
    chooseFolder: () => chooseFolder(window),
    chooseFile: (title) => chooseFile(window, title),
    openExternal: (address) => shell.openExternal(address),
    openFolder: (folder) => shell.openPath(folder),
    writeClipboard: (text) => clipboard.writeText(text),
  });
  serve(ipcMain, handlers);
  let kept: Promise<void> = Promise.resolve();
  onClose(window, (now) => {
    kept = writePlace(placeFile, now);
  });
  endWith(window, () => Promise.allSettled([machine.close(), kept]));
  await loadWizard(window);
}

/** The only place that knows which machines there are. */
async function pickMachine({ lab }: CommandLine): Promise<Result<Machine>> {
  if (lab === null && process.platform === 'win32') return thisComputer();
  const scenario = lab?.scenario ?? 'sensor-v2';
  // Nothing of the lab is loaded on the machine itself.
  const { openLab } = await import('./machine/lab/open-lab.ts');
  return openLab({
    scenario,
    // A scenario name that could leave the folder is none that the lab knows, and it looks at the name first.
    stateDir: lab?.state ?? path.join(app.getPath('userData'), 'lab', scenario),
    // The packaged wizard is no Node, so there it is the program that is installed with it.
    consoleProgram: app.isPackaged
      ? { file: installedProgram(process.platform === 'win32' ? '.exe' : ''), args: [] }
      : {
          file: process.execPath,
          args: [path.join(out, 'cli/cli.cjs')],
          env: { ELECTRON_RUN_AS_NODE: '1' },
        },
  });
}

/** The console program below the folder of the packaged wizard. */
const installedProgram = (ending: string): string =>
  path.join(path.dirname(process.execPath), consoleFolder, `defender-proxy${ending}`);

function thisComputer(): Result<Machine> {
  return openWindows({
    program: app.isPackaged ? installedProgram('.exe') : path.join(out, 'program/win32-x64/defender-proxy.exe'),
    workers: path.join(out, 'worker'),
    owner: () => BrowserWindow.getAllWindows()[0]?.getNativeWindowHandle().readBigUInt64LE() ?? 0n,
    knownRoots: () => knownRoots(shippedCatalogue()),
  });
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

function refuse(problem: Problem, asked: CommandLine): void {
  const { happened, todo } = problemText(problem);
  // A window was asked for by a double click, so nobody reads standard error; a lab is asked for on a command line.
  if (asked.lab === null) dialog.showErrorBox('Defender Proxy Wizard', `${happened}\n\n${todo}`);
  end(`defender-proxy-wizard: ${happened}`, asked.lab === null ? 1 : 2);
}

function broken(fault: unknown): void {
  end(`defender-proxy-wizard: it could not open (${fault instanceof Error ? fault.message : 'unknown fault'}).`, 1);
}

function end(sentence: string, code: number): void {
  console.error(sentence);
  app.exit(code);
}
