import type { AccountId } from '../effective/effective.ts';
import type { BlastRadius, Names } from '../plan/blast-radius.ts';
import type { Plan } from '../plan/plan.ts';
import { accountName, capitalised, listed } from './names.ts';

/** Who else is affected: a sentence, and the names that belong to it. */
export interface AffectedText {
  readonly sentence: string;
  readonly names: readonly string[];
}

/** Who a plan reaches on this very server, by what its operations affect; empty where nobody looked. */
export function affectedTexts({ operations, blastRadius }: Pick<Plan, 'operations' | 'blastRadius'>): AffectedText[] {
  if (blastRadius === null) return [];
  const affects = new Set(operations.map(({ alsoAffects }) => alsoAffects));
  const winHttp = affects.has('all-winhttp-services') || affects.has('all-32bit-winhttp');
  return [
    ...(winHttp ? [winHttpAffected(blastRadius)] : []),
    ...(affects.has('all-local-system') ? [accountAffected(blastRadius, 'local-system')] : []),
    ...(affects.has('all-local-service') ? [accountAffected(blastRadius, 'local-service')] : []),
  ];
}

/** A change of an account's WinINET setting: every service of that account that uses WinINET takes it up. */
export function accountAffected({ services }: BlastRadius, account: AccountId): AffectedText {
  const name = accountName(account);
  if (services === null) return { sentence: `Which services run as ${name} could not be read.`, names: [] };
  const { names, leftOut } = services.byAccount[account];
  const count = names.length + leftOut;
  const first =
    count === 0
      ? `No running service was found that runs as ${name}.`
      : `${capitalised(counted(count, 'running service'))} ${count === 1 ? 'runs' : 'run'} as ${name}; those that use WinINET pick up the change.`;
  const rest =
    services.unreadable === 0
      ? ''
      : ` The account of ${counted(services.unreadable, 'further service')} could not be read.`;
  return { sentence: first + rest, names: withLeftOut(names, leftOut) };
}

/** A change of the WinHTTP proxy: every program that asks WinHTTP for the default takes it up. */
export function winHttpAffected({ winhttp }: BlastRadius): AffectedText {
  if (winhttp === null) return { sentence: 'Which programs have WinHTTP loaded could not be read.', names: [] };
  const processes = winhttp.users.reduce((sum, user) => sum + user.processes, 0);
  const more = winhttp.leftOut === 0 ? '' : ' at least';
  const first =
    processes === 0
      ? 'No process was seen that has WinHTTP loaded.'
      : `${capitalised(`${more} ${counted(processes, 'process', 'processes')}`.trim())} ${processes === 1 ? 'has' : 'have'} WinHTTP loaded now; those that use its default proxy pick up the change.`;
  const further = processes === 0 ? '' : 'further ';
  const rest =
    winhttp.notLookedInto === 0
      ? ''
      : ` ${capitalised(counted(winhttp.notLookedInto, `${further}process`, `${further}processes`))} could not be looked into.`;
  return {
    sentence: first + rest,
    names: withLeftOut(
      winhttp.users.map(({ program, services, processes: count }) => {
        const times = count === 1 ? '' : ` (${count} times)`;
        return `${program}${times}${services.length === 0 ? '' : `: ${listed(services)}`}`;
      }),
      winhttp.leftOut,
    ),
  };
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const withLeftOut = (names: Names['names'], leftOut: number): string[] =>
  leftOut === 0 ? [...names] : [...names, `and ${leftOut} more`];
