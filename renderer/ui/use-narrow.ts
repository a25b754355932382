import { useSyncExternalStore } from 'react';

/** Below this a table of several columns would have to scroll sideways; also at 200 % zoom of a small window. */
const narrow = matchMedia('(max-width: 760px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether columns give way to lines, also while the window is being resized. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
