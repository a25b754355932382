import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { protectedFolder, protectedPath, vetFolder } from '../../electron/machine/windows/protected-folder.ts';
import { linkFolder, unlinkFolder } from './linked-folder.ts';
import { differs } from './wine.ts';

const base = 'C:\\ProgramData\\DPW suite';
after(() => rmSync(base, { recursive: true, force: true }));

test('a folder is made with its ACL and is then good as it stands', () => {
  assert.deepEqual(protectedPath('C:\\ProgramData', ['DPW suite', 'runs'], 'everybody'), {
    ok: true,
    value: `${base}\\runs`,
  });
  assert.ok(statSync(`${base}\\runs`).isDirectory());
  assert.deepEqual(protectedFolder(`${base}\\runs`, 'everybody'), { ok: true, value: `${base}\\runs` });
});

test('a file in the place of a folder is refused', () => {
  writeFileSync(`${base}\\file`, '');
  const found = protectedFolder(`${base}\\file`, 'administrators');
  assert.ok(!found.ok && found.problem.kind === 'folder-unsafe' && found.problem.why === 'not-a-folder');
});

test('a link in the place of a folder is refused', async () => {
  mkdirSync(`${base}\\elsewhere`);
  if (differs('no-junctions'))
    assert.throws(() => symlinkSync(`${base}\\elsewhere`, `${base}\\junction`, 'junction'), { code: 'ENOTSUP' });
  await linkFolder(`${base}\\elsewhere`, `${base}\\link`);
  const found = vetFolder(`${base}\\link`);
  assert.ok(!found.ok && found.problem.kind === 'folder-unsafe', JSON.stringify(found));
  assert.equal(!found.ok && found.problem.kind === 'folder-unsafe' && found.problem.why, 'link');
  await unlinkFolder(`${base}\\link`);
});

test('a folder whose parent is missing cannot be made', () => {
  const found = protectedFolder(`${base}\\no\\such`, 'everybody');
  assert.ok(!found.ok && found.problem.kind === 'folder-unsafe' && found.problem.why === 'cannot-create');
});
