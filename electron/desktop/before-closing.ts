import type { BrowserWindow } from 'electron';
import type { Work } from '../answering/between-threads.ts';

/**
 * Asks before the window closes while something runs that goes on without it, whether it is closed by its button, by a
 * key or by the menu. Never a trap: one question at a time, and none where Windows ends the session.
 */
export function beforeClosing(
  window: Pick<BrowserWindow, 'on' | 'once' | 'close' | 'isDestroyed'>,
  work: () => Work | null,
  closeAnyway: (work: Work) => Promise<boolean>,
): void {
  let agreed = false;
  let asking = false;
  async function question(about: Work): Promise<void> {
    asking = true;
    agreed = await closeAnyway(about).finally(() => {
      asking = false;
    });
    if (agreed && !window.isDestroyed()) window.close();
  }
  // Where a program is to make way, a request to close comes after the end of the session.
  window.once('session-end', () => {
    agreed = true;
  });
  window.on('close', (event) => {
    const now = agreed ? null : work();
    if (now === null) return;
    event.preventDefault();
    if (!asking) void question(now);
  });
}
