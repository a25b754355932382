import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { Ticket } from '../core/report/ticket.ts';
import { hideAll, ticketOf } from '../core/report/ticket-for-tests.ts';
import { ticketJson } from '../core/report/ticket-json.ts';
import { ticketSchema } from '../core/report/ticket-schema.ts';

const file = path.join(import.meta.dirname, '../../assets/ticket.schema.json');

test('the published schema is that of the program', async () => {
  await expect(`${JSON.stringify(ticketSchema(), null, 2)}\n`).toMatchFileSnapshot(file);
});

/**
 * By the published file, with a validator that others wrote. Formats have patterns beside them in the schema, and the
 * names of a record stand in `propertyNames`, where this strictness does not look for what is required.
 */
function validator() {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, validateFormats: false });
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
}

test.each([
  ['a run', ticketOf()],
  ['names left out', ticketOf({}, hideAll)],
  ['a plan', ticketOf({ outcome: null, after: null })],
])('the JSON ticket of %s is valid by the published schema', (_, ticket) => {
  const isValid = validator();
  isValid(JSON.parse(ticketJson(ticket)));
  expect(isValid.errors).toBeNull();
});

test.each<[string, (ticket: Record<string, unknown>) => void]>([
  ['an unknown field', (ticket) => Object.assign(ticket, { more: 1 })],
  ['a time that is none', (ticket) => Object.assign(ticket, { madeAt: 'yesterday' })],
  ['a digest that is none', (ticket) => Object.assign(ticket, { digest: 'abc' })],
  ['no plan', (ticket) => delete ticket.plan],
  ['a ticket number without end', (ticket) => Object.assign(ticket.fields as object, { number: 'x'.repeat(201) })],
])('with %s it is not', (_, spoil) => {
  const ticket: Record<string, unknown> = JSON.parse(ticketJson(ticketOf()));
  spoil(ticket);
  expect(validator()(ticket)).toBe(false);
  expect(Ticket.safeParse(ticket).success).toBe(false);
});
