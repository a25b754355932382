import { notTested } from '../core/connectivity/conclusion.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { expectationOf } from '../core/connectivity/expectation.ts';
import type { Observation } from '../core/connectivity/observation.ts';
import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import { pathRoutes } from '../core/effective/path.ts';
import {
  AccountAnswer,
  AccountRequest,
  type AccountRow,
  type AccountTests,
  leftBehind,
  seenOf,
} from '../core/plan/account-run.ts';
import type { MatrixCell, MatrixRow } from '../core/plan/matrix.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { accountFileLimit, ServiceAccount } from '../core/plan/service-account.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { detect } from '../detect/detect.ts';
import { decoded } from '../disk/read-json.ts';
import type { Machine } from '../machine/machine.ts';
import { systemProbe } from '../probe/system-probe.ts';
import { checksOf } from './checks.ts';
import { wayFinder } from './find-ways.ts';
import { lanes } from './lanes.ts';
import { type Ask, type PlannedRow, plannedRows, type Routes } from './matrix-rows.ts';
import { rootsOf, withKnownRoot } from './recognising.ts';
import { type ChosenCatalogue, shipped, shippedCatalogue } from './shipped-catalogue.ts';
import { signInOf } from './sign-in.ts';
import { storeJudge } from './store-judge.ts';
import { testRows } from './test-rows.ts';

/** For the answer of an account: the tests, the start of a program and of the Task Scheduler. */
const answerMs = 90_000;
/** For one test by Windows' own HTTP. */
const systemMs = 12_000;

interface Context {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly signal?: AbortSignal;
  /** The shipped one unless said. */
  readonly catalogue?: ChosenCatalogue;
  /** Azure's service tags, where the admin has handed over Microsoft's file. */
  readonly serviceTags?: ServiceTags;
}

/**
 * The tests of a plan as Local System and as Local Service make them, each by a process of that account. Needs
 * administrator rights. `run` names the tests; it is that of no other. Null: they were ended by the signal, and nothing of
 * them is kept: an account that had answered by then would stand beside one that was not asked to the end.
 */
export async function testAsAccounts(
  machine: Machine,
  plan: Plan,
  run: string,
  { now, newId, signal, serviceTags, catalogue: { catalogue } = shipped() }: Context,
): Promise<Result<AccountTests[] | null>> {
  const snapshot = await detect(machine, { now, newId });
  const request = requestOf(catalogue, plan, snapshot, run, now());
  const isCancelled = () => signal?.aborted === true;
  if (isCancelled()) return ok(null);
  const ran = await machine.accounts.run(request, { timeoutMs: answerMs, ...(signal && { signal }) });
  if (!ran.ok) return ran;
  const cancelled = () => {
    const left = leftBehind(Object.values(ran.value));
    return left === null ? ok(null) : fail(left);
  };
  if (isCancelled()) return cancelled();
  const judgedRows = judgeOf(machine, catalogue, { serviceTags, signal });
  const tested = ServiceAccount.options.map(async (account): Promise<AccountTests> => {
    const { answer, problem } = ran.value[account];
    const common = { account, simulated: machine.accounts.simulated };
    if (answer === null) return { ...common, seen: null, problem };
    const parsed = parsedAnswer(answer);
    const seen = parsed === null ? null : seenOf(request, account, parsed);
    if (seen !== null) return { ...common, seen: await judgedRows(request.accounts[account], seen), problem };
    return { ...common, seen, problem: { kind: 'account-run-failed', account, step: 'read', code: 0, task: '' } };
  });
  const all = await Promise.all(tested);
  return isCancelled() ? cancelled() : ok(all);
}

/**
 * Judges here what was seen there, by the endpoints that were asked about: the part that ran as the account knows the
 * shipped ones alone, and its word is not taken for anything that it saw.
 */
function judgeOf(
  machine: Machine,
  catalogue: EndpointCatalogue,
  { serviceTags, signal }: { readonly serviceTags: ServiceTags | undefined; readonly signal: AbortSignal | undefined },
) {
  const findWays = wayFinder(machine, { timeoutMs: systemMs, ...(signal && { signal }) });
  const judged = storeJudge(machine);
  const roots = rootsOf(catalogue);

  return async (asked: readonly AccountRow[], seen: Pick<AccountAnswer, 'own' | 'rows' | 'system'>) => {
    const verdictOf = async (
      { head: { target }, endpoint, expected }: AccountRow,
      saw: Observation,
      signsIn: boolean,
    ) => {
      const planned = expected === null || target === null ? null : await findWays(expected, target);
      const via = planned === null || 'why' in planned ? null : (planned[0] ?? null);
      return judged(saw, {
        ...expectationOf(catalogue, endpoint, via),
        signsIn,
        ...(serviceTags && { tags: serviceTags }),
      });
    };
    /** Of the address that was asked about, whatever the answer says. */
    const seenAt = ({ head: { target } }: AccountRow, saw: Observation): Observation =>
      withKnownRoot({ ...saw, target: target ?? saw.target }, roots);
    const rowOf = (id: string) => asked.find(({ head }) => head.id === id);

    const rows = seen.rows.map(async (row): Promise<MatrixRow> => {
      const question = rowOf(row.id);
      if (question === undefined) return { ...row, cells: [] };
      const cells = row.cells.map(async (cell): Promise<MatrixCell> => {
        if (cell.observation === null)
          return { ...cell, verdict: cell.verdict.kind === 'not-tested' ? cell.verdict : notTested('no-stage') };
        const observation = seenAt(question, cell.observation);
        const signsIn = question.services.some((one) => one.signsIn && cell.takes.includes(one.service));
        return { ...cell, observation, verdict: await verdictOf(question, observation, signsIn) };
      });
      return { ...row, cells: await Promise.all(cells) };
    });
    const system = seen.system.map(async ({ row, observation, limits }) => {
      const question = rowOf(row);
      if (question === undefined) return [];
      return [{ row, limits, verdict: await verdictOf(question, seenAt(question, observation), false) }];
    });
    return { own: seen.own, rows: await Promise.all(rows), system: (await Promise.all(system)).flat() };
  };
}

