import { expect, test } from 'vitest';
import type { Evidence } from '../evidence/evidence.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { after, hideAll, plan, runId, ticketOf } from './ticket-for-tests.ts';

const fields = {
  number: 'CHG0031337',
  window: 'Sunday 02:00 to 04:00',
  requester: 'CONTOSO\\jane.doe',
  approver: 'Change board <b>',
};

const waiting: Evidence = {
  takenAt: '2026-11-22T10:02:00.000Z',
  changedAt: '2026-11-22T10:00:42.000Z',
  items: [
    {
      kind: 'sense-events',
      service: 'sense',
      state: 'check-again',
      again: { when: 'in-15-minutes', from: '2026-11-22T10:00:42.000Z' },
      facts: {},
    },
    { kind: 'sensor-api-test', service: 'mdi-sensor', state: 'by-hand', again: null, facts: { module: 'present' } },
  ],
};

const lab = { plan: { ...plan, machine: { ...plan.machine, lab: 'static-proxy' } }, labState: '/tmp/lab one' };

test('the fields of the change board stand first, and a dash where nothing was given', () => {
  const text = markdown(ticketOf({ fields: { ...fields, window: '  ' } }));
  expect(text.split('\n').slice(1, 5)).toEqual([
    '',
    '| Ticket number | Change window | Requested by | Approved by |',
    '| --- | --- | --- | --- |',
    '| CHG0031337 | – | CONTOSO\\\\jane.doe | Change board &lt;b&gt; |',
  ]);
  expect(html(ticketOf({ fields }))).toContain('Change board &lt;b&gt;');
});

test('who asked and who approved are accounts, and left out with them', () => {
  const text = markdown(ticketOf({ fields }, hideAll));
  expect(text).not.toMatch(/jane|Change board/);
  expect(text).toContain('CHG0031337');
});

test('what the services need time for is in the title, in the result and among the steps', () => {
  const text = markdown(ticketOf({ after: { ...after, evidence: waiting } }));
  expect(text.split('\n')[0]).toMatch(/, to be checked again$/);
  expect(text).toContain('to be checked again at 2026-11-22 10:15:42 UTC, because the services need time: MDE sensor');
  const validation = /## Validation steps\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
  expect(validation).toContain('To be checked again at 2026-11-22 10:15:42 UTC, by the same command: MDE sensor.');
  expect(validation).toContain('Test-MDISensorApiConnection');
  expect(markdown(ticketOf())).not.toContain('to be checked again');
});

test('the validation names the way of each service, and the command for later', () => {
  const text = markdown(ticketOf());
  expect(text).toMatch(/1\. Run `defender-proxy verify` on this server/);
  expect(text).toContain('These ways are to be shown: MDI sensor: `proxy.contoso.com:8080`');
  expect(text).toContain('`defender-proxy audit --ticket ticket.json`');
});

test('a ticket without its names cannot be compared later, and says no such command', () => {
  expect(markdown(ticketOf({}, hideAll))).not.toContain('audit');
});

test('the commands of a lab name the lab and its folder, in quotes where that is needed', () => {
  const text = markdown(ticketOf(lab));
  expect(text).toContain(`defender-proxy undo --run ${runId} --lab static-proxy --state "/tmp/lab one"`);
  expect(text).toContain('defender-proxy verify --lab static-proxy --state "/tmp/lab one"');
});
