import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { isSingleExecutable } from './native.ts';

/**
 * Starts a bundle as a thread of its own. SECURITY: a single executable takes it from inside itself, where nobody can
 * exchange it; no file beside the program is run as code.
 */
export function startThread(folder: string, bundle: 'winhttp-resolve-worker', workerData: unknown): Worker {
  const file = `${bundle}.cjs`;
  return isSingleExecutable()
    ? new Worker(asset(file), { eval: true, workerData })
    : new Worker(path.join(folder, file), { workerData });
}

function asset(name: string): string {
  const sea = createRequire(process.execPath)('node:sea') as typeof import('node:sea'); // Node's own type of its module
  return sea.getAsset(name, 'utf8');
}
