import { expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { EndpointCatalogue } from './endpoint.ts';
import { expectedRoots, unmetRoots } from './expected-roots.ts';

const catalogue = EndpointCatalogue.parse(shipped);
const rows = (...ids: string[]) => catalogue.endpoints.filter(({ id }) => ids.includes(id));
const idsOf = (groups: ReturnType<typeof expectedRoots>) => groups.map((group) => group.map(({ id }) => id));

test('each group of roots is asked for once, in lower-case hashes', () => {
  const groups = expectedRoots(catalogue, rows('mdi-sensorapi-commercial', 'st-edr-cus', 'st-edr-eus', 'st-cyber-us'));
  expect(idsOf(groups)).toEqual([['digicert-global-root-g2'], ['microsoft-root-2011']]);
  expect(groups.flat().every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
});

test('the two roots of government MDI are alternatives', () => {
  const groups = expectedRoots(
    catalogue,
    catalogue.endpoints.filter(({ product, cloud }) => product === 'mdi-v2' && cloud === 'dod'),
  );
  expect(idsOf(groups)).toEqual([['digicert-global-root-ca', 'digicert-global-root-g2']]);
  const [first, second] = groups[0] ?? [];
  if (first === undefined || second === undefined) throw new Error('two roots');
  expect(unmetRoots(groups, [first])).toEqual([]);
  expect(unmetRoots(groups, [first, second])).toEqual([first]);
});

test('a root of two groups is missing once', () => {
  const [g2 = []] = expectedRoots(catalogue, rows('mdi-sensorapi-commercial'));
  expect(unmetRoots([g2, [...g2, ...g2]], g2)).toEqual(g2);
});
