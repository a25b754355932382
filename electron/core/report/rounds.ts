import type { Matrix } from '../plan/matrix.ts';
import { type ProbeResult, probesOf, type Verification } from '../plan/verification.ts';
import type { Ticket } from './ticket.ts';

/** One column of results. */
export interface Round {
  readonly title: 'Before' | 'As planned' | 'After' | 'Now' | 'Result';
  readonly verification: Verification;
  /** The tests that decide in this column, in the order of the rows. */
  readonly probes: readonly ProbeResult[];
  readonly decides: Matrix['decides'];
}

/**
 * The columns of a ticket: how it was, how the plan's routes did before anything was changed, and how it is. Tests of
 * one kind alone are the result.
 */
export function roundsOf({ before, after }: Pick<Ticket, 'before' | 'after'>): readonly [Round, ...Round[]] | null {
  const round = (title: Round['title'], verification: Verification, decides: Matrix['decides']): Round => ({
    title,
    verification,
    decides,
    probes: probesOf(verification, decides),
  });
  const planned = before !== null && before.matrix.proposed.length > 0 ? [round('As planned', before, 'proposed')] : [];
  const earlier = before === null ? [] : [round(after === null ? 'Now' : 'Before', before, 'now'), ...planned];
  const later = after === null ? [] : [round('After', after, after.matrix.decides)];
  const [first, ...others] = [...earlier, ...later];
  if (first === undefined) return null;
  return others.length === 0 ? [{ ...first, title: 'Result' }] : [first, ...others];
}
