/** What Ctrl+C does. */
export interface Interruption {
  /** Aborted by the first one: tests end, and what they have seen is told. */
  readonly signal: AbortSignal;
  /** From now on settings may be half written: the program ends by itself, not by Ctrl+C. */
  readonly writing: () => void;
  /** Notes one Ctrl+C; true where the program is to end at once. */
  readonly again: () => boolean;
}

export function interruption(say: (sentence: string) => void): Interruption {
  const abort = new AbortController();
  let isWriting = false;
  return {
    signal: abort.signal,
    writing: () => {
      isWriting = true;
    },
    again: () => {
      const first = !abort.signal.aborted;
      abort.abort();
      if (isWriting) say('A change is being made; it is finished or put back first.\n');
      return !first && !isWriting;
    },
  };
}
