import { createRoot } from 'react-dom/client';
import type { WindowApi } from '../electron/contract/contract.ts';
import { App } from './App.tsx';
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
createRoot(root).render(<App session={session} />);
await session.start();
