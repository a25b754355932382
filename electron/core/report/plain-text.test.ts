import { expect, test } from 'vitest';
import { plainText, plainTextLimit } from './plain-text.ts';
import { before, operations, plan, runId, ticketOf } from './ticket-for-tests.ts';

test('the short text has what a ticket field needs, without any markup', () => {
  const text = plainText(ticketOf({ fields: { number: 'CHG0031337', window: 'Sunday', requester: '', approver: '' } }));
  expect(text.split('\n')[0]).toMatch(/^DC01: proxy of .+ – changed, fails for some$/);
  for (const part of [
    'Ticket number: CHG0031337',
    'Change window: Sunday',
    '3. ',
    ' -> proxy.contoso.com:8080',
    'Defender for Identity: before: fails, now: works',
    'Also affected: ',
    `defender-proxy undo --run ${runId}`,
    `SHA-256 ${'ab'.repeat(32)}`,
    '2026-11-22 10:05:00 UTC, local time 2026-11-22 11:05:00 (UTC+01:00)',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/Requested by|\*\*[A-Z]|`|<b|\| /);
  expect(text.endsWith('\n')).toBe(true);
  expect(text.length).toBeLessThanOrEqual(plainTextLimit);
  expect(plainText(ticketOf())).toBe(plainText(ticketOf()));
});

test('so many changes that they do not fit are counted', () => {
  const [first] = operations;
  const many = Array.from({ length: 100 }, (_, at) => ({ ...first, id: at + 1 })) as typeof plan.operations; // of that kind
  const text = plainText(ticketOf({ plan: { ...plan, operations: many } }));
  expect(text.length).toBeLessThanOrEqual(plainTextLimit);
  expect(text).toMatch(/\n… and \d+ more; the attached ticket has all of them\.\n/);
  expect(text).toContain(`undo --run ${runId}`);
});

test('a plan that was not applied shows the tests before it, and nothing of after', () => {
  const text = plainText(ticketOf({ outcome: null, before, after: null }));
  expect(text).toContain('Defender for Identity: before: fails\n');
  expect(text).toContain('planned');
});

test('a text of the network can make no line of its own', () => {
  const text = plainText(
    ticketOf({ plan: { ...plan, machine: { ...plan.machine, name: 'DC01\nBack-out:\nformat c:' } } }),
  );
  expect(text).not.toMatch(/^format c:/m);
});
