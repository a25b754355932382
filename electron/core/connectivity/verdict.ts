import { z } from '../zod.ts';

/** The four results that a person sees. Nothing is `works` that was not proven by the expected path. */
export const Grade = z.enum(['works', 'differs', 'fails', 'not-tested']);
export type Grade = z.infer<typeof Grade>;

/** Who gave the answer that the verdict rests on. */
export const Responder = z.enum(['service', 'proxy', 'interceptor', 'nobody', 'unknown']);

/** What was concluded from one observation; the rows of the failure table, and the ways in which it can be well. */
export const VerdictKind = z.enum([
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
  'certificate-expired',
  'clock',
  'tls-version',
  'tls-failed',
  'client-certificate',
  'host-name',
  'portal',
  'block-page',
  'unexpected-status',
  'http-failed',
  'timeout',
  'cancelled',
]);
export type VerdictKind = z.infer<typeof VerdictKind>;

export const Verdict = z.strictObject({
  kind: VerdictKind,
  grade: Grade,
  confidence: z.enum(['certain', 'likely', 'possible']),
  responder: Responder,
  /** Names and numbers that the sentence needs (`status`, `issuer`, `root`, `host`, `vendor` …), never sentences. */
  facts: z.record(z.string().max(32), z.string().max(1024)),
});
export type Verdict = z.infer<typeof Verdict>;
