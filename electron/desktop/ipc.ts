import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  contract,
  type EventName,
  type EventPayload,
  type Handlers,
} from '../contract/contract.ts';
import { fail, Problem, type Result } from '../core/plan/problem.ts';
import { faultOf, type LogEvent } from '../core/support/log-entry.ts';
import { isWizardPage } from './origin.ts';

/**
 * Serves every call of the contract; there is no other channel. `tell` hears of each call by its name, how long it
 * took and how it ended.
 */
export function serve(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  tell: (event: LogEvent) => void = () => undefined,
): void {
  // Object.entries forgets that its keys are those of the contract.
  for (const [name, entry] of Object.entries(contract))
    if (entry.kind === 'call') serveCall(ipc, name as CallName, handlers, tell);
}

function serveCall<K extends CallName>(
  ipc: Pick<IpcMain, 'handle'>,
  name: K,
  handlers: Handlers,
  tell: (event: LogEvent) => void,
): void {
  const answer = async (event: IpcMainInvokeEvent, raw: unknown): Promise<Result<unknown>> => {
    // SECURITY: who asks comes before what is asked; a refusal looks the same for both.
    if (!isWizardPage(event.senderFrame)) return fail({ kind: 'ipc-refused', channel: name });
    const input = contract[name].input.safeParse(raw);
    if (!input.success) return fail({ kind: 'ipc-refused', channel: name });
    try {
      // The schema of this very call has accepted it; the link from schema to type is lost on a generic key.
      return checked(name, await handlers[name](input.data as CallInput<K>));
    } catch (thrown) {
      const { name: fault, code } = faultOf(thrown);
      tell({ kind: 'fault', where: name, name: fault, code });
      return fail({ kind: 'unexpected', detail: faultText(name, thrown) });
    }
  };
  ipc.handle(name, async (event: IpcMainInvokeEvent, raw: unknown): Promise<Result<unknown>> => {
    const began = performance.now();
    const result = await answer(event, raw);
    const outcome = result.ok ? 'ok' : result.problem.kind;
    tell({ kind: 'call', name, outcome, ms: Math.round(performance.now() - began) });
    return result;
  });
}

/** SECURITY: what leaves main is checked too, so that no handler can hand the page more than the contract says. */
function checked<K extends CallName>(name: K, result: Result<CallOutput<K>>): Result<unknown> {
  if (result.ok) {
    const output = contract[name].output.safeParse(result.value);
    if (output.success) return { ok: true, value: output.data };
    const at = output.error.issues[0]?.path.join('.') ?? '';
    return fail({ kind: 'unexpected', detail: `The answer to ${name} did not fit its contract at "${at}".` });
  }
  const problem = Problem.safeParse(result.problem);
  if (problem.success) return fail(problem.data);
  return fail({ kind: 'unexpected', detail: `The problem that ${name} met did not fit its contract.` });
}

/** A fault of the program: its kind and code. Its message may hold what it was working on, so it stays here. */
function faultText(name: CallName, thrown: unknown): string {
  if (!(thrown instanceof Error)) return `${name} failed.`;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` (${thrown.code})` : '';
  return `${name} failed with ${thrown.name}${code}.`;
}

/** Sends an event to the wizard's page, if that is what the window shows. A payload that does not fit is a bug. */
export function announce<K extends EventName>(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame' | 'send'>,
  name: K,
  payload: EventPayload<K>,
): void {
  const data = contract[name].payload.parse(payload);
  if (!contents.isDestroyed() && isWizardPage(contents.mainFrame)) contents.send(name, data);
}
