import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLab } from '../../machine/lab/open-lab.ts';
import { supportCommand } from './support.ts';

it('says what is in the bundle before it writes it, and names nothing of the server in it', async () => {
  const base = await mkdtemp(path.join(os.tmpdir(), 'support-'));
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'with-agents', stateDir: path.join(base, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const out = path.join(base, 'out');
  const said: string[] = [];
  const answer = await supportCommand(
    { name: 'support', out },
    {
      machine: opened.value,
      labArguments: [],
      labFolder: null,
      files: { endpoints: null, serviceTags: null },
      now: () => new Date('2026-11-20T09:00:00Z'),
      newId: () => crypto.randomUUID(),
      pid: 1,
      signal: new AbortController().signal,
      passwords: {
        ask: () => Promise.reject(new Error('nobody is asked')),
        fromInput: () => Promise.reject(new Error('nobody is asked')),
      },
      say: (line) => said.push(line),
    },
  );
  expect(answer).toMatchObject({ ok: true, value: { exit: 0 } });
  expect(said.join('\n')).toContain('support.json');
  expect((await readdir(out)).sort()).toEqual(['README.txt', 'log.jsonl', 'support.json']);
  expect(await readFile(path.join(out, 'support.json'), 'utf8')).not.toMatch(/contoso|DC01/i);
  await opened.value.close();
  await rm(base, { recursive: true, force: true });
});
