import { expect, test } from 'vitest';
import type { Verification } from '../core/plan/verification.ts';
import { keepAll, plan, ticketOf } from '../core/report/ticket-for-tests.ts';
import { shippedCatalogue } from '../verify/shipped-catalogue.ts';
import { newSession } from './session.ts';
import { madeTickets } from './tickets.ts';

const clock = { now: () => new Date('2026-11-22T10:00:00.000Z'), newId: () => plan.id };

/** Tickets of a session that holds the plan with these tests. */
function ticketsWith(before: Verification | null) {
  const session = newSession();
  session.plans.put(plan.id, { plan, digest: 'ab'.repeat(32), file: '', sealed: null });
  if (before !== null) session.testsBefore.put(plan.id, before);
  return madeTickets(session, clock, shippedCatalogue, {
    labState: null,
    printPdf: async () => new TextEncoder().encode('%PDF-'),
  });
}

const { before } = ticketOf();

test('the request is the letter first, of the tests that the session holds', () => {
  if (before === null) throw new Error('no tests');
  const request = ticketsWith(before).request(plan.id);
  if (!request.ok) throw new Error(request.problem.kind);
  const [letter, ...others] = request.value;
  expect(letter).toMatchObject({ name: 'proxy-request.txt', form: 'utf-8-mark' });
  expect(others.map(({ name }) => name)).toContain('proxy-request.csv');
});

test('without tests, without a fault, and of a plan that is not held there is none', () => {
  expect(ticketsWith(null).request(plan.id).ok).toBe(false);
  expect(ticketsWith(null).request('0b6f4a52-6a53-4c5e-9d6f-3f2b7c1d9e19').ok).toBe(false);
  if (before === null) throw new Error('no tests');
  const well = { ...before, matrix: { ...before.matrix, rows: [] } };
  expect(ticketsWith(well).request(plan.id).ok).toBe(false);
});

test('tests of a plan that changes nothing show how it is: the ticket says what was tested', () => {
  if (before === null) throw new Error('no tests');
  const session = newSession();
  const nothing = { ...plan, operations: [] };
  session.plans.put(plan.id, { plan: nothing, digest: 'ab'.repeat(32), file: '', sealed: null });
  session.testsBefore.put(plan.id, before);
  const printPdf = async () => new Uint8Array();
  const tickets = madeTickets(session, clock, shippedCatalogue, { labState: null, printPdf });
  const made = tickets.make(plan.id, keepAll);
  if (!made.ok) throw new Error(made.problem.kind);
  const held = session.tickets.get(made.value.ticket);
  expect(held?.ticket).toMatchObject({ before: null, after: { takenAt: before.takenAt } });
  expect(held?.html).toMatch(/<title>[^<]*– tested/);
});
