import { randomUUID } from 'node:crypto';
import { findRunToPutBack } from '../apply/run-to-put-back.ts';
import { callNames } from '../contract/call-names.ts';
import type { CallInput, EventName, EventPayload, Handlers } from '../contract/contract.ts';
import { type FirstCall, isFirstCall } from '../contract/first-calls.ts';
import { ok, type Result } from '../core/plan/result.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { LogEntry } from '../core/support/log-entry.ts';
import { toolVersion } from '../core/tool-version.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import type { RuntimeFeatures } from './between-threads.ts';
import type { Session } from './session.ts';

/** What the handlers need from the outside; each is called when it is needed, none is kept as a value. */
export interface Surroundings {
  readonly machine: Machine;
  readonly features: RuntimeFeatures;
  readonly session: Session;
  /** Where a plan's file lies while the console program reads it. */
  readonly planFolder: string;
  /** Tells the page; the payload fits its contract. */
  readonly announce: <K extends EventName>(name: K, payload: EventPayload<K>) => void;
  /** Folder of the lab, for the commands of a ticket; null on a real machine. */
  readonly labState: string | null;
  /** Prints a page of this program. */
  readonly printPdf: (address: string) => Promise<Uint8Array>;
  readonly chooseFolder: (purpose: 'ticket' | 'export') => Promise<string | null>;
  readonly chooseFile: (title: string) => Promise<string | null>;
  readonly openExternal: (address: string) => Promise<void>;
  /** Shows a folder; the answer is empty or says why not. */
  readonly openFolder: (folder: string) => Promise<string>;
  readonly writeClipboard: (text: string) => void;
  readonly readLog: () => Promise<readonly LogEntry[]>;
}

/** What the calls of the first step and those that come after it have in common. */
export interface Shared {
  readonly clock: { readonly now: () => Date; readonly newId: () => string };
  readonly keep: (snapshot: Snapshot) => Result<Snapshot>;
}

export type LaterHandlers = Omit<Handlers, FirstCall>;

/**
 * The contract's calls over the stages and one machine. The page names what main holds; nothing else comes from it. Of
 * the stages only the first is loaded with the window.
 */
export function wizardHandlers(around: Surroundings): Handlers {
  const { machine, session } = around;
  const clock = { now: () => new Date(), newId: () => randomUUID() };
  const keep = (snapshot: Snapshot): Result<Snapshot> => {
    session.snapshots.put(snapshot.id, snapshot);
    return ok(snapshot);
  };
  const first: Pick<Handlers, FirstCall> = {
    async about() {
      const [facts, unfinished] = await Promise.all([machine.facts(), findRunToPutBack(machine)]);
      const { electron, chromium, node } = around.features;
      return ok({
        toolVersion,
        electron,
        chromium,
        node,
        machine: facts.name,
        lab: machine.lab,
        elevated: facts.elevated,
        unfinished,
      });
    },
    detect: async () => keep(await detect(machine, clock)),
  };

  let later: Promise<LaterHandlers> | null = null;
  const load = async () => {
    const { laterHandlers } = await import('./later-handlers.ts');
    return laterHandlers(around, { clock, keep });
  };
  const call = async <K extends keyof LaterHandlers>(name: K, input: CallInput<K>) => {
    later ??= load();
    return (await later)[name](input);
  };
  const passedOn = callNames.flatMap((name) =>
    isFirstCall(name) ? [] : [[name, (input: CallInput<typeof name>) => call(name, input)] as const],
  );
  // fromEntries forgets the names, of which callNames holds all.
  return { ...first, ...(Object.fromEntries(passedOn) as unknown as LaterHandlers) };
}
