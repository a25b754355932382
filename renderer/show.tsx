import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import type { Session } from './wizard/session.ts';

/** Puts the window's content in place of what the page said while it opened. */
export function show(root: HTMLElement, session: Session): void {
  createRoot(root).render(<App session={session} />);
}
