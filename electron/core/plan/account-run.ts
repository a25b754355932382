import { Endpoint } from '../connectivity/endpoint.ts';
import { Verdict } from '../connectivity/verdict.ts';
import { EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { z } from '../zod.ts';
import { MatrixRow, MatrixRowHead } from './matrix.ts';
import { Problem } from './problem.ts';

/**
 * The matrix as the accounts of the services see it. The program with rights leaves a request in a folder of the run,
 * starts itself once as each account, and reads what that part leaves. SECURITY: other programs run as Local Service
 * too, so an answer is taken for hostile: its size is capped, it is parsed strictly, and of what it says only the cells
 * of rows that were asked for are used.
 */
export const ServiceAccount = z.enum(['local-system', 'local-service']);
export type ServiceAccount = z.infer<typeof ServiceAccount>;

/** Well-known SIDs, the same on every system and in every language. */
export const serviceAccountSids = {
  'local-system': 'S-1-5-18',
  'local-service': 'S-1-5-19',
} as const satisfies Record<ServiceAccount, string>;

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

/** What Windows' own HTTP came to by the account's own settings, to be held against the stages. */
const SystemSeen = z.strictObject({
  row: MatrixRowHead.shape.id,
  verdict: Verdict,
  /** What Windows does not tell of it, and the stages do. */
  limits: z.array(z.enum(['tls-not-told', 'tunnel-not-told'])).max(4),
});

export const AccountAnswer = z.strictObject({
  schema: z.literal(1),
  run: z.uuid(),
  account: ServiceAccount,
  own: OwnRoute,
  rows: z.array(MatrixRow).max(1200),
  system: z.array(SystemSeen).max(1200),
});
export type AccountAnswer = z.infer<typeof AccountAnswer>;

/** Largest request and answer that are read, in bytes. */
export const accountFileLimit = 16 * 1024 * 1024;

/** What one account saw, or why it could not be asked. */
export const AccountTests = z.strictObject({
  account: ServiceAccount,
  /** The lab has no other accounts: the same process tests by the routes that the account would have. */
  simulated: z.boolean(),
  /** Null: there is no answer, and `problem` says why. With an answer it says what was left behind. */
  seen: AccountAnswer.pick({ own: true, rows: true, system: true }).nullable(),
  problem: Problem.nullable(),
});
export type AccountTests = z.infer<typeof AccountTests>;

/** Of an answer what belongs to the request; null where it is of another run or account. */
export function seenOf(request: AccountRequest, account: ServiceAccount, answer: AccountAnswer): AccountTests['seen'] {
  if (answer.run !== request.run || answer.account !== account) return null;
  const rows = request.accounts[account].flatMap(({ head }): MatrixRow[] => {
    const found = answer.rows.find(({ id }) => id === head.id);
    return found === undefined ? [] : [{ ...head, cells: found.cells }];
  });
  const asked = new Set(rows.map(({ id }) => id));
  return { own: answer.own, rows, system: answer.system.filter(({ row }) => asked.has(row)) };
}
