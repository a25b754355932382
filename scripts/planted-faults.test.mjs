// Proves that each tool of `npm run check` sees our files and catches a fault that is planted in a copy of the tree.
// A tool that silently looks at nothing would report success for ever.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from './setup.mjs';

let copy;
const bin = (name) => path.join(root, 'node_modules/.bin', name);

before(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'planted-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString('utf8').split('\0').filter(Boolean)) {
    cpSync(path.join(root, file), path.join(copy, file), { recursive: true, force: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  execFileSync('git', ['init', '-q'], { cwd: copy });
});

after(() => rmSync(copy, { recursive: true, force: true }));

/** Plants one file, runs a tool, takes the file away again; returns what the tool said. */
function planted(file, text, command, args) {
  const target = path.join(copy, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  try {
    const { status, stdout, stderr } = spawnSync(bin(command), args, { cwd: copy, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  } finally {
    rmSync(target);
  }
}

const lint = (file, text) => planted(file, text, 'biome', ['lint', '--error-on-warnings', file]);

for (const [fault, rule, text] of [
  [
    'a promise that nobody waits for',
    'noFloatingPromises',
    'async function f(): Promise<void> {}\nexport function g() {\n  f();\n}\n',
  ],
  [
    'a switch that forgets a case',
    'useExhaustiveSwitchCases',
    "type K = 'a' | 'b';\nexport function g(k: K) {\n  switch (k) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  ['any', 'noExplicitAny', 'export const f = (x: any) => x;\n'],
  ['a non-null assertion', 'noNonNullAssertion', 'export const f = (x: string | null) => x!.length;\n'],
]) {
  test(`the linter catches ${fault}`, () => {
    const { status, said } = lint('electron/detect/planted.ts', text);
    assert.notEqual(status, 0);
    assert.match(said, new RegExp(rule));
  });
}

const use = (from) => `import { x } from '${from}';\nexport const y = x;\n`;
for (const [room, from] of [
  ['electron/core/plan', '../../machine/machine.ts'],
  ['electron/core/plan', 'node:fs'],
  ['electron/core/plan', 'zod'],
  ['electron/contract', '../apply/apply.ts'],
  ['electron/disk', '../machine/machine.ts'],
  ['electron/machine/lab', '../windows/registry.ts'],
  ['electron/machine/lab', '../../detect/detect.ts'],
  ['electron/machine/windows', '../lab/open-lab.ts'],
  ['electron/detect', '../machine/lab/open-lab.ts'],
  ['electron/detect', '../probe/probe.ts'],
  ['electron/probe', 'electron'],
  ['electron/apply', '../detect/detect.ts'],
  ['electron/apply', '../contract/contract.ts'],
  ['electron/report', '../verify/verify.ts'],
  ['electron/verify', '../apply/apply.ts'],
  ['electron/desktop', '../machine/machine.ts'],
  ['electron/desktop', '../answering/handlers.ts'],
  ['electron/answering', '../machine/lab/open-lab.ts'],
  ['electron/answering', '../desktop/window.ts'],
  ['electron/answering', 'electron'],
  ['electron/cli', '../desktop/window.ts'],
  ['electron/cli', '../machine/lab/open-lab.ts'],
  ['electron/cli', 'electron'],
  ['renderer/wizard', '../../electron/detect/detect.ts'],
  ['renderer/wizard', 'node:fs'],
  ['renderer/wizard', 'electron'],
]) {
  test(`the fence of ${room} refuses ${from}`, () => {
    const { status, said } = lint(`${room}/planted.ts`, use(from));
    assert.notEqual(status, 0);
    assert.match(said, /noRestrictedImports/);
  });
}

for (const [room, from] of [
  ['electron/core/plan', '../settings/reading.ts'],
  ['electron/verify', '../detect/detect.ts'],
  ['electron/verify', '../machine/machine.ts'],
  ['electron/detect', '../core/zod.ts'],
  ['electron/desktop', '../answering/between-threads.ts'],
  ['electron/answering', '../machine/machine.ts'],
  ['renderer/wizard', '../../electron/core/plan/plan.ts'],
]) {
  test(`the fence of ${room} lets ${from} in`, () => {
    assert.doesNotMatch(lint(`${room}/planted.ts`, use(from)).said, /noRestrictedImports/);
  });
}

test('the linter catches an import cycle', () => {
  writeFileSync(path.join(copy, 'electron/disk/cycle-b.ts'), "export { a } from './cycle-a.ts';\n");
  const text = "export const a = 1;\nexport * from './cycle-b.ts';\n";
  const { status, said } = lint('electron/disk/cycle-a.ts', text);
  rmSync(path.join(copy, 'electron/disk/cycle-b.ts'));
  assert.notEqual(status, 0);
  assert.match(said, /noImportCycles/);
});

for (const [project, file, text, code] of [
  ['electron/core', 'electron/core/plan/planted.ts', 'export const x = window;\n', 'TS2304'],
  ['electron/core', 'electron/core/plan/planted.ts', 'export const x = process.env;\n', 'TS2591|TS2580|TS2304'],
  ['electron', 'electron/detect/planted.ts', 'export const x: number = [1][0];\n', 'TS2322'],
  ['electron', 'electron/detect/planted.ts', 'export const x: { a?: string } = { a: undefined };\n', 'TS2375'],
  ['renderer', 'renderer/planted.ts', 'export const x = process.env;\n', 'TS2591|TS2580|TS2304'],
  ['e2e', 'e2e/planted.ts', 'export const x: string = 1;\n', 'TS2322'],
]) {
  test(`the type checker of ${project} catches ${text.trim()}`, () => {
    const { status, said } = planted(file, text, 'tsc', ['-p', project]);
    assert.notEqual(status, 0);
    assert.match(said, new RegExp(`planted\\.ts.*(?:${code})`));
  });
}

test('the formatter catches a file that is not formatted', () => {
  const { status } = planted('electron/detect/planted.ts', 'export const x   =  1\n', 'biome', ['format', 'electron']);
  assert.notEqual(status, 0);
});

test('the linter sees every source file', () => {
  const { stdout, stderr } = spawnSync(bin('biome'), ['lint', 'electron', 'renderer', 'e2e', 'scripts'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const seen = Number(/Checked (\d+) files/.exec(stdout + stderr)?.[1]);
  const sources = execFileSync(
    'git',
    ['ls-files', '-z', '--others', '--exclude-standard', 'electron', 'renderer', 'e2e', 'scripts'],
    { cwd: copy },
  )
    .toString('utf8')
    .split('\0')
    .filter((file) => /\.(?:ts|tsx|mjs|cjs|css|html|json)$/.test(file) && !file.endsWith('package-lock.json'));
  assert.ok(sources.length > 50, `${sources.length} sources`);
  assert.equal(seen, sources.length);
});

test('the dead-code check catches an export and a file that nobody uses', () => {
  const { status, said } = planted('electron/detect/planted.ts', 'export const nobody = 1;\n', 'knip', []);
  assert.notEqual(status, 0);
  assert.match(said, /electron\/detect\/planted\.ts/);
});
