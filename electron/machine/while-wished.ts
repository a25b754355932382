/**
 * Does the work; from when the signal is aborted until the work is over, what `make` makes stands. It is made once at
 * most, and taken back by what `make` returns.
 */
export function whileWished<T>(cancel: AbortSignal, make: () => () => void, work: () => Promise<T>): Promise<T> {
  let takeBack: (() => void) | null = null;
  const wish = () => {
    takeBack ??= make();
  };
  cancel.addEventListener('abort', wish, { once: true });
  if (cancel.aborted) wish();
  return work().finally(() => {
    cancel.removeEventListener('abort', wish);
    takeBack?.();
  });
}
