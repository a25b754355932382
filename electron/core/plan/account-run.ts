import { Endpoint } from '../connectivity/endpoint.ts';
import { Observation } from '../connectivity/observation.ts';
import { Verdict } from '../connectivity/verdict.ts';
import { EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { z } from '../zod.ts';
import { MatrixRow, MatrixRowHead } from './matrix.ts';
import { Problem } from './problem.ts';
import { ServiceAccount } from './service-account.ts';

/** One row to test. Whose path it is goes without saying: the settings of the account, and what is listed. */
const AccountRow = z.strictObject({
  head: MatrixRowHead,
  endpoint: Endpoint,
  expected: EffectiveRoute.nullable(),
  /** Whether the account's own WinINET settings are a way to it. */
  own: z.boolean(),
  /** The machine's WinHTTP route, where that is one; null where not. */
  winhttp: EffectiveRoute.nullable(),
  /** Services that run as this account, with the route of each. */
  services: z.array(z.strictObject({ service: ServiceId, route: EffectiveRoute, signsIn: z.boolean() })).max(8),
});
export type AccountRow = z.infer<typeof AccountRow>;

/**
 * The matrix as the accounts of the services see it. The program with rights leaves a request in a folder of the run,
 * starts itself once as each account, and reads what that part leaves. SECURITY: other programs run as Local Service
 * too, so an answer is taken for hostile: its size is capped, it is parsed strictly, and of what it says only what was
 * seen in rows that were asked for is used. What that means is judged by whoever asked, by the endpoints that were asked
 * about.
 */
export const AccountRequest = z.strictObject({
  schema: z.literal(1),
  run: z.uuid(),
  at: z.iso.datetime(),
  accounts: z.strictObject({
    'local-system': z.array(AccountRow).max(1200),
    'local-service': z.array(AccountRow).max(1200),
  }),
});
export type AccountRequest = z.infer<typeof AccountRequest>;

/** WinINET's settings of the account as Windows gives them to the account itself. */
export const OwnRoute = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('read'), route: EffectiveRoute }),
  z.strictObject({ state: z.literal('unread'), win32: z.int() }),
]);
export type OwnRoute = z.infer<typeof OwnRoute>;

/** What Windows' own HTTP saw by the account's own settings, to be held against the stages. */
const SystemSeen = z.strictObject({
  row: MatrixRowHead.shape.id,
  observation: Observation,
  /** What Windows does not tell of it, and the stages do. */
  limits: z.array(z.enum(['tls-not-told', 'tunnel-not-told'])).max(4),
});

export const AccountAnswer = z.strictObject({
  schema: z.literal(1),
  run: z.uuid(),
  account: ServiceAccount,
  own: OwnRoute,
  /** The verdicts in them are those of the part that ran as the account; nobody uses them. */
  rows: z.array(MatrixRow).max(1200),
  system: z.array(SystemSeen).max(1200),
});
export type AccountAnswer = z.infer<typeof AccountAnswer>;

/** What one account saw, or why it could not be asked. */
export const AccountTests = z.strictObject({
  account: ServiceAccount,
  /** The lab has no other accounts: the same process tests by the routes that the account would have. */
  simulated: z.boolean(),
  /** Null: there is no answer, and `problem` says why. With an answer it says what was left behind. */
  seen: z
    .strictObject({
      own: OwnRoute,
      rows: z.array(MatrixRow).max(1200),
      system: z.array(SystemSeen.omit({ observation: true }).extend({ verdict: Verdict })).max(1200),
    })
    .nullable(),
  problem: Problem.nullable(),
});
export type AccountTests = z.infer<typeof AccountTests>;

/** What the tests could not take away again; to be told also where nothing else of them is. */
export const leftBehind = (accounts: readonly { readonly problem: Problem | null }[]): Problem | null =>
  accounts.find(({ problem }) => problem?.kind === 'account-run-failed' && problem.step === 'remove')?.problem ?? null;

/** Of an answer what belongs to the request; null where it is of another run or account. */
export function seenOf(
  request: AccountRequest,
  account: ServiceAccount,
  answer: AccountAnswer,
): Pick<AccountAnswer, 'own' | 'rows' | 'system'> | null {
  if (answer.run !== request.run || answer.account !== account) return null;
  const paths: readonly string[] = [account, 'winhttp'];
  const rows = request.accounts[account].flatMap(({ head, services }): MatrixRow[] => {
    const found = answer.rows.find(({ id }) => id === head.id);
    if (found === undefined) return [];
    const cells = found.cells.map((cell) => ({
      ...cell,
      paths: cell.paths.filter((path) => paths.includes(path)),
      takes: cell.takes.filter((name) => services.some(({ service }) => service === name)),
      wouldTake: [],
    }));
    return [{ ...head, cells }];
  });
  const asked = new Set(rows.map(({ id }) => id));
  return { own: answer.own, rows, system: answer.system.filter(({ row }) => asked.has(row)) };
}

/** The admin's own files to test by, by their paths. */
export interface TestFiles {
  /** A catalogue of endpoints in the place of the shipped one; null: the shipped one. */
  readonly endpoints: string | null;
  /** Microsoft's file of Azure service tags; null: addresses are not compared with any. */
  readonly serviceTags: string | null;
}

export type AccountRunArgv =
  | readonly ['probe', '--run', string]
  | readonly ['probe', '--run', string, '--endpoints' | '--service-tags', string]
  | readonly ['probe', '--run', string, '--endpoints', string, '--service-tags', string];

/** How the console program is started with rights for these tests; it has another working folder, so paths are whole. */
export function accountRunArgv(run: string, { endpoints, serviceTags }: TestFiles): AccountRunArgv {
  if (endpoints !== null && serviceTags !== null)
    return ['probe', '--run', run, '--endpoints', endpoints, '--service-tags', serviceTags];
  if (endpoints !== null) return ['probe', '--run', run, '--endpoints', endpoints];
  return serviceTags === null ? ['probe', '--run', run] : ['probe', '--run', run, '--service-tags', serviceTags];
}