/** SECURITY: whoever runs as that account could have written it. */
function parsedAnswer(bytes: Uint8Array): AccountAnswer | null {
  if (bytes.length > accountFileLimit) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return AccountAnswer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What each account is to test: every endpoint by its own settings, and what its services use by their routes. */
function requestOf(
  catalogue: EndpointCatalogue,
  plan: Plan,
  snapshot: Snapshot,
  run: string,
  at: Date,
): AccountRequest {
  const { effective } = snapshot;
  const signIn = signInOf(plan, snapshot);
  const paths = pathRoutes(snapshot);
  const routes: Routes = { paths, effective, expected: plan.expected, proposed: [], decides: 'now', signIn };
  const planned = plannedRows(checksOf(catalogue, plan, snapshot), routes);
  const rowOf = (account: ServiceAccount, { head, endpoint, expected, asks }: PlannedRow): AccountRow[] => {
    const routeBy = (path: 'winhttp' | ServiceAccount) =>
      asks.find(({ as }) => as.kind === 'path' && as.path === path)?.route ?? null;
    const services = effective
      .filter((proxy) => proxy.account === account && head.services.includes(proxy.service))
      .map(({ service, route }) => ({ service, route, signsIn: signIn.now.has(service) }));
    const own = routeBy(account) !== null;
    const winhttp = account === 'local-system' ? routeBy('winhttp') : null;
    if (head.target === null || (!own && winhttp === null && services.length === 0)) return [];
    return [{ head, endpoint, expected, own, winhttp, services }];
  };
  return {
    schema: 1,
    run,
    at: at.toISOString(),
    accounts: {
      'local-system': planned.flatMap((row) => rowOf('local-system', row)),
      'local-service': planned.flatMap((row) => rowOf('local-service', row)),
    },
  };
}

/** The part that runs as the account: tests what the request of the run asks of it, and leaves the answer. */
export async function answerAsAccount(
  machine: Machine,
  account: ServiceAccount,
  run: string,
  { now, signal }: Pick<Context, 'now' | 'signal'>,
): Promise<Result<null>> {
  const bytes = await machine.accounts.request(run);
  if (!bytes.ok) return bytes;
  const request = parsedRequest(bytes.value);
  if (request === null || request.run !== run.toLowerCase())
    return fail({ kind: 'no-such-run', run: run.slice(0, 64) });
  const own = await machine.accounts.ownRoute(account);
  const asked = request.accounts[account];
  const rows = asked.map((row): PlannedRow => ({ ...row, why: null, asks: asksOf(account, row, own) }));
  const [tested, system] = await Promise.all([
    testRows(machine, shippedCatalogue(), rows, { now, signal }),
    bySystem(machine, own, asked, { now, ...(signal && { signal }) }),
  ]);
  const answer: AccountAnswer = { schema: 1, run: request.run, account, own, rows: tested, system };
  return machine.accounts.answer(request.run, account, new TextEncoder().encode(JSON.stringify(answer)));
}

function parsedRequest(bytes: Uint8Array): AccountRequest | null {
  const text = decoded(bytes, 'journal');
  if (!text.ok) return null;
  try {
    return AccountRequest.safeParse(JSON.parse(text.value)).data ?? null;
  } catch {
    return null;
  }
}

function asksOf(
  account: ServiceAccount,
  { own, winhttp, services }: AccountRow,
  settings: AccountAnswer['own'],
): Ask[] {
  const path = (name: 'winhttp' | ServiceAccount, route: Ask['route']): Ask => ({
    route,
    as: { kind: 'path', path: name },
    signsIn: false,
  });
  return [
    ...services.map(({ service, route, signsIn }): Ask => ({ route, as: { kind: 'takes', service }, signsIn })),
    ...(own && settings.state === 'read' ? [path(account, settings.route)] : []),
    ...(winhttp === null ? [] : [path('winhttp', winhttp)]),
  ];
}

/** The same addresses by Windows' own HTTP, by the account's own settings. */
async function bySystem(
  machine: Machine,
  own: AccountAnswer['own'],
  rows: readonly AccountRow[],
  { now, signal }: Pick<Context, 'now' | 'signal'>,
): Promise<AccountAnswer['system']> {
  if (own.state !== 'read' || machine.systemRequest === null) return [];
  const { route } = own;
  const findWays = wayFinder(machine, { timeoutMs: systemMs, ...(signal && { signal }) });
  const inLane = lanes(16, 64);
  const seen = await Promise.all(
    rows.map(async ({ head: { id, target }, own: wanted }) => {
      if (!wanted || target === null) return [];
      const ways = await findWays(route, target);
      const via = 'why' in ways ? undefined : ways[0];
      if (via === undefined) return [];
      const lane = via.kind === 'direct' ? 'direct' : `${via.host}:${via.port}`;
      const options = { now, deadlineMs: systemMs, ...(signal && { signal }) };
      const probed = await inLane(lane, false, () => systemProbe(machine, { target, via }, options));
      return probed === null ? [] : [{ row: id, observation: probed.observation, limits: [...probed.limits] }];
    }),
  );
  return seen.flat();
}
