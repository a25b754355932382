import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
} from 'electron';
import type { EventPayload } from './contract/contract.ts';
import type { Problem, Result } from './core/plan/problem.ts';
import { windowText } from './core/wording/window-text.ts';
import { chosenAppearance } from './desktop/appearance.ts';
import { beforeClosing } from './desktop/before-closing.ts';
import { type Answer, openChannels } from './desktop/channels.ts';
import { type CommandLine, readCommandLine } from './desktop/command-line.ts';
import { chooseFile, chooseFolder, closeAnyway, showProblem } from './desktop/dialogs.ts';
import { guardApp, guardSession } from './desktop/guards.ts';
import { menuTemplate } from './desktop/menu.ts';
import { registerScheme, servePages } from './desktop/protocol.ts';
import { readWindow, writeWindow } from './desktop/remembered-window.ts';
import { runtimeFeatures } from './desktop/runtime-features.ts';
import { newSession, type Session } from './desktop/session.ts';
import { createWindow, loadWizard, noMenu, onClose, setMenu } from './desktop/window.ts';
import { windowTitle } from './desktop/window-options.ts';
import type { Machine } from './machine/machine.ts';

/** The composition root: it picks the machine and puts the rooms together; every rule lives in one of them. */
let ending = false;
const features = runtimeFeatures(process);
/** The folder of the bundles; the page and the console program lie beside the main process's. */
const out = path.join(__dirname, '..');
/** What the packaging left to know about itself. A checkout says nothing. */
const { signed }: { readonly signed?: unknown } = JSON.parse(readFileSync(path.join(out, '../package.json'), 'utf8'));
const unsigned = app.isPackaged && signed !== true;

registerScheme(protocol);
noMenu();
guardApp(app, features.sandbox);
const line = readCommandLine(process.argv, app.isPackaged);
if (!line.ok) end(line.sentence, 2);
else if (!app.requestSingleInstanceLock()) endUnopened(app.getPath('userData'), line.value);
else
  app
    .whenReady()
    .then(() => open(line.value))
    .catch(broken);

/** The window comes first; the rest of the program is loaded when its page asks for the first time. */
async function open(asked: CommandLine): Promise<void> {
  const held = newSession();
  const windowFile = path.join(app.getPath('userData'), 'window.json');
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const remembered = await readWindow(windowFile, areas);
  const appearance = chosenAppearance(nativeTheme, remembered.appearance);

  guardSession(session.defaultSession, app.isPackaged);
  servePages(protocol, {
    folder: path.join(out, 'renderer'),
    ticketHtml: (ticket) => held.tickets.get(ticket)?.html ?? null,
  });
  let wiring: Promise<Wired> | null = null;
  const wired = () => {
    if (wiring === null) {
      wiring = wire(window, held, asked);
      wiring.catch(broken);
    }
    return wiring;
  };
  setMenu(
    menuTemplate(app.isPackaged, {
      open: async (page) => (await wired()).show(page),
      openRunsFolder: async () => (await wired()).openRunsFolder(),
      appearance,
    }),
  );
  const window = createWindow({
    title: windowTitle(null, { lab: asked.lab !== null, unsigned }),
    preload: path.join(out, 'preload/preload.cjs'),
    packaged: app.isPackaged,
    place: remembered.place,
  });
  beforeClosing(window, held.underWay.now, (work) => closeAnyway(window, work));
  let kept: Promise<void> = Promise.resolve();
  onClose(window, (now) => {
    kept = writeWindow(windowFile, now, appearance.now());
  });
  openChannels(ipcMain, async () => (await wired()).answer);
  endWith(window, async () => {
    const all = await wiring;
    await Promise.allSettled([all?.close(), kept]);
  });
  await loadWizard(window);
}

