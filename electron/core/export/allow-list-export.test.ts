import { expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { EndpointCatalogue } from '../connectivity/endpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { wish } from '../plan/snapshot-for-tests.ts';
import { exportAllowList } from './allow-list-export.ts';
import { digest, planWith } from './plan-for-tests.ts';

const catalogue = EndpointCatalogue.parse(shipped);

/** The hosts of `allow-list.csv`, and every file's text. */
function listed(plan: Plan) {
  const made = exportAllowList(plan, digest, catalogue);
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  const texts = new Map(made.value.files.map((file) => [file.name, file.form === 'bytes' ? '' : file.text]));
  const rows = (texts.get('allow-list.csv') ?? '').split('\r\n').slice(1, -1);
  return { texts, hosts: rows.map((row) => row.split(',')[0] ?? '') };
}

const { mdi, mde, mdav } = planWith().intent;
const scoped = (said: Parameters<typeof wish>[0], more: Partial<Plan> = {}) =>
  planWith([], { intent: wish(said), ...more });

test('the sensor API is there as the documentation names it, and revocation lists with every product', () => {
  const { hosts } = listed(scoped({ mdi }));
  expect(hosts).toContain('*.atp.azure.com');
  expect(hosts).toContain('crl.microsoft.com');
  expect(hosts.some((host) => host.includes('endpoint.security.microsoft.com'))).toBe(false);
  // The name of the tenant's workspace is nobody else's business.
  expect(hosts.join()).not.toContain('contoso-corp');
});

test('hosts of both ways of onboarding are there, because the plan does not know which is used', () => {
  const { hosts, texts } = listed(scoped({ mde }));
  expect(hosts).toContain('*.endpoint.security.microsoft.com');
  expect(hosts.some((host) => host.startsWith('winatp-gw-'))).toBe(true);
  expect(texts.get('README.txt')).toContain('the hosts of both are in it');
});

test('the sensor version 3 needs the hosts of Defender for Endpoint', () => {
  const v3 = { ...planWith().products, mdi: { generation: 'v3', version: null } } as const;
  expect(listed(scoped({ mdi }, { products: v3 })).hosts).toContain('*.endpoint.security.microsoft.com');
});

test('a product that is out of scope is not asked for', () => {
  const { hosts } = listed(scoped({ mdav }));
  expect(hosts).not.toContain('*.atp.azure.com');
  expect(hosts).toContain('*.wdcp.microsoft.com');
});

test('no host stands there that would let everything through, and no placeholder', () => {
  for (const host of listed(planWith()).hosts) expect(host).toMatch(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/|$)/);
});

test('the same plan gives the same files, for people, firewalls and squid', () => {
  const { texts } = listed(planWith());
  expect([...texts.keys()]).toEqual([
    'README.txt',
    'allow-list.csv',
    'allow-list-firewall.csv',
    'allow-list-squid.conf',
    'allow-list-squid-no-inspection.conf',
  ]);
  expect(listed(structuredClone(planWith())).texts).toEqual(texts);
});

test('a plan with a blocker, and one that is about nothing, are refused', () => {
  expect(exportAllowList(planWith([], { blockers: [{ kind: 'both-sensors' }] }), digest, catalogue)).toEqual({
    ok: false,
    problem: { kind: 'plan-blocked' },
  });
  expect(exportAllowList(scoped({}), digest, catalogue)).toEqual({
    ok: false,
    problem: { kind: 'nothing-to-export', channel: 'allow-list', refusals: [] },
  });
});

test('a machine with line ends in its name breaks no line', () => {
  const machine = { ...planWith().machine, name: 'DC\r\n01' };
  expect(listed(planWith([], { machine })).texts.get('README.txt')).toContain('Plan of DC  01, made');
});
