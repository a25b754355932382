import type { Certificate, Observation } from '../core/connectivity/observation.ts';

/**
 * Keeps each certificate once: the services have few issuing CAs and many hosts, so that a thousand observations would
 * otherwise hold the same ones a thousand times. Returns the same observation with the kept ones in it.
 */
export function sharedCertificates(): (observation: Observation) => Observation {
  const kept = new Map<string, Certificate>();
  return (observation) => ({
    ...observation,
    presented: observation.presented.map((certificate) => {
      // Where in its chain the issuer stands is part of what is kept.
      const key = `${certificate.sha256} ${certificate.issuedBy}`;
      const known = kept.get(key) ?? certificate;
      if (kept.size < mostKept) kept.set(key, known);
      return known;
    }),
  });
}

const mostKept = 4096;
