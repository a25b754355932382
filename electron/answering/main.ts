import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Problem } from '../core/plan/problem.ts';
import type { Result } from '../core/plan/result.ts';
import { faultOf } from '../core/support/fault.ts';
import { toolVersion } from '../core/tool-version.ts';
import type { Machine } from '../machine/machine.ts';
import { consoleFolder } from '../machine/windows/native.ts';
import { answers } from './answers.ts';
import { type Start, toWindow } from './between-threads.ts';
import { wizardHandlers } from './handlers.ts';
import { programLog } from './program-log.ts';
import { newSession } from './session.ts';

/** The composition root of the thread that answers the page: it picks the machine; every rule lives in one of the rooms. */
const port = parentPort;
if (port === null) throw new Error('This is a thread of the window.');
// Given by `main.ts`, of the same build.
const { asked, features, userData, out, packaged } = workerData as Start;

/** Zero is no window: the prompt then has no owner. */
let windowHandle = 0n;
const log = programLog(path.join(userData, 'logs'), () => new Date());
const held = newSession((work) => void window.underWay(work));
const window = toWindow(port, {
  answer: async (name, raw) => (await opening).answer(name, raw),
  ticketHtml: (ticket) => held.tickets.get(ticket)?.html ?? null,
  openRunsFolder: async () => (await opening).openRunsFolder(),
  tell: log.tell,
  windowIs(handle) {
    windowHandle = handle;
  },
  close: async () => {
    const { machine } = await opening;
    log.tell({ kind: 'ended' });
    await Promise.allSettled([machine.close(), log.settled()]);
  },
});
const opening = open();

process.on('unhandledRejection', tellFault);
process.on('uncaughtException', broken);
opening.catch(broken);

function tellFault(thrown: unknown): void {
  log.tell({ kind: 'fault', where: 'answering', ...faultOf(thrown) });
}

async function broken(thrown: unknown): Promise<void> {
  tellFault(thrown);
  await log.settled();
  // Of a thread this ends the thread, and the window says so.
  process.exit(1);
}

/** Opens the machine and makes what answers. Where there is no such machine nothing is ever answered. */
async function open() {
  const picked = await pickMachine();
  if (!picked.ok) return refuse(picked.problem);
  const machine = picked.value;
  const { electron, chromium, node } = features;
  const { platform, arch } = process;
  const lab = machine.lab !== null;
  log.tell({ kind: 'started', toolVersion, electron, chromium, node, platform, arch, lab });
  const handlers = wizardHandlers({
    machine,
    features,
    session: held,
    planFolder: path.join(userData, 'plans'),
    announce: (name, payload) => void window.announce(name, payload),
    chooseFolder: window.chooseFolder,
    chooseFile: window.chooseFile,
    labState: lab ? labFolder() : null,
    printPdf: window.printPdf,
    openExternal: window.openExternal,
    openFolder: window.openFolder,
    writeClipboard: (text) => void window.writeClipboard(text),
    readLog: log.read,
  });
  const { name } = await machine.facts();
  void window.machineIs(name, lab);
  return {
    machine,
    answer: answers(handlers, log.tell),
    openRunsFolder: async (): Promise<Problem | null> => {
      const opened = await handlers.openRunsFolder({});
      return opened.ok ? null : opened.problem;
    },
  };
}

async function refuse(problem: Problem): Promise<never> {
  const { problemText } = await import('../core/wording/problem-text.ts');
  const { happened, todo } = problemText(problem);
  await window.refuse({ happened, todo });
  return new Promise(() => undefined);
}

const usualScenario = 'sensor-v2';

/** A scenario name that could leave the folder is none that the lab knows, and it looks at the name first. */
function labFolder(): string {
  return asked.lab?.state ?? path.join(userData, 'lab', asked.lab?.scenario ?? usualScenario);
}

/** The only place of the window that knows which machines there are. */
async function pickMachine(): Promise<Result<Machine>> {
  const installedProgram = (ending: string) =>
    path.join(path.dirname(process.execPath), consoleFolder, `defender-proxy${ending}`);
  if (asked.lab === null && process.platform === 'win32')
    return thisComputer(packaged ? installedProgram('.exe') : path.join(out, 'program/win32-x64/defender-proxy.exe'));
  // Nothing of the lab is loaded on the machine itself.
  const { openLab } = await import('../machine/lab/open-lab.ts');
  return openLab({
    scenario: asked.lab?.scenario ?? usualScenario,
    stateDir: labFolder(),
    // The packaged wizard is no Node, so there it is the program that is installed with it.
    consoleProgram: packaged
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
    import('../machine/windows/open-windows.ts'),
    import('../core/connectivity/endpoint.ts'),
    import('../verify/shipped-catalogue.ts'),
  ]);
  return openWindows({
    program,
    workers: path.join(out, 'worker'),
    owner: () => windowHandle,
    knownRoots: () => knownRoots(shippedCatalogue()),
  });
}
