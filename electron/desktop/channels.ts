import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { callNames } from '../contract/call-names.ts';
import type { CallName } from '../contract/contract.ts';

/** Answers a call of the page: the sender and both directions are checked there. */
export type Answer = (name: CallName, event: IpcMainInvokeEvent, raw: unknown) => Promise<unknown>;

/**
 * Opens a channel for every call of the contract; there is no other. A call that comes before `answering` is there
 * waits for it, so that the page can be shown while the rest of the program is loaded.
 */
export function openChannels(ipc: Pick<IpcMain, 'handle'>, answering: () => Promise<Answer>): void {
  for (const name of callNames) ipc.handle(name, async (event, raw: unknown) => (await answering())(name, event, raw));
}
