import { expect, test } from 'vitest';
import { brokenAt, expectMdi, observation, untrusted } from '../core/connectivity/observation-for-tests.ts';
import { storeJudge } from './store-judge.ts';

const claimed = observation({ trust: untrusted('partial-chain') });

/** A machine that lacks these of the known roots, or cannot tell, and counts how often it is asked. */
function machineWithout(missing: readonly string[] | null) {
  const asked = { times: 0 };
  const missingRoots = async () => {
    asked.times += 1;
    return missing === null ? null : expectMdi.known.filter(({ id }) => missing.includes(id));
  };
  return { asked, judged: storeJudge({ missingRoots }) };
}

test('a root that this machine lacks is missing', async () => {
  const { judged } = machineWithout(['digicert-global-root-g2']);
  expect(await judged(claimed, expectMdi)).toMatchObject({ kind: 'root-missing' });
});

test('a chain that names a root which this machine has is a forgery', async () => {
  const { judged } = machineWithout([]);
  expect(await judged(claimed, expectMdi)).toMatchObject({ kind: 'inspection', facts: { why: 'false-name' } });
});

test('a store that cannot be read leaves the likelier cause', async () => {
  expect(await machineWithout(null).judged(claimed, expectMdi)).toMatchObject({ kind: 'root-missing' });
  const broken = storeJudge({ missingRoots: async () => Promise.reject(new Error('no store')) });
  expect(await broken(claimed, expectMdi)).toMatchObject({ kind: 'root-missing' });
});

test('the store is asked once for all, and only where a root seems to be missing', async () => {
  const { judged, asked } = machineWithout([]);
  await judged(observation(), expectMdi);
  await judged(brokenAt('tcp', 'ECONNREFUSED'), expectMdi);
  expect(asked.times).toBe(0);
  await Promise.all([judged(claimed, expectMdi), judged(claimed, expectMdi)]);
  expect(asked.times).toBe(1);
});
