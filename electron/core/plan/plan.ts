import { EffectiveProxy } from '../effective/effective.ts';
import { Finding } from '../effective/finding.ts';
import { ValueId } from '../settings/catalogue.ts';
import { z } from '../zod.ts';
import { BlastRadius } from './blast-radius.ts';
import { EnvironmentProxy } from './environment-proxies.ts';
import { Intent } from './intent.ts';
import { Operation, Product } from './operation.ts';
import { OtherAgents } from './other-agents.ts';
import { MachineFacts, Products } from './snapshot.ts';

/** What stands in the way. A plan with a blocker cannot be applied; each names who can take it away. */
export const Blocker = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('policy-managed'), value: ValueId, gpo: z.string().max(256).nullable() }),
  z.strictObject({ kind: z.literal('unreadable'), value: ValueId, win32: z.int() }),
  z.strictObject({ kind: z.literal('sensor-unreadable'), win32: z.int() }),
  z.strictObject({ kind: z.literal('sensor-malformed'), path: z.string().max(1024) }),
  z.strictObject({ kind: z.literal('sensor-not-installed') }),
  /** A password can be stored only for the certificate that the sensor's configuration names. */
  z.strictObject({ kind: z.literal('sensor-names-no-certificate') }),
  /** The v3 sensor has no sign-in, and neither have the WinINET settings of the service accounts. */
  z.strictObject({ kind: z.literal('sign-in-not-possible'), because: z.enum(['v3', 'legacy']) }),
  z.strictObject({ kind: z.literal('both-sensors') }),
  z.strictObject({ kind: z.literal('malformed-account-blob'), value: ValueId }),
  /** The machine-wide WinINET setting decides for every account and names a proxy, so MDI cannot be without one. */
  z.strictObject({ kind: z.literal('machine-wide-proxy'), value: ValueId }),
  z.strictObject({ kind: z.literal('pac-not-for-mdi') }),
  z.strictObject({ kind: z.literal('v3-routes-differ'), product: z.enum(['mde', 'mdav']) }),
  z.strictObject({ kind: z.literal('product-not-installed'), product: Product }),
]);
export type Blocker = z.infer<typeof Blocker>;

/** What the product does not do itself; shown with its exact command. */
export const ManualStep = z.discriminatedUnion('kind', [
  /** Several bypass entries for MDAV: the separator of the policy value is undocumented, so only the cmdlet's line is given. */
  z.strictObject({ kind: z.literal('mdav-bypass'), entries: z.array(z.string().max(255)).max(200) }),
  /** An MDAV preference stays beside the policy value that wins over it. */
  z.strictObject({ kind: z.literal('mdav-preference-remains'), value: ValueId }),
  /** The product's setting of a Group Policy is to be changed there. */
  z.strictObject({ kind: z.literal('change-gpo'), value: ValueId, gpo: z.string().max(256).nullable() }),
  /** The MDI sensor is to be installed, with its proxy from the start; null: without one. */
  z.strictObject({ kind: z.literal('install-sensor'), proxyUrl: z.string().max(2048).nullable() }),
  /** Once it is installed, the sensor is to be given its sign-in. */
  z.strictObject({ kind: z.literal('sensor-sign-in'), proxyUrl: z.string().max(2048), user: z.string().max(256) }),
]);
export type ManualStep = z.infer<typeof ManualStep>;

/** Things to know before applying that do not stop it. */
export const Caution = z.enum([
  'winhttp-affects-all-services',
  'bypass-lacks-domain',
  'bypass-excepts-everything',
  'bypass-excepts-defender',
  'prefer-static-version-unverified',
  'prefer-static-version-too-old',
  'prefer-static-version-unknown',
  'ssl-options-lowers-security',
  'mdav-updates-not-covered',
  'mdav-caches-proxy',
  'sense-needs-time',
  'policy-values-may-be-overwritten',
  'management-unknown',
  'winhttp-direct-for-revocation',
  'legacy-affects-account',
  'sign-in-goes-along',
  'mde-wpad-unverified',
  'only-mdi-signs-in',
  'mdi-v3-is-mde-and-mdav',
]);
export type Caution = z.infer<typeof Caution>;

/**
 * Ordered operations with everything that review, apply, verify and the ticket need to know of what was before.
 * Its file is its canonical form; the digest is the SHA-256 of that file and stands beside it, never inside.
 */
export const Plan = z.strictObject({
  schema: z.literal(1),
  /** Also the id of the run that applies it; a plan is applied once. */
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  toolVersion: z.string().max(32),
  machine: MachineFacts,
  products: Products,
  intent: Intent,
  before: z.strictObject({
    snapshotId: z.uuid(),
    takenAt: z.iso.datetime(),
    effective: z.array(EffectiveProxy).max(16),
    findings: z.array(Finding).max(500),
    otherAgents: OtherAgents,
    environment: z.array(EnvironmentProxy).max(8),
  }),
  operations: z.array(Operation).max(100),
  blockers: z.array(Blocker).max(100),
  cautions: z.array(Caution).max(32),
  manual: z.array(ManualStep).max(32),
  /** Who else on this machine is reached; null where nobody is, or nobody looked. */
  blastRadius: BlastRadius.nullable(),
  /** What each service will use once every operation is done. */
  expected: z.array(EffectiveProxy).max(16),
  /** The MDI sensor API host to test; null where neither the sensor nor the intent names it. */
  sensorApiHost: z.string().max(253).nullable(),
});
export type Plan = z.infer<typeof Plan>;

/** Largest plan file that is read, in bytes. */
export const planFileLimit = 1024 * 1024;
