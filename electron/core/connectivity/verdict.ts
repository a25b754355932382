import { z } from '../zod.ts';

/** The four results that a person sees. Nothing is `works` that was not proven by the expected path. */
export const Grade = z.enum(['works', 'differs', 'fails', 'not-tested']);
export type Grade = z.infer<typeof Grade>;

/** Who gave the answer that the verdict rests on. */
export const Responder = z.enum(['service', 'proxy', 'interceptor', 'nobody', 'unknown']);
export type Responder = z.infer<typeof Responder>;

/** What was concluded from one observation; the rows of the failure table, and the ways in which it can be well. */
export const verdictKinds = [
  'healthy',
  'healthy-503',
  'reachable-not-verified',
  'wrong-path',
  'new-issuer',
  'unknown-root',
  'dns',
  'tcp-refused',
  'tcp-timeout',
  'reset',
  'proxy-auth',
  'proxy-denied',
  'proxy-unauthorised',
  'proxy-upstream',
  'proxy-unavailable',
  'proxy-no-connect',
  'proxy-wrong-protocol',
  'inspection',
  'root-missing',
  'chain-incomplete',
  'weak-signature',
  'certificate-expired',
  'clock',
  'tls-version',
  'tls-failed',
  'client-certificate',
  'revoked',
  'revocation',
  'host-name',
  'portal',
  'redirect-loop',
  'block-page',
  'unexpected-status',
  'http-failed',
  'timeout',
  'ipv6-only',
  'service-tag',
  'loopback-blocked',
  'cancelled',
  'not-tested',
] as const;
export const VerdictKind = z.enum(verdictKinds);
export type VerdictKind = z.infer<typeof VerdictKind>;

/** Why a test was not made: the fact `why` of a verdict that is `not-tested`. */
export const NotTestedWhy = z.enum([
  'cancelled',
  /** The route is decided by a PAC file or WPAD that could not be asked, or is itself not known. */
  'pac',
  'auto-detect',
  'unknown-route',
  /** There is no address to test. */
  'no-workspace',
  'no-known-host',
  'not-installed',
  /** The proxy wants the sign-in that the service has; a test sends none. */
  'sign-in',
  /** Nothing answered any of the tests that were made by this way before. */
  'silent',
  /** What was seen holds nothing to judge. */
  'no-stage',
  'no-request',
]);
export type NotTestedWhy = z.infer<typeof NotTestedWhy>;

export const Verdict = z.strictObject({
  kind: VerdictKind,
  grade: Grade,
  confidence: z.enum(['certain', 'likely', 'possible']),
  responder: Responder,
  /**
   * Names and numbers that the sentence needs, never sentences. A key is there only where the fact is known:
   * `host` `port` of the target; `proxy` (`host:port`) the request went through; `expected` the route that was expected
   * (`direct` or `host:port`); `status` of the answer that decided; `stage` (dns, tcp, proxy-tls, connect, tls, http) and
   * `code` of a failure; `address` dialled; `issuer` (CA that signed the server's certificate); `ca` (the intercepting
   * or organisation's CA); `store` it is trusted by; `vendor`; `root` at the end of the path; `missing` (certificate
   * that is not there) and `caIssuers` (where it is published); `certificate` `notBefore` `notAfter` of the one out of
   * date; `skewSeconds` (this computer's clock minus the peer's); `protocol`; `schemes` of Proxy-Authenticate;
   * `location` of a redirect; `names` in a certificate that does not fit; `body` (its first characters);
   * `missingId` `sha256` (of the missing root: its id in the catalogue, its hash); `algorithm` of a weak certificate;
   * `tag` `outside` `tagFile` (service tag, addresses not in it, edition of the file); `signIn` (`basic`: the test gave
   * one to the proxy); `name` that was not resolved; `organisation` of a self-signed CA; `expectedRoots`; `newIssuer`; `used` and `result` of a test by another path; `why` (of what was not tested: a `NotTestedWhy`; `answer-undocumented`, `scheme-undocumented` and others of a kind) and
   * `win32` (what WinHTTP said of the PAC file or of WPAD).
   */
  facts: z.record(z.string().max(32), z.string().max(1024)),
});
export type Verdict = z.infer<typeof Verdict>;
