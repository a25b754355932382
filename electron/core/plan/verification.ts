import { Observation } from '../connectivity/observation.ts';
import { Verdict } from '../connectivity/verdict.ts';
import { EffectiveProxy, EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { Finding } from '../effective/finding.ts';
import { z } from '../zod.ts';
import { Changed } from './problem.ts';
import { Products } from './snapshot.ts';

const devicePrefix = 'device-';

/** Stands for an endpoint's id where the host is one that this very device was onboarded with. */
export const deviceRow = (purpose: string): string => `${devicePrefix}${purpose}`;
export const isDeviceRow = (endpoint: string): boolean => endpoint.startsWith(devicePrefix);

/** One test: which service's path, to which endpoint, what was seen and what it means. */
export const ProbeResult = z.strictObject({
  service: ServiceId,
  /** Id of the endpoint in the catalogue, a `deviceRow`, or `custom`. */
  endpoint: z.string().max(64),
  purpose: z.string().max(200),
  /** The route that the service really takes; `direct` where nothing is set for it. */
  route: EffectiveRoute,
  observation: Observation.nullable(),
  verdict: Verdict,
});
export type ProbeResult = z.infer<typeof ProbeResult>;

/** What re-detection and the probes showed after (or without) a change. */
export const Verification = z.strictObject({
  schema: z.literal(1),
  takenAt: z.iso.datetime(),
  /** The run that was verified; null for "only test". */
  run: z.uuid().nullable(),
  products: Products,
  effective: z.array(EffectiveProxy).max(16),
  findings: z.array(Finding).max(500),
  /** Values that no longer hold what the plan wrote (a policy that came back, another hand). */
  deviations: z.array(Changed).max(100),
  /** Services whose effective proxy is not the one the plan expected. */
  unexpected: z.array(ServiceId).max(8),
  probes: z.array(ProbeResult).max(2000),
});
export type Verification = z.infer<typeof Verification>;
