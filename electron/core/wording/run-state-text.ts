import type { Outcome } from '../plan/outcome.ts';

const states = {
  applied: 'applied',
  'rolled-back': 'failed, and put back',
  'rollback-incomplete': 'failed, and not all put back',
  undone: 'undone',
  'undone-except': 'undone, except what was changed since and left alone',
  'undo-incomplete': 'not all undone',
  unfinished: 'cut off before its end',
} as const satisfies Record<Outcome['state'], string>;

/** How a run ended, as the end of a sentence. */
export const runStateText = (state: Outcome['state']): string => states[state];
