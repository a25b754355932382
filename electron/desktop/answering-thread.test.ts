import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Start, Surfaces } from '../answering/between-threads.ts';
import { startAnswering } from './answering-thread.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'answering-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start: Start = {
  asked: { lab: null },
  features: { electron: '45.4.1', chromium: '156.0', node: '24.0.0', sandbox: true },
  userData: 'C:\\Users\\admin\\AppData',
  out: 'C:\\out',
  packaged: true,
};

/** A thread that answers `about` as written here, and by an `apply` that never ends. */
async function started(body = '') {
  const birpc = pathToFileURL(createRequire(import.meta.url).resolve('birpc'));
  const file = path.join(folder, 'thread.mjs');
  await writeFile(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from '${birpc}';
const window = createBirpc(
  {
    answer: async (name, raw) => {
      if (name === 'apply') return new Promise(() => {});
      ${body}
      return [name, raw, workerData.packaged, await window.chooseFile('which?')];
    },
    close: () => window.writeClipboard('closed'),
  },
  { post: (data) => parentPort.postMessage(data), on: (hear) => void parentPort.on('message', hear), timeout: -1 },
);`,
  );
  const heard: unknown[] = [];
  const none = () => Promise.reject(new Error('nobody asks for this'));
  const surfaces: Surfaces = {
    machineIs: () => undefined,
    refuse: () => undefined,
    underWay: () => undefined,
    announce: () => undefined,
    chooseFolder: none,
    chooseFile: async (title) => `${title} C:\\ticket.json`,
    printPdf: none,
    openExternal: none,
    openFolder: none,
    writeClipboard: (text) => void heard.push(text),
  };
  const faults: unknown[] = [];
  const thread = startAnswering(file, start, surfaces, (fault) => faults.push(fault));
  return { ...thread, heard, faults };
}

test('answers what it is asked, and asks what it needs of the window', async () => {
  const { calls, end, faults } = await started();
  expect(await calls.answer('about', { a: 1 })).toEqual(['about', { a: 1 }, true, 'which? C:\\ticket.json']);
  await end();
  expect(faults).toEqual([]);
});

test('puts its things away before it is ended, and that is no fault', async () => {
  const { calls, end, heard, faults } = await started();
  const unanswered = calls.answer('apply', {});
  await Promise.all([expect(unanswered).rejects.toThrow(), end()]);
  expect(heard).toEqual(['closed']);
  expect(faults).toEqual([]);
});

test.each([
  ['a fault that nobody answers for', "setTimeout(() => { throw new TypeError('x') }); return new Promise(() => {});"],
  ['its own end', 'process.exit(1)'],
])('%s is told, and whoever waits for an answer hears that none comes', async (_what, body) => {
  const { calls, end, faults } = await started(body);
  await expect(calls.answer('about', {})).rejects.toThrow();
  expect(faults[0]).toBeInstanceOf(Error);
  // Nothing is left to wait for.
  await end();
});
