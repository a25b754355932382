import { spawn } from 'node:child_process';
import { lstatSync, rmdirSync, symlinkSync } from 'node:fs';
import { differs } from './wine.ts';

/** Puts a link in the place of a folder: a junction, and under Wine what is a reparse point to it. */
export async function linkFolder(target: string, link: string): Promise<void> {
  if (differs('no-junctions'))
    await unixUntil(['/bin/ln', '-s', unixPath(target), unixPath(link)], () => isThere(link));
  else symlinkSync(target, link, 'junction');
}

/** Takes the link away and leaves what it leads to. */
export async function unlinkFolder(link: string): Promise<void> {
  if (differs('no-junctions')) await unixUntil(['/bin/rm', unixPath(link)], () => !isThere(link));
  else rmdirSync(link);
}

/** Wine starts programs of Unix, but nobody can wait for their end. */
async function unixUntil(commandLine: readonly string[], isDone: () => boolean): Promise<void> {
  spawn('start.exe', ['/unix', ...commandLine], { stdio: 'ignore' });
  const started = performance.now();
  while (!isDone()) {
    if (performance.now() - started > 10_000) throw new Error(`without effect: ${commandLine.join(' ')}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isThere(link: string): boolean {
  try {
    lstatSync(link);
    return true;
  } catch {
    return false;
  }
}

/** A path on drive C as Unix names it. */
const unixPath = (file: string) => `${process.env.WINEPREFIX}/drive_c${file.replace(/^C:/i, '').replaceAll('\\', '/')}`;
