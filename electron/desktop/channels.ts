import type { IpcMain } from 'electron';
import type { Answering } from '../answering/between-threads.ts';
import { callNames } from '../contract/call-names.ts';
import type { Problem } from '../core/plan/problem.ts';
import { isWizardPage } from './origin.ts';

/**
 * Opens a channel for every call of the contract; there is no other. SECURITY: who asks comes before what is asked, and
 * a refusal looks the same for both; what is asked is looked at where it is answered.
 */
export function openChannels(ipc: Pick<IpcMain, 'handle'>, { answer, tell }: Pick<Answering, 'answer' | 'tell'>): void {
  for (const name of callNames)
    ipc.handle(name, async ({ senderFrame }, raw: unknown) => {
      if (isWizardPage(senderFrame)) return answer(name, raw);
      tell({ kind: 'call', name, outcome: 'ipc-refused', ms: 0 });
      return { ok: false, problem: { kind: 'ipc-refused', channel: name } satisfies Problem };
    });
}
