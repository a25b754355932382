import { SHARE_ENV, Worker } from 'node:worker_threads';
import { type Start, type Surfaces, toAnswering } from '../answering/between-threads.ts';

/** Longest wait for the thread when the window closes, in milliseconds: nothing that it does may hold it. */
const patience = 5000;

export interface AnsweringThread {
  readonly calls: ReturnType<typeof toAnswering>;
  /** Lets the thread put its things away, and ends it. */
  end(): Promise<void>;
}

/**
 * Starts the thread that answers the page; `file` is the bundle of `answering/main.ts`. `broken` is called where it ends by
 * itself: by a fault that nobody answers for.
 */
export function startAnswering(
  file: string,
  start: Start,
  surfaces: Surfaces,
  broken: (fault: unknown) => void,
): AnsweringThread {
  // A copy of the environment would know the names of Windows' variables in one spelling only.
  const thread = new Worker(file, { workerData: start, env: SHARE_ENV });
  const calls = toAnswering(thread, surfaces);
  let ending = false;
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', (code) => {
      // Whoever waits for an answer hears that none will come.
      calls.$close();
      resolve();
      if (!ending) broken(new Error(`what answers the page has ended (${code})`));
    });
  });
  thread.once('error', broken);
  return {
    calls,
    async end() {
      ending = true;
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      // A thread that is gone has nothing to put away.
      await Promise.race([calls.close().catch(() => undefined), ended, tooLong]);
      clearTimeout(timer);
      void thread.terminate();
    },
  };
}
