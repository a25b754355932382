import type { WindowApi } from '../electron/contract/contract.ts';
import { painted } from './painted.ts';
import { openSession } from './wizard/session.ts';

declare global {
  interface Window {
    /** Put there by the preload script: the contract's calls and events, and nothing else. */
    readonly api: WindowApi;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

// The first call makes the main process load what answers it, and meanwhile it paints nothing.
await painted();
const session = openSession(window.api);
// The machine is looked at while the rest of the page loads.
const started = session.start();
const { show } = await import('./show.tsx');
show(root, session);
await started;
