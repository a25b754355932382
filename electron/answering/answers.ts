import type { CallInput, CallName, Contract, Handlers } from '../contract/contract.ts';
import { firstCalls, isFirstCall } from '../contract/first-calls.ts';
import { fail, type Result } from '../core/plan/result.ts';
import { faultOf } from '../core/support/fault.ts';
import type { LogEvent } from '../core/support/log-entry.ts';
import type { z } from '../core/zod.ts';
import type { Answering } from './between-threads.ts';

/**
 * Answers every call of the contract by these handlers. `tell` hears of each call by its name, how long it took and
 * how it ended.
 */
export function answers(handlers: Handlers, tell: (event: LogEvent) => void = () => undefined): Answering['answer'] {
  return async (name, raw) => {
    const began = performance.now();
    const result = await answer(name, raw, handlers, tell);
    const outcome = result.ok ? 'ok' : result.problem.kind;
    tell({ kind: 'call', name, outcome, ms: Math.round(performance.now() - began) });
    return result;
  };
}

async function answer<K extends CallName>(
  name: K,
  raw: unknown,
  handlers: Handlers,
  tell: (event: LogEvent) => void,
): Promise<Result<unknown>> {
  const entry = await entryOf(name);
  const input = entry.input.safeParse(raw);
  if (!input.success) return fail({ kind: 'ipc-refused', channel: name });
  try {
    // The schema of this very call has accepted it; the link from schema to type is lost on a generic key.
    return await checked(name, entry.output, await handlers[name](input.data as CallInput<K>));
  } catch (thrown) {
    const { name: fault, code } = faultOf(thrown);
    tell({ kind: 'fault', where: name, name: fault, code });
    return fail({ kind: 'unexpected', detail: faultText(name, thrown) });
  }
}

/** The window opens with a small part of the contract; whatever comes later waits some milliseconds for the whole, once. */
const entryOf = async (name: CallName): Promise<Contract[CallName]> =>
  isFirstCall(name) ? firstCalls[name] : (await import('../contract/contract.ts')).contract[name];

/** SECURITY: what leaves here is checked too, so that no handler can hand the page more than the contract says. */
async function checked(name: CallName, expected: z.ZodType, result: Result<unknown>): Promise<Result<unknown>> {
  if (result.ok) {
    const output = expected.safeParse(result.value);
    if (output.success) return { ok: true, value: output.data };
    const at = output.error.issues[0]?.path.join('.') ?? '';
    return fail({ kind: 'unexpected', detail: `The answer to ${name} did not fit its contract at "${at}".` });
  }
  // A first step without a problem does without what describes problems.
  const { Problem } = await import('../core/plan/problem.ts');
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
