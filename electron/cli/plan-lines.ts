import type { Operation } from '../core/plan/operation.ts';
import type { Plan } from '../core/plan/plan.ts';
import { plannedSignIn, sealedPathOf } from '../core/plan/sealed-password.ts';
import { type AffectedText, affectedTexts } from '../core/wording/blast-radius-text.ts';
import {
  affectsText,
  blockerText,
  cautionText,
  manualText,
  operationText,
  planCountText,
  reasonText,
  restartText,
} from '../core/wording/plan-text.ts';
import { labelled, printable, shellArgument, wrapped } from './layout.ts';
import { effectiveLines, machineLines } from './snapshot-lines.ts';

/** A plan for review: every change with what is there before and after it and why, and how it is applied. */
export function planLines(plan: Plan, digest: string, file: string | null, labArguments: readonly string[]): string[] {
  return [
    ...machineLines(plan.machine),
    '',
    ...section('What stands in the way', plan.blockers.flatMap(blockerLines)),
    ...wrapped(planCountText(plan)),
    '',
    ...plan.operations.flatMap((operation) => [...operationLines(operation), '']),
    ...section(
      'Good to know',
      plan.cautions.flatMap((caution) => wrapped(`- ${cautionText(caution)}`, 4, 2)),
    ),
    ...section('Who else is affected on this server', affectedTexts(plan).flatMap(affectedLines)),
    ...section('To be done by hand', plan.manual.flatMap(manualLines)),
    'Which way each service then goes',
    ...effectiveLines({ effective: plan.expected }),
    '',
    `Digest (SHA-256): ${digest}`,
    ...howToApply(plan, digest, file, labArguments),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines, ''];

function operationLines(operation: Operation): string[] {
  const { what, where, before, after } = operationText(operation);
  const restart = restartText(operation);
  const row = (label: string, text: string) => labelled(label, text, 4, 14);
  return [
    `${String(operation.id).padStart(2)}. ${printable(what)}`,
    // In one line, however long, so that it can be copied.
    `    ${'where'.padEnd(14)}${printable(where)}`,
    ...row('before', before),
    ...row('after', after),
    ...row('why', reasonText(operation.reason)),
    ...(operation.alsoAffects === 'nobody' ? [] : row('also affects', affectsText(operation))),
    ...(restart === null ? [] : row('interrupts', restart)),
  ];
}

function blockerLines(blocker: Plan['blockers'][number]): string[] {
  const { happened, todo } = blockerText(blocker);
  return [...wrapped(`- ${happened}`, 4, 2), ...wrapped(todo, 4)];
}

function affectedLines({ sentence, names }: AffectedText): string[] {
  return [...wrapped(`- ${sentence}`, 4, 2), ...wrapped(names.join(', '), 6)];
}

function manualLines(step: Plan['manual'][number]): string[] {
  const { text, command } = manualText(step);
  return [...wrapped(`- ${text}`, 4, 2), ...(command === null ? [] : [`      ${printable(command)}`])];
}

function howToApply(plan: Plan, digest: string, file: string | null, labArguments: readonly string[]): string[] {
  if (plan.blockers.length > 0) return ['', 'This plan cannot be applied while something stands in its way.'];
  if (plan.operations.length === 0) return [];
  if (file === null) return ['', 'To apply it, keep it in a file: add --out FILE.'];
  const command = ['apply', '--plan', file, '--digest', digest, ...labArguments];
  return ['', 'To apply exactly this:', `  ${commandText(command)}`, ...aboutPassword(plan, file)];
}

/** Where the password is that the sensor is to be given. */
function aboutPassword(plan: Plan, file: string): string[] {
  const signIn = plannedSignIn(plan);
  if (signIn?.kind === 'sealed')
    return [
      '',
      ...wrapped(
        'The password lies beside the plan, encrypted for the certificate of the sensor; it is taken away when the plan is applied. Where the plan goes this file has to go too:',
      ),
      `  ${sealedPathOf(file)}`,
    ];
  return signIn?.kind === 'ask' ? ['', 'It asks for the password, so it has to be run at a console.'] : [];
}

/** A command line of this program as it can be typed. It stands in one line, so that it can be copied. */
export function commandText(args: readonly string[]): string {
  return ['defender-proxy', ...args.map((arg) => shellArgument(arg))].join(' ');
}
