import type { Intent } from './intent.ts';
import type { Snapshot } from './snapshot.ts';
import { suggestIntent } from './suggest.ts';

/** "Only test" and "only document": every installed product is in scope, and every route stays as it is. */
export function keepIntent(snapshot: Snapshot): Intent {
  const { mde, mdav, mdi, ...rest } = suggestIntent(snapshot);
  const route = { kind: 'keep' } as const;
  return {
    ...rest,
    winhttp: { route, bypass: [], also32Bit: false },
    mde: mde && { route },
    mdav: mdav && { route, bypass: [] },
    mdi: mdi && { ...mdi, route },
  };
}

/** Whether anything but leaving every setting as it is was asked for. */
export const wantsChange = ({ winhttp, mde, mdav, mdi, strongCrypto }: Intent): boolean =>
  strongCrypto || [winhttp, mde, mdav, mdi].some((each) => each !== null && each.route.kind !== 'keep');
