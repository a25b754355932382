import type { Grade } from '../core/connectivity/verdict.ts';
import { servicesDenying } from '../core/evidence/denying.ts';
import type { Matrix, MatrixRow } from '../core/plan/matrix.ts';
import { gradeOf } from '../core/plan/matrix-order.ts';
import { type ProbeResult, probesOf, type Verification } from '../core/plan/verification.ts';
import { capitalised, listed, serviceName } from '../core/wording/names.ts';
import { deviationText } from '../core/wording/problem-text.ts';
import { gradeWord, verdictText } from '../core/wording/verdict-text.ts';
import { accountLines } from './account-lines.ts';
import { evidenceLines } from './evidence-lines.ts';
import { wrapped } from './layout.ts';
import { matrixLines } from './matrix-lines.ts';
import { effectiveLines, findingLines } from './snapshot-lines.ts';

const grades = ['works', 'differs', 'fails', 'not-tested'] as const;

const headings = {
  now: 'Every address by every way',
  proposed: 'Every address by every way, judged by what the plan would set (nothing is changed)',
} as const;

/** What the tests have shown: every address by every way, and under them what to do about those that do not work. */
export function verificationLines(verification: Verification): string[] {
  const groups = alike(probesOf(verification).filter(({ verdict }) => verdict.grade !== 'works'));
  const denying = servicesDenying(verification.evidence);
  return [
    'Which way each service goes',
    ...effectiveLines(verification),
    '',
    ...deviationLines(verification),
    headings[verification.matrix.decides],
    ...matrixLines(verification),
    '',
    ...groups.flatMap(explained),
    ...evidenceLines(verification.evidence),
    ...accountLines(verification.accounts),
    // Beside tests that failed, "nothing stands out" would be said of the settings alone and read of everything.
    ...((groups.length > 0 || denying.length > 0) && verification.findings.length === 0
      ? []
      : [...findingLines(verification), '']),
    ...wrapped(countText(verification.matrix)),
    ...causeLines(groups),
    ...(denying.length === 0
      ? []
      : wrapped(`Not confirmed by what the services themselves show, above: ${listed(denying.map(serviceName))}.`)),
  ];
}

/** The causes once more, the worst and most frequent first: what is last on the screen is read first. */
function causeLines(groups: readonly (readonly [ProbeResult, ...ProbeResult[]])[]): string[] {
  const shown = groups.slice(0, mostCauses);
  const more = groups.length - shown.length;
  return [
    ...shown.flatMap(([first, ...others]) => {
      const { word, short, sentence } = verdictText(first.verdict);
      const [, , where = ''] = row(first);
      const places = new Set([first, ...others].map((probe) => row(probe)[2]));
      const title = `${word}${short === '' ? '' : `, ${short}`} (${places.size === 1 ? where : `${places.size} addresses`})`;
      return wrapped(`${title}: ${sentence}`, 4, 2);
    }),
    ...(more === 0 ? [] : [`  and ${more} more, above.`]),
    ...(groups.length === 0 ? [] : ['What to do about each stands above, with its addresses.']),
  ];
}

const mostCauses = 3;

function row({ service, endpoint, observation, verdict }: ProbeResult): string[] {
  const { word, short } = verdictText(verdict);
  const target = observation?.target;
  const where = target === undefined ? (verdict.facts.host ?? endpoint) : `${target.host}:${target.port}`;
  return [word, serviceName(service), where, short];
}

/**
 * Tests that ended in the same way, by the same cause; what is said of the first holds for all of them. The worst and
 * most frequent first.
 */
function alike(probes: readonly ProbeResult[]): (readonly [ProbeResult, ...ProbeResult[]])[] {
  const groups = new Map<string, [ProbeResult, ...ProbeResult[]]>();
  for (const probe of probes) {
    const { word, short } = verdictText(probe.verdict);
    const key = JSON.stringify([word, probe.verdict.kind, short]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [probe]);
    else group.push(probe);
  }
  const weight = ([{ verdict }]: readonly [ProbeResult, ...ProbeResult[]]) => worst.indexOf(verdict.grade);
  return [...groups.values()].sort((a, b) => weight(a) - weight(b) || b.length - a.length);
}

const worst = ['fails', 'differs', 'not-tested', 'works'] as const satisfies readonly Grade[];

function explained([first, ...others]: readonly [ProbeResult, ...ProbeResult[]]): string[] {
  const { sentence, action } = verdictText(first.verdict);
  const [word = '', service = '', where = '', short = ''] = row(first);
  const places = others.map((probe) => row(probe)[2] ?? '');
  const also = [...new Set(places)].filter((place) => place !== where);
  return [
    ...wrapped(`${word}: ${service}, ${where}, ${short}`, 4, 2),
    ...wrapped(sentence, 4),
    ...wrapped(action, 4),
    ...(also.length === 0 ? [] : wrapped(`The same holds for ${listed(also)}.`, 4)),
    '',
  ];
}

function deviationLines({ deviations, unexpected }: Verification): string[] {
  const changed = deviations.length === 0 ? [] : wrapped(deviationText(deviations));
  const other =
    unexpected.length === 0
      ? []
      : wrapped(
          `${listed(unexpected.map(serviceName))} ${unexpected.length === 1 ? 'goes' : 'go'} another way than planned.`,
        );
  return changed.length + other.length === 0 ? [] : [...changed, ...other, ''];
}

/** Of the addresses that our services use; the others are counted after them, because no service depends on these. */
function countText({ rows, decides }: Matrix): string {
  const countsOf = (some: readonly MatrixRow[]): string =>
    grades
      .flatMap((grade) => {
        const count = some.filter((row) => gradeOf(row, decides) === grade).length;
        return count === 0 ? [] : [`${gradeWord(grade).toLowerCase()}: ${count}`];
      })
      .join(', ');
  const used = countsOf(rows.filter(({ services }) => services.length > 0));
  const others = countsOf(rows.filter(({ services }) => services.length === 0));
  if (used === '' && others === '') return 'Nothing was tested.';
  const own = used === '' ? 'Nothing was tested that a service of this server needs.' : `${capitalised(used)}.`;
  return others === '' ? own : `${own} Used by none of these services, and not counted: ${others}.`;
}
