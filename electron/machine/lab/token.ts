import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from '../../core/zod.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { readStateFile, replaceStateFile } from './state-file.ts';

/** ERROR_ACCESS_DENIED. */
export const accessDenied = 5;

/** The rights that this process has on the lab's machine. */
export interface Token {
  readonly elevated: boolean;
  /** Whether the account hives and the sensor's file can be read. */
  readonly readsProtected: boolean;
}

/**
 * A process is elevated where the scenario's account has a full token anyway, or where it was started by
 * `elevation.run`: the asking process then keeps a file with its own process id and the very arguments for as long as
 * the run lasts, and the started process recognises both.
 */
export async function tokenOf(scenario: Scenario, folder: string): Promise<Token> {
  const elevated = scenario.token === 'full' || (await wasElevated(folder));
  return { elevated, readsProtected: elevated || scenario.limitedReads };
}

const Grant = z.array(z.string().max(4096)).max(16);

/** Lets a process that this one starts with these last arguments be elevated; the returned function ends that. */
export async function grant(folder: string, argv: readonly string[]): Promise<() => Promise<void>> {
  const file = path.join(grants(folder), `${process.pid}-${randomUUID()}.json`);
  await mkdir(grants(folder), { recursive: true, mode: 0o700 });
  await replaceStateFile(file, argv);
  return () => rm(file, { force: true });
}

async function wasElevated(folder: string): Promise<boolean> {
  const names = await readdir(grants(folder)).catch(() => []);
  for (const name of names.filter((found) => found.startsWith(`${process.ppid}-`))) {
    const granted = await readStateFile(path.join(grants(folder), name), Grant, 64 * 1024);
    if (granted.ok && granted.value.length > 0 && isTail(granted.value, process.argv)) return true;
  }
  return false;
}

function isTail(tail: readonly string[], whole: readonly string[]): boolean {
  const from = whole.length - tail.length;
  return from >= 0 && tail.every((part, at) => whole[from + at] === part);
}

function grants(folder: string): string {
  return path.join(folder, 'elevated');
}
