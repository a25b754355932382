import { expect, test } from 'vitest';
import { wish } from '../plan/snapshot-for-tests.ts';
import { openingSection } from './section-opening.ts';
import { plan, ticketOf } from './ticket-for-tests.ts';

test('a ticket without a wish says that nothing was asked for, not that all is as wanted', () => {
  const tested = ticketOf({ plan: { ...plan, intent: wish({}), operations: [] }, outcome: null });
  const said = JSON.stringify(openingSection(tested));
  expect(said).toContain('No change was asked for. Every setting stays as it is.');
  expect(said).not.toContain('as you want it');
});
