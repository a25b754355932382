import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { openNative } from '../../electron/machine/windows/native.ts';
import { differs } from './wine.ts';

/**
 * Wine starts its desktop from whichever process needs one first (its script engine does), and that desktop then keeps
 * the output of that process open, so that a test runner would wait for it for ever. So a process without any output
 * goes first, and this one holds on to the desktop that it made.
 */
export function holdDesktop(): void {
  if (!differs('desktop-holds-output')) return;
  const ask = "require('koffi').load('user32.dll').func('void* __stdcall GetDesktopWindow()')()";
  spawnSync(process.execPath, ['-e', ask], { cwd: path.dirname(__filename), stdio: 'ignore' });
  openNative().koffi.load('user32.dll').func('void* __stdcall GetDesktopWindow()')();
}
