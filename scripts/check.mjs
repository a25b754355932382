#!/usr/bin/env node
// `npm run check`: formatter, linter with the import fences, the type checker over every room, dead code.
// Prints one line each and ends with the count; any fault makes the exit code 1.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

const bin = (name) => path.join(root, 'node_modules/.bin', name);
const typecheck = (project) => ({ name: `types of ${project}`, command: bin('tsc'), args: ['-p', project] });

export const typeProjects = ['electron/core', 'electron', 'renderer', 'e2e'];

export const steps = [
  { name: 'format, lint and fences', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  ...typeProjects.map(typecheck),
  { name: 'dead code', command: bin('knip'), args: [] },
];

function runStep({ command, args }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs the named steps (all by default); resolves to how many held and how many did not. */
export async function check(wanted = steps) {
  const result = { passed: 0, failed: 0 };
  for (const step of wanted) {
    const { code, output } = await runStep(step);
    if (code === 0) {
      result.passed++;
      console.log(`ok    ${step.name}`);
    } else {
      result.failed++;
      console.log(`FAIL  ${step.name}\n${output.trimEnd()}`);
    }
  }
  return result;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const only = process.argv[2];
  const { failed } = await check(only === undefined ? steps : steps.filter((step) => step.name.startsWith(only)));
  process.exitCode = failed === 0 ? 0 : 1;
}
