import type { HelpTopic } from '../../electron/core/help/topic.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Wizard } from './wizard.ts';

/**
 * A page that lies over the steps for a while. It knows nothing of them and changes none: what was typed, reviewed or
 * tested is there again when it is closed.
 */
export type Aside =
  /** `topics` is null until they were read. */
  | { readonly page: 'help'; readonly topics: readonly HelpTopic[] | null; readonly problem: Problem | null }
  | { readonly page: 'about' }
  /** `runs` is null until they were read. */
  | { readonly page: 'history'; readonly runs: readonly RunSummary[] | null; readonly problem: Problem | null };

export type AsidePage = Aside['page'];

/**
 * Whether a run of the history may take the place of what is on: nothing is being waited for, and nothing that was
 * typed or reviewed would be lost.
 */
export function canOpenRun(wizard: Wizard): boolean {
  return wizard.waiting === null && wizard.step !== 'choose' && wizard.step !== 'review' && wizard.step !== 'try';
}
