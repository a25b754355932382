import type { Grade } from '../connectivity/verdict.ts';
import type { ServiceId } from '../effective/effective.ts';
import type { Finding, Severity } from '../effective/finding.ts';
import { checkAgainAt, itemsToCheckAgain } from '../evidence/check-again.ts';
import { servicesDenying } from '../evidence/denying.ts';
import type { Product } from '../plan/operation.ts';
import type { OperationState, Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { probesOf, type Verification } from '../plan/verification.ts';
import { capitalised, listed, productName, serviceName } from './names.ts';
import { changedText } from './problem-text.ts';
import { durationText, utcText } from './time-text.ts';

/** What a ticket is about, as far as its sentences need it. */
export interface TicketCase {
  readonly plan: Plan;
  readonly outcome: Outcome | null;
  readonly after: Verification | null;
  /** The grade of each product that was tested afterwards. */
  readonly results: readonly {
    readonly product: Product;
    readonly grade: Grade;
    /** Services of it of which no test was made: what is said of the product does not hold for these. */
    readonly untested?: readonly ServiceId[];
  }[];
}

/** What kind of ticket it is: nothing to change, a plan, or a run that ended in one of its ways. */
export type TicketKind = 'documented' | 'tested' | 'blocked' | 'planned' | Outcome['state'];

export function ticketKind({ plan, outcome, after }: Pick<TicketCase, 'plan' | 'outcome' | 'after'>): TicketKind {
  if (outcome !== null) return outcome.state;
  if (plan.blockers.length > 0) return 'blocked';
  if (plan.operations.length > 0) return 'planned';
  return after === null || after.matrix.rows.length === 0 ? 'documented' : 'tested';
}

const kindWords = {
  documented: 'documented',
  tested: 'tested',
  blocked: 'not possible yet',
  planned: 'planned',
  applied: 'changed',
  'rolled-back': 'failed and put back',
  'rollback-incomplete': 'failed, not all put back',
  undone: 'put back',
  'undone-except': 'put back except for later changes',
  'undo-incomplete': 'not all put back',
  unfinished: 'cut off',
} as const satisfies Record<TicketKind, string>;

const gradeWords = {
  works: 'works',
  differs: 'works differently',
  fails: 'fails',
  'not-tested': 'not tested',
} as const satisfies Record<Grade, string>;

/** Worst first; what was not tested weighs less than what was seen to fail. */
const gradeOrder = ['fails', 'differs', 'not-tested', 'works'] as const satisfies readonly Grade[];

/** `DC01: proxy of Defender for Identity and Defender for Endpoint – changed, works`. */
export function ticketTitle(ticket: TicketCase, products: readonly Product[]): string {
  const { plan, results } = ticket;
  const state = kindWords[ticketKind(ticket)];
  const tested = titleResult(results.map(({ grade }) => grade));
  const untested = ticketKind(ticket) === 'documented' ? '' : ', not tested';
  const again = itemsToCheckAgain(ticket.after?.evidence).length === 0 ? '' : ', to be checked again';
  const denied = servicesDenying(ticket.after?.evidence).length === 0 ? '' : ', not confirmed by the services';
  return `${plan.machine.name}: proxy of ${listed(products.map(productName))} – ${state}${tested === null ? untested : `, ${tested}`}${denied}${again}`;
}

/** One result for all products, or that it is so for some of them only. */
function titleResult(grades: readonly Grade[]): string | null {
  const worst = gradeOrder.find((grade) => grades.includes(grade));
  if (worst === undefined) return null;
  if (grades.every((grade) => grade === worst)) return gradeWords[worst];
  return worst === 'fails' ? 'fails for some' : `works, some ${worst === 'differs' ? 'differently' : 'not tested'}`;
}

/** The result in three sentences: what was done, what works now, and what is open. */
export function resultSentences(ticket: TicketCase): readonly [string, string, string] {
  return [doneSentence(ticket), worksSentence(ticket), openSentence(ticket)];
}

function doneSentence(ticket: TicketCase): string {
  const { plan, outcome } = ticket;
  const count = plan.operations.length;
  const changes = count === 1 ? '1 change' : `${count} changes`;
  const made = count === 1 ? 'The 1 change was' : `The ${changes} were`;
  const duration = outcome === null ? null : durationText(outcome.startedAt, outcome.endedAt);
  const kind = ticketKind(ticket);
  switch (kind) {
    case 'documented':
      return 'The state of the server was written down; nothing was changed.';
    case 'tested':
      return 'The connections were tested as they are; nothing was changed.';
    case 'blocked':
      return `Nothing was changed, because ${plan.blockers.length === 1 ? 'something stands' : `${plan.blockers.length} things stand`} in the way.`;
    case 'planned':
      return `Nothing has been changed yet; ${changes} ${count === 1 ? 'is' : 'are'} planned.`;
    case 'applied':
      return `${count === 1 ? 'The 1 change was' : count === 2 ? 'Both changes were' : `All ${changes} were`} made${duration === null ? '' : ` in ${duration}`} and read back.`;
    case 'rolled-back':
      return 'A change failed; everything done before it was put back, and the server is as it was.';
    case 'rollback-incomplete':
      return 'A change failed, and not everything that was done before it could be put back.';
    case 'undone':
      return `${made} made and then put back; the server is as it was before.`;
    case 'undone-except':
      return `${made} made and then put back, except ${leftAlone(outcome)}, changed since by someone else and left alone.`;
    case 'undo-incomplete':
      return `${made} made, and not everything could be put back.`;
    case 'unfinished':
      return 'The run was cut off before its end; some changes may be in place, and can be put back.';
    default:
      return kind satisfies never;
  }
}

/** What an undo has left alone, by its name where the journal kept it. */
export function leftAlone(outcome: Outcome | null): string {
  return outcome?.problem?.kind === 'undo-stale' ? changedText(outcome.problem.changed) : 'what is marked below';
}

function worksSentence({ after, results }: TicketCase): string {
  if (after === null || results.length === 0) return 'The connections were not tested afterwards.';
  const parts = gradeOrder.flatMap((grade) => {
    const products = results.filter((result) => result.grade === grade).map(resultName);
    return products.length === 0 ? [] : [`${gradeWords[grade]}: ${listed(products)}`];
  });
  return `${capitalised(parts.join('; '))}.`;
}

function resultName({ product, untested = [] }: TicketCase['results'][number]): string {
  return `${productName(product)}${untested.length === 0 ? '' : ` (without ${listed(untested.map(serviceName))}, not tested)`}`;
}

function openSentence({ plan, outcome, after, results }: TicketCase): string {
  const deviations = after?.deviations ?? [];
  const unexpected = after?.unexpected ?? [];
  const failing = results.filter(({ grade }) => grade === 'fails').length;
  const noticed = noticedPart(after?.findings ?? plan.before.findings);
  const tests = after === null ? [] : probesOf(after);
  const untested = tests.filter(({ verdict }) => verdict.grade === 'not-tested').length;
  const parts = [
    deviations.length === 0
      ? ''
      : `${changedText(deviations)} no longer ${deviations.length === 1 ? 'holds' : 'hold'} what was written`,
    unexpected.length === 0
      ? ''
      : `${listed(unexpected.map(serviceName))} ${unexpected.length === 1 ? 'uses' : 'use'} another proxy than expected`,
    failing === 0 ? '' : `${failing} ${failing === 1 ? 'product does' : 'products do'} not get through`,
    untested === 0 ? '' : `${untested} ${untested === 1 ? 'test was' : 'tests were'} not made`,
    deniedPart(after),
    againPart(after),
    noticed,
    plan.manual.length === 0
      ? ''
      : `${plan.manual.length} ${plan.manual.length === 1 ? 'step is' : 'steps are'} to be done by hand`,
    openEnd(outcome),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing is left open.' : `Open: ${parts.join('; ')}.`;
}

/** A test proves the way, and not that the service takes it. */
function deniedPart(after: Verification | null): string {
  const services = servicesDenying(after?.evidence);
  if (services.length === 0) return '';
  return `what ${listed(services.map(serviceName))} ${services.length === 1 ? 'itself shows' : 'themselves show'} is not as it should be`;
}

/** What the services need time for is neither proven nor wrong. */
function againPart(after: Verification | null): string {
  const items = itemsToCheckAgain(after?.evidence);
  if (items.length === 0) return '';
  const services = [...new Set(items.map(({ service }) => serviceName(service)))];
  const at = checkAgainAt(items);
  return `to be checked again ${at === null ? 'after the next restart of this server' : `at ${utcText(at)}`}, because the services need time: ${listed(services)}`;
}

/** Errors and warnings that still hold; what they are stands under the evidence. */
function noticedPart(findings: readonly Finding[]): string {
  const count = (severity: Severity, word: string): string => {
    const of = findings.filter((finding) => finding.severity === severity).length;
    return of === 0 ? '' : `${of} ${word}${of === 1 ? '' : 's'}`;
  };
  const counts = [count('error', 'error'), count('warning', 'warning')].filter((part) => part !== '');
  if (counts.length === 0) return '';
  return `${listed(counts)} that ${counts.length === 1 && counts[0]?.startsWith('1 ') ? 'was' : 'were'} noticed`;
}

/** What a run that did not go as it should has left open. */
function openEnd(outcome: Outcome | null): string {
  if (outcome === null || outcome.problem === null || outcome.state === 'undone') return '';
  if (outcome.state !== 'undone-except') return 'the failure below is to be looked at';
  const one = outcome.problem.kind !== 'undo-stale' || outcome.problem.changed.length === 1;
  return `${leftAlone(outcome)} ${one ? 'was' : 'were'} left alone`;
}

const states = {
  waiting: 'not made',
  started: 'begun, result not known',
  done: 'done',
  failed: 'failed',
  undone: 'done, then put back',
  'undo-stale': 'done; left alone, because it was changed since',
  'undo-failed': 'done; could not be put back',
} as const satisfies Record<OperationState, string>;

/** What became of one change. */
export function operationStateText({ state, win32, unwritten, restored }: Outcome['operations'][number]): string {
  if (state === 'failed' && unwritten === true)
    return win32 === null || win32 === 0 ? 'failed, did not hold' : 'failed, not written';
  return state === 'undo-failed' && restored === true
    ? 'done, then put back; its services are stopped (AATPSensorUpdater and AATPSensor did not start again)'
    : states[state];
}

/** What the lab stamp says on every ticket of a lab. */
export const labText = (scenario: string): string =>
  `LAB – a rehearsal on the lab scenario "${scenario}". No real server was read or changed.`;

/** What a command of a ticket depends on. */
interface CommandCase {
  readonly plan: { readonly id: string; readonly machine: Pick<Plan['machine'], 'lab'> };
  readonly outcome: Pick<Outcome, 'run'> | null;
  readonly labState: string | null;
}

/** The very command that puts the run of a ticket back. */
export const undoCommand = ({ plan, outcome, labState }: CommandCase): string =>
  `defender-proxy undo --run ${outcome?.run ?? plan.id}${labOptions(plan.machine.lab, labState)}`;

/** The command that tests what a ticket says, beside the plan that was saved with it where no run is known. */
export const verifyCommand = ({ plan, labState }: CommandCase): string =>
  `defender-proxy verify${labOptions(plan.machine.lab, labState)}`;

/** The command that compares a ticket with what is there now. */
export const auditCommand = ({ plan, labState }: CommandCase): string =>
  `defender-proxy audit --ticket ticket.json${labOptions(plan.machine.lab, labState)}`;

/** Which lab, in a command; nothing on a real machine. */
function labOptions(lab: string | null, state: string | null): string {
  if (lab === null) return '';
  if (state === null) return ` --lab ${lab}`;
  const folder = /^[\w./\\:=@+-]+$/.test(state) ? state : `"${state.replaceAll('"', '')}"`;
  return ` --lab ${lab} --state ${folder}`;
}

const roles = {
  'domain-controller': 'domain controller',
  'member-server': 'member server',
  workstation: 'workstation',
} as const satisfies Record<Plan['machine']['role'], string>;

/** `DC01, domain controller of contoso.local, Windows Server 2022 Standard, build 10.0.20348.2849`. */
export function machineText({ name, role, domain, os }: Plan['machine']): string {
  const of = domain === null ? '' : ` of ${domain}`;
  return `${name}, ${roles[role]}${of}, ${os.product}, build ${os.build}${os.serverCore ? ', Server Core' : ''}`;
}

/** The headings and labels of a ticket, in its order. */
export const ticketWords = {
  scope: 'Scope',
  wanted: 'What was wanted and why',
  result: 'Result',
  changes: 'Changes',
  byHand: 'To be done by hand',
  blockers: 'What stands in the way',
  evidence: 'Evidence',
  routes: 'Where each service goes',
  tests: 'Tests',
  services: 'What the services themselves show',
  accounts: 'The same as the accounts of the services',
  chains: 'Certificate chains',
  noticed: 'What was noticed',
  steps: 'Implementation steps',
  validation: 'Validation steps',
  backOut: 'Back-out',
  risk: 'Risk and who else is affected',
  beside: 'Beside Defender',
  untested: 'Not tested or not readable',
  versions: 'Versions and times',
  references: 'References',
} as const;
