import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ranProgram } from './program-for-tests.ts';

test('the schema of the ticket is printed as it is published, and no machine is looked at', async () => {
  const pickMachine = () => Promise.reject(new Error('a machine was asked for'));
  const printed = await ranProgram(['report', '--schema'], { pickMachine });
  const published = await readFile(path.join(import.meta.dirname, '../../assets/ticket.schema.json'), 'utf8');
  expect(printed).toEqual({ code: 0, out: published, err: '' });
  const json = await ranProgram(['report', '--schema', '--json'], { pickMachine });
  expect(JSON.parse(json.out)).toMatchObject({ value: JSON.parse(published) as unknown });
});
