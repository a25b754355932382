import { expect, test } from 'vitest';
import { runProgram } from './program.ts';

test('a fault that nobody expected is told without the secret in its text', async () => {
  let told = '';
  const write = (text: string) => {
    told += text;
  };
  const noPassword = () => Promise.reject(new Error('nobody is asked'));
  for (const json of [[], ['--json']]) {
    const code = await runProgram(['detect', ...json], {
      pickMachine: () => Promise.reject(new Error('cannot open http://svc:S3cr3tWord@proxy:80, password=S3cr3tWord')),
      scenarios: async () => ({}),
      out: write,
      err: write,
      now: () => new Date(),
      newId: () => crypto.randomUUID(),
      pid: process.pid,
      signal: new AbortController().signal,
      onWriting: () => undefined,
      passwords: { ask: noPassword, fromInput: noPassword },
    });
    expect(code).toBe(9);
  }
  expect(told).toContain('cannot open');
  expect(told).not.toContain('S3cr3tWord');
});
