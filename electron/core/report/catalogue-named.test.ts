import { expect, test } from 'vitest';
import { documentOf } from './ticket-document.ts';
import { after, ticketOf } from './ticket-for-tests.ts';

/** The rows of the ticket that name a catalogue. */
const named = (ticket: Parameters<typeof documentOf>[0]): string[] =>
  documentOf(ticket).blocks.flatMap((block) =>
    block.kind === 'table'
      ? block.rows
          .map((row) => row.map((cell) => cell.map((span) => ('text' in span ? span.text : ' ')).join('')).join(': '))
          .filter((row) => row.startsWith('Tested '))
      : [],
  );

const own = { origin: 'own', version: 'contoso-7', asOf: '2026-11-22', sha256: 'cd'.repeat(32) } as const;

test('a ticket names the catalogue of its tests, with its hash', () => {
  expect(named(ticketOf({ before: null }))).toEqual([
    `Tested by: endpoint catalogue version 1 of 2026-11, shipped with the program, SHA-256 ${'ab'.repeat(32)}`,
  ]);
});

test('where it was changed between the rounds both are named', () => {
  expect(named(ticketOf({ before: { ...after, catalogue: own } }))).toEqual([
    `Tested before by: endpoint catalogue version contoso-7 of 2026-11-22, the administrator's own file, SHA-256 ${'cd'.repeat(32)}`,
    expect.stringMatching(/^Tested after by: endpoint catalogue version 1 /),
  ]);
});
