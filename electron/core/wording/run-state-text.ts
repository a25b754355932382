import type { Outcome } from '../plan/outcome.ts';

const states = {
  applied: 'applied',
  'rolled-back': 'failed, and put back',
  'rollback-incomplete': 'failed, and not all put back',
  undone: 'put back',
  'undone-except': 'put back, except what was changed since and left alone',
  'undo-incomplete': 'not all put back',
  unfinished: 'cut off before its end',
} as const satisfies Record<Outcome['state'], string>;

/** How a run ended, as the end of a sentence. */
export const runStateText = (state: Outcome['state']): string => states[state];
