import { describe, expect, it } from 'vitest';
import type { Grade } from '../connectivity/verdict.ts';
import type { ServiceId } from '../effective/effective.ts';
import { probeForTests } from '../plan/matrix-for-tests.ts';
import type { ProbeResult } from '../plan/verification.ts';
import { productResults } from './product-results.ts';

const probe = (service: ServiceId, grade: Grade, necessity: ProbeResult['necessity'] = 'required'): ProbeResult =>
  probeForTests({
    service,
    endpoint: 'custom',
    purpose: 'sensor API',
    necessity,
    route: { kind: 'direct' },
    observation: null,
    verdict: { kind: 'healthy', grade, confidence: 'certain', responder: 'service', facts: {} },
  });

describe("a product's result", () => {
  it.each<readonly [readonly Grade[], Grade]>([
    [['works', 'works'], 'works'],
    [['works', 'not-tested'], 'not-tested'],
    [['works', 'differs', 'not-tested'], 'differs'],
    [['differs', 'works', 'fails'], 'fails'],
  ])('of %j is %s', (grades, expected) => {
    const [result] = productResults(grades.map((grade) => probe('mdi-sensor', grade)));
    expect(result?.grade).toBe(expected);
    expect(result?.decisive.verdict.grade).toBe(expected);
  });

  it('is not that of an endpoint that it can do without, unless nothing else was tested', () => {
    const optional = probe('windows-update', 'fails', 'optional');
    expect(productResults([optional, probe('revocation', 'works')])[0]?.grade).toBe('works');
    expect(productResults([optional])[0]?.grade).toBe('fails');
  });

  it('is there only for what was tested, in the fixed order', () => {
    const results = productResults([
      probe('revocation', 'works'),
      probe('diagtrack', 'fails'),
      probe('mdi-v3', 'works'),
    ]);
    expect(results.map(({ product }) => product)).toEqual(['mdi', 'mde', 'windows']);
  });
});
