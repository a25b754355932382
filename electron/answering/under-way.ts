import type { ElevatedArgv } from '../machine/machine.ts';
import type { Work } from './between-threads.ts';

/** What runs with rights in this moment. It goes on without the window, which a person has to know before closing it. */
export interface UnderWay {
  /** Call what is returned when it is over. */
  readonly begin: (work: Work) => () => void;
}

const byWeight = ['change', 'tests', 'look'] as const satisfies Work[];

export function underWay(changed: (now: Work | null) => void): UnderWay {
  const begun = new Set<{ readonly work: Work }>();
  const now = () => byWeight.find((work) => [...begun].some((one) => one.work === work)) ?? null;
  return {
    begin(work) {
      const one = { work };
      begun.add(one);
      changed(now());
      return () => {
        begun.delete(one);
        changed(now());
      };
    },
  };
}

/** What a command of the program is. */
export function workOf([command]: ElevatedArgv): Work {
  switch (command) {
    case 'apply':
    case 'undo':
      return 'change';
    case 'detect':
      return 'look';
    case 'probe':
      return 'tests';
    default:
      return command satisfies never;
  }
}
