#!/usr/bin/env node
// `node scripts/audit-shipped.mjs`, after a build: whether npm knows a vulnerability of a package that ships. What is in
// the bundles are development dependencies to npm, so that `npm audit --omit=dev` does not look at them.

import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { bundledPackages } from './dist-papers.mjs';
import { root } from './setup.mjs';

/** The shipped packages with a vulnerability of any severity, of what `npm audit --json` says; an answer that is none is a fault. */
export function vulnerable(report, shipped) {
  if (typeof report.vulnerabilities !== 'object') throw new Error(`npm audit gave no answer: ${report.message ?? ''}`);
  return shipped.filter((name) => name in report.vulnerabilities);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  const found = vulnerable(JSON.parse(stdout), [...bundledPackages(), 'electron', 'koffi']);
  for (const name of found) console.error(`${name} ships, and has a known vulnerability: see npm audit`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
