import { expect, test } from 'vitest';
import { parseJournal } from './parse-journal.ts';

const at = '2026-11-20T09:00:00.000Z';
const run = '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11';
const begin = JSON.stringify({ event: 'begin', at, run, digest: 'a'.repeat(64), who: 'CONTOSO\\anna', pid: 7 });
const intend = JSON.stringify({ event: 'intend', at, op: 1, running: null });
const done = JSON.stringify({ event: 'done', at, op: 1, wrote: null });

test('reads whole lines', () => {
  const parsed = parseJournal(`${begin}\n${intend}\n${done}\n`);
  expect(parsed.ok && parsed.value.map(({ event }) => event)).toEqual(['begin', 'intend', 'done']);
});

test('a last line that was cut anywhere counts as not written', () => {
  for (let length = 0; length <= done.length; length += 1) {
    const parsed = parseJournal(`${begin}\n${intend}\n${done.slice(0, length)}`);
    expect(parsed.ok && parsed.value.length).toBe(2);
  }
});

test.each([
  ['', 'line 1'],
  [begin, 'line 1'],
  [`${intend}\n`, 'line 1'],
  [`${begin}\n${begin}\n`, 'line 2'],
  [`${begin}\n${intend.replace('"op":1', '"op":0')}\n`, 'line 2: op'],
  [`${begin}\n${intend.replace('}', ',"key":1}')}\n`, 'line 2: key'],
  [`${begin}\n${done.replace('null', '"abc"')}\n${intend}\n`, 'line 2: wrote'],
])('the journal %j is refused at its place', (text, place) => {
  expect(parseJournal(text)).toMatchObject({ ok: false, problem: { kind: 'bad-field', file: 'journal', at: place } });
});

test.each(['x\n', `${begin}\n\n${intend}\n`, `${begin}\n${intend.slice(0, 9)}\n${done}\n`])(
  'the journal %j is no journal',
  (text) => {
    expect(parseJournal(text)).toMatchObject({
      ok: false,
      problem: { kind: 'file-not-json', file: 'journal', detail: expect.stringMatching(/^line \d: /) as string },
    });
  },
);