/** Opens the machine and makes what answers the page's calls. Where there is no such machine the program ends. */
async function wire(window: BrowserWindow, held: Session, asked: CommandLine): Promise<Wired> {
  const contents = window.webContents;
  // The machine comes first: while its files are read, the rest is loaded.
  const opening = pickMachine(asked);
  const [{ programLog }, { logProgram }, { answers }, { wizardHandlers }] = await Promise.all([
    import('./desktop/program-log.ts'),
    import('./desktop/log-program.ts'),
    import('./desktop/ipc.ts'),
    import('./desktop/handlers.ts'),
  ]);
  const picked = await opening;
  if (!picked.ok) return refuse(picked.problem, asked);
  const machine = picked.value;
  const log = programLog(path.join(app.getPath('userData'), 'logs'), () => new Date());
  logProgram(app, process, log, { ...features, lab: machine.lab !== null });
  const handlers = wizardHandlers({
    machine,
    features,
    session: held,
    planFolder: path.join(app.getPath('userData'), 'plans'),
    page: contents,
    chooseFolder: (purpose) => chooseFolder(window, purpose),
    chooseFile: (title) => chooseFile(window, title),
    labState: machine.lab === null ? null : labFolder(asked),
    printPdf: async (address) => (await import('./desktop/print-ticket.ts')).printPdf(address),
    openExternal: (address) => shell.openExternal(address),
    openFolder: (folder) => shell.openPath(folder),
    writeClipboard: (text) => clipboard.writeText(text),
    readLog: log.read,
  });
  const { name } = await machine.facts();
  if (!window.isDestroyed()) window.setTitle(windowTitle(name, { lab: machine.lab !== null, unsigned }));
  return {
    answer: answers(handlers, log.tell),
    show: async (page) => (await import('./desktop/announce.ts')).announce(contents, 'menu', { open: page }),
    openRunsFolder: async () => {
      const opened = await handlers.openRunsFolder({});
      if (!opened.ok) await showProblem(window, opened.problem);
    },
    close: async () => {
      log.tell({ kind: 'ended' });
      await Promise.allSettled([machine.close(), log.settled()]);
    },
  };
}

interface Wired {
  readonly answer: Answer;
  readonly show: (page: EventPayload<'menu'>['open']) => Promise<void>;
  readonly openRunsFolder: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const usualScenario = 'sensor-v2';

/** A scenario name that could leave the folder is none that the lab knows, and it looks at the name first. */
const labFolder = ({ lab }: Pick<CommandLine, 'lab'>): string =>
  lab?.state ?? path.join(app.getPath('userData'), 'lab', lab?.scenario ?? usualScenario);

/** The only place that knows which machines there are. */
async function pickMachine({ lab }: CommandLine): Promise<Result<Machine>> {
  const { consoleFolder } = await import('./machine/windows/native.ts');
  const installedProgram = (ending: string) =>
    path.join(path.dirname(process.execPath), consoleFolder, `defender-proxy${ending}`);
  if (lab === null && process.platform === 'win32')
    return thisComputer(
      app.isPackaged ? installedProgram('.exe') : path.join(out, 'program/win32-x64/defender-proxy.exe'),
    );
  const scenario = lab?.scenario ?? usualScenario;
  // Nothing of the lab is loaded on the machine itself.
  const { openLab } = await import('./machine/lab/open-lab.ts');
  return openLab({
    scenario,
    stateDir: labFolder({ lab }),
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

async function thisComputer(program: string): Promise<Result<Machine>> {
  const [{ openWindows }, { knownRoots }, { shippedCatalogue }] = await Promise.all([
    import('./machine/windows/open-windows.ts'),
    import('./core/connectivity/endpoint.ts'),
    import('./verify/shipped-catalogue.ts'),
  ]);
  return openWindows({
    program,
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

async function refuse(problem: Problem, asked: CommandLine): Promise<never> {
  const { problemText } = await import('./core/wording/problem-text.ts');
  const { happened, todo } = problemText(problem);
  // A window was asked for by a double click, so nobody reads standard error; a lab is asked for on a command line.
  if (asked.lab === null) dialog.showErrorBox('Defender Proxy Wizard', `${happened}\n\n${todo}`);
  end(`defender-proxy-wizard: ${happened}`, asked.lab === null ? 1 : 2);
  return new Promise(() => undefined);
}

function broken(fault: unknown): void {
  end(`defender-proxy-wizard: it could not open (${fault instanceof Error ? fault.message : 'unknown fault'}).`, 1);
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
