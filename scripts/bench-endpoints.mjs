// The part of `npm run bench` about testing endpoints: beside curl, through the same proxy with the same delay.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { debianPackages, installSystemPackages, root } from './setup.mjs';

/** Builds, measures and prints; `rounds` of each side. */
export async function benchEndpoints(rounds) {
  await installSystemPackages([...debianPackages.peers, ...debianPackages.bench]);
  const { buildParts } = await import('./build.mjs');
  await buildParts(['bench']);
  const program = path.join(root, 'out/bench/endpoints.bench.cjs');
  const { status } = spawnSync(process.execPath, ['--expose-gc', program, String(rounds)], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the measurement ended with ${status}`);
}
