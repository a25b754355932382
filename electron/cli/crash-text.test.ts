import { expect, test } from 'vitest';
import { ranProgram } from './program-for-tests.ts';

test('a fault that nobody expected is told without the secret in its text', async () => {
  let told = '';
  for (const json of [[], ['--json']]) {
    const { code, out, err } = await ranProgram(['detect', ...json], {
      pickMachine: () => Promise.reject(new Error('cannot open http://svc:S3cr3tWord@proxy:80, password=S3cr3tWord')),
    });
    told += out + err;
    expect(code).toBe(9);
  }
  expect(told).toContain('cannot open');
  expect(told).not.toContain('S3cr3tWord');
});
