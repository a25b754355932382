import type { ElevatedArgv } from '../machine/machine.ts';

/** What the program with rights is at: it changes settings or puts them back, it looks, or it tests as the services. */
export type Work = 'change' | 'look' | 'tests';

/** What runs with rights in this moment. It goes on without the window, which a person has to know before closing it. */
export interface UnderWay {
  /** Call what is returned when it is over. */
  readonly begin: (work: Work) => () => void;
  /** Of several the one that weighs most; null where nothing runs. */
  readonly now: () => Work | null;
}

const byWeight = ['change', 'tests', 'look'] as const satisfies Work[];

export function underWay(): UnderWay {
  const begun = new Set<{ readonly work: Work }>();
  return {
    begin(work) {
      const one = { work };
      begun.add(one);
      return () => void begun.delete(one);
    },
    now: () => byWeight.find((work) => [...begun].some((one) => one.work === work)) ?? null,
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
