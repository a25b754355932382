import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { MachineFacts } from '../../electron/core/plan/snapshot.ts';
import { accountName, computerFacts } from '../../electron/machine/windows/computer.ts';
import { fileVersion } from '../../electron/machine/windows/file-version.ts';
import { nativeMachine } from '../../electron/machine/windows/floor.ts';
import { processList } from '../../electron/machine/windows/process-list.ts';

test('the facts of this computer fit their schema', () => {
  const facts = computerFacts();
  assert.deepEqual(MachineFacts.parse(facts), facts);
  assert.equal(facts.lab, null);
  assert.match(facts.os.build, /^\d{5}/);
});

test('the account is named with its domain', () => {
  assert.match(accountName(), /^[^\\]+\\[^\\]+$/);
});

test('the process list holds this very process', () => {
  const own = processList()?.find(({ pid }) => pid === process.pid);
  assert.equal(own?.program.toLowerCase(), path.basename(process.execPath).toLowerCase());
});

test('the file version of a program is four numbers, and of a text file nothing', () => {
  assert.match(
    fileVersion(process.execPath) ?? '',
    new RegExp(`^${process.versions.node.replaceAll('.', '\\.')}\\.\\d+$`),
  );
  assert.equal(fileVersion(__filename), null);
  assert.equal(fileVersion('C:\\no such file.exe'), null);
});

test('the processor is asked of Windows itself', () => {
  assert.equal(nativeMachine(), 0x8664);
});
