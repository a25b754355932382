import type { Elevation } from '../machine/machine.ts';

/** How long a wish may go unheard, in milliseconds. */
const listenMs = 250;

/** What ends the tests of a run; `close` stops listening. */
export interface Listening {
  readonly signal: AbortSignal;
  readonly close: () => void;
}

/** Listens for whoever started this program with rights and may want its tests ended, beside Ctrl+C. */
export function listenFor(elevation: Pick<Elevation, 'isCancelled'>, run: string, interrupted: AbortSignal): Listening {
  const abort = new AbortController();
  const end = () => abort.abort();
  const look = () => {
    if (elevation.isCancelled(run)) end();
  };
  const looks = setInterval(look, listenMs);
  interrupted.addEventListener('abort', end, { once: true });
  if (interrupted.aborted) end();
  // Cancelled while the prompt was open: then nothing is to be begun.
  look();
  return {
    signal: abort.signal,
    close: () => {
      clearInterval(looks);
      interrupted.removeEventListener('abort', end);
    },
  };
}
