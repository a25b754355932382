import type { MessagePort, Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { CallName, EventName, EventPayload } from '../contract/contract.ts';
import type { Problem } from '../core/plan/problem.ts';
import type { LogEvent } from '../core/support/log-entry.ts';

/** What the window was asked for. `lab` is null where the machine itself is meant. */
export interface CommandLine {
  readonly lab: { readonly scenario: string; readonly state: string | null } | null;
}

/** What this runtime is and can, decided in one place and handed to whoever needs it. */
export interface RuntimeFeatures {
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Chromium refuses to start its sandbox for root on Linux; everywhere else there is one. */
  readonly sandbox: boolean;
}

/** What the program with rights is at: it changes settings or puts them back, it looks, or it tests as the services. */
export type Work = 'change' | 'look' | 'tests';

/** What the answering thread is started with. */
export interface Start {
  readonly asked: CommandLine;
  readonly features: RuntimeFeatures;
  /** The program's own folder of the person. */
  readonly userData: string;
  /** The folder of the bundles. */
  readonly out: string;
  readonly packaged: boolean;
}

/**
 * What the window asks of the thread that answers its page. Electron's own thread paints, serves files and hears the
 * mouse, so nothing that takes time runs on it; Electron's modules are nowhere else.
 */
export interface Answering {
  /** Answers a call of the wizard's own page; who calls has been looked at, what is asked has not. */
  answer(name: CallName, raw: unknown): Promise<unknown>;
  /** The HTML of a made ticket, or null where there is none with that id. */
  ticketHtml(ticket: string): string | null;
  /** Shows the folder of the runs; what stood in the way, or null. */
  openRunsFolder(): Promise<Problem | null>;
  /** For the log. */
  tell(event: LogEvent): void;
  /** HWND of the window, the owner of every prompt. */
  windowIs(handle: bigint): void;
  /** Puts everything away that was made for the window. */
  close(): Promise<void>;
}

/** What the answering thread asks of the window. */
export interface Surfaces {
  /** Which machine it is, as soon as that is known. */
  machineIs(name: string, lab: boolean): void;
  /** There is no such machine, so there is nothing to show. */
  refuse(sentence: { readonly happened: string; readonly todo: string }): void;
  /** What runs with rights now; null where nothing does. */
  underWay(work: Work | null): void;
  /** An event of the contract, which fits it. */
  announce<K extends EventName>(name: K, payload: EventPayload<K>): void;
  chooseFolder(purpose: 'ticket' | 'export'): Promise<string | null>;
  chooseFile(title: string): Promise<string | null>;
  printPdf(address: string): Promise<Uint8Array>;
  openExternal(address: string): Promise<void>;
  openFolder(folder: string): Promise<string>;
  writeClipboard(text: string): void;
}

/** An administrator may look at a question of Windows for as long as he likes. */
const timeout = -1;

/** The window's end. What the thread is told before it listens waits there. */
export function toAnswering(thread: Worker, surfaces: Surfaces): BirpcReturn<Answering, Surfaces> {
  return createBirpc<Answering, Surfaces>(surfaces, {
    ...messages(thread),
    eventNames: ['tell', 'windowIs'],
    timeout,
  });
}

/** The thread's end. */
export function toWindow(port: MessagePort, answering: Answering): BirpcReturn<Surfaces, Answering> {
  return createBirpc<Surfaces, Answering>(answering, {
    ...messages(port),
    eventNames: ['machineIs', 'underWay', 'announce', 'writeClipboard'],
    timeout,
  });
}

const messages = (port: Worker | MessagePort) => ({
  post: (message: unknown) => port.postMessage(message),
  on: (hear: (message: unknown) => void) => void port.on('message', hear),
});
