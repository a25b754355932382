import { AccountId } from '../effective/effective.ts';
import { z } from '../zod.ts';
import type { Operation } from './operation.ts';

/** Most names in one list; how many more there were is kept. */
const mostNames = 200;
const mostServicesOfOne = 64;

const Names = z.strictObject({
  names: z.array(z.string().max(256)).max(mostNames),
  leftOut: z.int().min(0),
});
export type Names = z.infer<typeof Names>;

const WinHttpUser = z.strictObject({
  /** File name of the program (`svchost.exe`). */
  program: z.string().max(260),
  /** The services that run in it, by name. */
  services: z.array(z.string().max(256)).max(mostServicesOfOne),
  processes: z.int().min(1),
});

/**
 * Who else on this very server is affected by a change: account settings (WinINET) reach every service of the account,
 * the WinHTTP proxy every program that asks WinHTTP for the default. Only what runs now is seen.
 */
export const BlastRadius = z.strictObject({
  /** Running services by their account; null where services could not be listed. */
  services: z
    .strictObject({
      byAccount: z.record(AccountId, Names),
      /** Running services whose account could not be read. */
      unreadable: z.int().min(0),
    })
    .nullable(),
  /** Processes that have `winhttp.dll` loaded; null where processes could not be listed. */
  winhttp: z
    .strictObject({
      users: z.array(WinHttpUser).max(mostNames),
      /** Kinds of processes (program and services) beyond those. */
      leftOut: z.int().min(0),
      /** Processes that could not be looked into: access was denied, or the time was up. */
      notLookedInto: z.int().min(0),
    })
    .nullable(),
});
export type BlastRadius = z.infer<typeof BlastRadius>;

/** Whether a plan of these operations reaches others, so that it is worth a look at who they are. */
export function needsBlastRadius(operations: readonly Operation[]): boolean {
  return operations.some(({ alsoAffects }) => reaching.has(alsoAffects));
}

/** What programs of .NET there are is not told by what runs. */
const reaching: ReadonlySet<Operation['alsoAffects']> = new Set([
  'all-winhttp-services',
  'all-32bit-winhttp',
  'all-local-system',
  'all-local-service',
]);

/** `account`: `other` is any that is not one of the three; null where it could not be read. */
export interface RunningService {
  readonly name: string;
  readonly pid: number;
  readonly account: AccountId | 'other' | null;
}

/** `winhttp` is null where the process could not be looked into. */
export interface ProcessLook {
  readonly pid: number;
  readonly program: string;
  readonly winhttp: boolean | null;
}

/** Sorts, groups and caps what was read. */
export function blastRadiusOf(
  services: readonly RunningService[] | null,
  processes: readonly ProcessLook[] | null,
): BlastRadius {
  return {
    services: services === null ? null : { byAccount: byAccount(services), unreadable: unreadable(services) },
    winhttp: processes === null ? null : winHttpUsers(processes, services ?? []),
  };
}

const unreadable = (services: readonly RunningService[]): number =>
  services.filter(({ account }) => account === null).length;

function byAccount(services: readonly RunningService[]): Record<AccountId, Names> {
  const of = (account: AccountId): Names => {
    const names = sorted(services.flatMap((service) => (service.account === account ? [service.name] : [])));
    return { names: names.slice(0, mostNames), leftOut: Math.max(0, names.length - mostNames) };
  };
  return {
    'local-system': of('local-system'),
    'local-service': of('local-service'),
    'network-service': of('network-service'),
  };
}

function winHttpUsers(processes: readonly ProcessLook[], services: readonly RunningService[]) {
  const users = new Map<string, z.infer<typeof WinHttpUser>>();
  for (const { pid, program } of processes.filter(({ winhttp }) => winhttp === true)) {
    const inIt = sorted(services.flatMap((service) => (service.pid === pid ? [service.name] : [])));
    const kind = [program.toLowerCase(), ...inIt].join('\n');
    const known = users.get(kind);
    if (known === undefined) users.set(kind, { program, services: inIt.slice(0, mostServicesOfOne), processes: 1 });
    else known.processes += 1;
  }
  const kinds = [...users.keys()].sort(plainOrder).flatMap((kind) => users.get(kind) ?? []);
  return {
    users: kinds.slice(0, mostNames),
    leftOut: Math.max(0, kinds.length - mostNames),
    notLookedInto: processes.filter(({ winhttp }) => winhttp === null).length,
  };
}

/** The same order on every machine, whatever its language. */
const plainOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sorted(names: readonly string[]): string[] {
  return [...names].sort((a, b) => plainOrder(a.toLowerCase(), b.toLowerCase()) || plainOrder(a, b));
}
