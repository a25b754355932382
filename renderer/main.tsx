import type { WindowApi } from '../electron/contract/contract.ts';
import { firstFrame } from './first-frame.ts';
import { openSession } from './wizard/session.ts';

declare global {
  interface Window {
    /** Put there by the preload script: the contract's calls and events, and nothing else. */
    readonly api: WindowApi;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

const session = openSession(window.api);
// The machine is looked at while the rest of the page loads, which would keep the first words from the screen.
const started = session.start();
await firstFrame();
const { show } = await import('./show.tsx');
show(root, session);
await started;
