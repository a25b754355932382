import { lookup } from 'node:dns';
import { performance } from 'node:perf_hooks';
import { broken, type Settled, settled, timed, untilSettled } from './attempt.ts';
import type { Peer } from './dial.ts';

type Addresses = Settled<readonly string[]>;

/** Asks the system's own resolver, as every other program here does. */
type Ask = (host: string, told: (answer: Addresses) => void) => void;

/** The answer, and how long it took once it was asked for, in milliseconds; `limitMs` is the most for that. */
type Resolve = (
  host: string,
  signal: AbortSignal,
  limitMs: number,
) => Promise<{ readonly ms: number; readonly result: Addresses }>;

const late = broken('TIMEOUT', '');
const busy = broken('TIMEOUT', 'the resolver of this computer is still busy with another name');

/**
 * Node asks the system for two names at a time, and a question that nobody answers cannot be taken back: behind a proxy
 * the names of the services are often such. So the services' names wait in a line of their own, one at a time, and never
 * keep the name of a proxy from being asked for. A name that is being asked for is not asked for twice. Who waits in the
 * line goes on waiting while it moves, and gives up where one name takes the whole limit.
 */
export function resolver(ask: Ask): Readonly<Record<Peer['role'], Resolve>> {
  const asked = new Map<string, Promise<Addresses>>();
  const line: (() => void)[] = [];
  let busySince: number | null = null;

  const answerTo = (host: string): Promise<Addresses> => {
    const known = asked.get(host);
    if (known !== undefined) return known;
    const answer = new Promise<Addresses>((resolve) => ask(host, resolve));
    asked.set(host, answer);
    void answer.then(() => asked.delete(host));
    return answer;
  };

  const within = (answer: Promise<Addresses>, signal: AbortSignal, limitMs: number) =>
    timed(() =>
      untilSettled<readonly string[]>(signal, (finish) => {
        const timer = setTimeout(() => finish(late), limitMs);
        void answer.then(finish);
        return () => clearTimeout(timer);
      }),
    );

  /** Ends when it is this one's turn; the place is free again when the system has answered, however late. */
  const turn = (host: string, signal: AbortSignal, limitMs: number) =>
    untilSettled<{ readonly answer: Promise<Addresses> }>(signal, (finish) => {
      let timer: NodeJS.Timeout | undefined;
      const start = () => {
        busySince = performance.now();
        const answer = answerTo(host);
        void answer.then(() => {
          busySince = null;
          line.shift()?.();
        });
        finish(settled({ answer }));
      };
      const watch = () => {
        const left = limitMs - (performance.now() - (busySince ?? performance.now()));
        if (left > 0) timer = setTimeout(watch, left + 1);
        else finish(busy);
      };
      if (busySince === null) start();
      else {
        line.push(start);
        watch();
      }
      return () => {
        clearTimeout(timer);
        const place = line.indexOf(start);
        if (place >= 0) line.splice(place, 1);
      };
    });

  return {
    proxy: (host, signal, limitMs) => within(answerTo(host), signal, limitMs),
    async origin(host, signal, limitMs) {
      const { ms, result } = await timed(() => turn(host, signal, limitMs));
      return result.ok ? within(result.value.answer, signal, limitMs) : { ms, result };
    },
  };
}

const systemLookup: Ask = (host, told) =>
  lookup(host, { all: true, verbatim: true }, (error, found) => {
    if (error !== null) told(broken(error.code ?? 'EAI_FAIL', error.message));
    else if (found.length === 0) told(broken('ENOTFOUND', 'no address'));
    else told(settled(found.slice(0, 32).map(({ address }) => address)));
  });

/** The one line of this process: the system's places are the process's too. */
export const resolveName = resolver(systemLookup);
