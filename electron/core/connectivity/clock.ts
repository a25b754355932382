import { conclude, type Facts } from './conclusion.ts';
import type { Certificate, Observation } from './observation.ts';
import type { Verdict } from './verdict.ts';

/** How far two servers' clocks may be apart for Kerberos and MDI, in seconds. */
const allowedSkew = 300;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** IMF-fixdate, the one form that servers send (RFC 9110 section 5.6.7); milliseconds since 1970, or null. */
export function httpDate(text: string): number | null {
  const match = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text);
  if (match === null) return null;
  const [, day, month, year, hour, minute, second] = match;
  const index = months.indexOf(month ?? '');
  if (index < 0) return null;
  return Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
}

/**
 * This computer's clock minus the service's, in seconds; null where it cannot be told. Only the `Date` of an answer
 * that came over TLS and out of no cache counts: in clear HTTP anybody may have written or kept it.
 */
function clockSkew(observation: Observation): number | null {
  const { tls, http } = observation;
  if (tls.state !== 'done' || http.state !== 'done') return null;
  if (http.answer.headers.some(([name]) => name === 'age')) return null;
  const date = http.answer.headers.find(([name]) => name === 'date')?.[1];
  const theirs = date === undefined ? null : httpDate(date);
  return theirs === null ? null : Math.round((localTime(observation) - theirs) / 1000);
}

/** A service that answered well, but whose clock is another than this computer's. */
export function judgeClock(observation: Observation): Verdict | null {
  const skew = clockSkew(observation);
  if (skew === null || Math.abs(skew) <= allowedSkew) return null;
  return conclude('clock', 'differs', 'likely', 'service', { skewSeconds: skew });
}

/**
 * A certificate out of date: by its own fault, or because this computer's clock is wrong. The service's `Date` decides;
 * without it a certificate from the future speaks against the clock, an ended one for the certificate.
 */
export function judgeDates(observation: Observation): Verdict | null {
  const { trust, presented } = observation;
  const early = trust?.errors.includes('not-yet-valid') ?? false;
  const late = trust?.errors.includes('expired') ?? false;
  if (!early && !late) return null;
  const now = localTime(observation);
  const guilty = presented.find((one) => outside(one, now));
  const skew = clockSkew(observation);
  const facts: Facts = {
    certificate: guilty?.subjectCn ?? guilty?.subject,
    notBefore: guilty?.notBefore,
    notAfter: guilty?.notAfter,
    skewSeconds: skew,
    // All that was sent is in date: the path was built with an old copy that this computer keeps.
    why: guilty === undefined ? 'local-copy' : early ? 'not-yet-valid' : 'expired',
  };
  const rightTime = skew === null ? null : now - skew * 1000;
  if (skew !== null && rightTime !== null && Math.abs(skew) > allowedSkew)
    if (guilty !== undefined && !outside(guilty, rightTime))
      return conclude('clock', 'fails', 'likely', 'service', facts);
  if (skew === null && early && !late) return conclude('clock', 'fails', 'possible', 'unknown', facts);
  return conclude('certificate-expired', 'fails', skew === null ? 'likely' : 'certain', 'service', facts);
}

const localTime = (observation: Observation) => Date.parse(observation.startedAt) + observation.totalMs;

function outside(certificate: Certificate, at: number): boolean {
  return at < Date.parse(certificate.notBefore) || at > Date.parse(certificate.notAfter);
}
