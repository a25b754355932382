import { withWish } from '../../electron/machine/windows/cancel-wish.ts';

/** Wishes that the tests of a run end, until it is killed. */
const [run = ''] = process.argv.slice(2);
void withWish(run, AbortSignal.abort(), () => new Promise(() => setInterval(() => undefined, 60_000)));
