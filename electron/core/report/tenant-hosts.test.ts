import { expect, test } from 'vitest';
import { matrixForTests } from '../plan/matrix-for-tests.ts';
import { type ProbeResult, probesOf, type Verification } from '../plan/verification.ts';
import { markdown } from './markdown.ts';
import { withoutTenantHosts } from './tenant-hosts.ts';
import { after, hideAll, keepAll, ticketOf } from './ticket-for-tests.ts';
import { ticketJson } from './ticket-json.ts';

const host = 'edr-eus3.us.endpoint.security.microsoft.com';

/** A test whose evidence names the host in many places. */
const [any] = probesOf(after).filter(({ observation }) => observation !== null);
if (any?.observation == null) throw new Error('a test with evidence');
const seen: ProbeResult = {
  ...any,
  service: 'sense',
  endpoint: 'device-control',
  observation: { ...any.observation, target: { ...any.observation.target, host } },
  verdict: { ...any.verdict, facts: { ...any.verdict.facts, host, address: '203.0.113.9', names: `${host}, *.x.com` } },
};
const published = { ...any, service: 'sense', endpoint: 'st-edr-cus' } as const;
const verification: Verification = { ...after, matrix: matrixForTests([seen, published]) };

test('a ticket has no host of the onboarding unless it is asked for', () => {
  for (const text of [markdown, ticketJson]) {
    const usual = text(ticketOf({ before: null, after: verification }, { ...keepAll, tenantHosts: true }));
    expect(usual).not.toContain('edr-eus3');
    expect(usual).not.toContain('203.0.113.9');
    expect(text(ticketOf({ before: null, after: verification }, hideAll))).not.toContain('edr-eus3');
    expect(text(ticketOf({ before: null, after: verification }, keepAll))).toContain(host);
  }
});

test('what was concluded stays, under the name that an allow-list would have', () => {
  const [device, row] = withoutTenantHosts(verification).matrix.rows;
  expect(device?.target).toBeNull();
  expect(device?.cells[0]).toMatchObject({
    observation: null,
    verdict: {
      kind: seen.verdict.kind,
      grade: seen.verdict.grade,
      facts: { host: '*.us.endpoint.security.microsoft.com', names: '*.us.endpoint.security.microsoft.com, *.x.com' },
    },
  });
  expect(row).toEqual(verification.matrix.rows[1]);
});

test('the rows of the catalogue are shown with all of their evidence', () => {
  expect(withoutTenantHosts(after)).toEqual(after);
});
