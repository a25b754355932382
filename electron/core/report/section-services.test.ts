import { expect, test } from 'vitest';
import type { Evidence } from '../evidence/evidence.ts';
import type { AccountTests } from '../plan/account-run.ts';
import type { Verification } from '../plan/verification.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { after, before, hideAll, keepAll, ticketOf } from './ticket-for-tests.ts';

const host = 'edr-eus3.us.endpoint.security.microsoft.com';
const evidence: Evidence = {
  takenAt: '2026-11-22T08:05:00.000Z',
  changedAt: '2026-11-22T08:00:00.000Z',
  items: [
    {
      kind: 'connections',
      service: 'sense',
      state: 'differs',
      again: null,
      facts: { program: 'MsSense.exe', expected: 'proxy', direct: '203.0.113.44:443' },
    },
    {
      kind: 'sense-events',
      service: 'sense',
      state: 'check-again',
      again: { when: 'in-15-minutes', from: '2026-11-22T08:00:00.000Z' },
      facts: { event: '5', at: '2026-11-22T08:01:00.000Z', host },
    },
    { kind: 'sensor-api-test', service: 'mdi-sensor', state: 'by-hand', again: null, facts: { module: 'present' } },
  ],
};
const accounts: AccountTests[] = [
  {
    account: 'local-service',
    simulated: true,
    seen: {
      own: {
        state: 'read',
        route: { kind: 'static', proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }], bypass: [] },
      },
      rows: [],
      system: [],
    },
    problem: null,
  },
];
const seen: Verification = { ...after, evidence, accounts };

test('the ticket has what the services show, in the moment from which it counts', () => {
  const text = markdown(ticketOf({ after: seen }));
  expect(text).toContain('### What the services themselves show');
  expect(text).toContain('Only what happened after the change at 2026-11-22 08:00:00 UTC counts');
  expect(text).toContain('MsSense.exe is connected past the proxy, to 203.0.113.44:443.');
  expect(text).toContain('at 2026-11-22 08:15:00 UTC');
  expect(text).toContain('Test-MDISensorApiConnection');
  expect(html(ticketOf({ after: seen }))).toContain('MsSense.exe is connected past the proxy');
});

test('the ticket has what the accounts saw, and says where that was only acted', () => {
  const text = markdown(ticketOf({ after: seen }));
  expect(text).toContain('### The same as the accounts of the services');
  expect(text).toContain('This is a lab, which has no accounts');
});

test('what is left out by choice is left out here too', () => {
  const text = markdown(ticketOf({ after: seen }, hideAll));
  expect(text).not.toContain('edr-eus3');
  expect(text).not.toContain('203.0.113.44');
  expect(text).not.toContain('proxy.contoso.com');
  expect(markdown(ticketOf({ after: seen }, { ...keepAll, tenantHosts: true }))).not.toContain('edr-eus3');
  expect(markdown(ticketOf({ after: seen }, keepAll))).toContain(host);
});

test('where nobody looked there is no such part', () => {
  const text = markdown(ticketOf({ after, before }));
  expect(text).not.toContain('What the services themselves show');
  expect(text).not.toContain('accounts of the services');
});
