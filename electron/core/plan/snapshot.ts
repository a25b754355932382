import { EffectiveProxy } from '../effective/effective.ts';
import { Finding } from '../effective/finding.ts';
import { AdvProxy } from '../settings/adv-proxy.ts';
import { ValueId } from '../settings/catalogue.ts';
import { Setting, Sha256 } from '../settings/reading.ts';
import { WinHttpAnswer } from '../settings/winhttp-answer.ts';
import { z } from '../zod.ts';
import { Onboarding } from './onboarding.ts';
import { OtherAgents } from './other-agents.ts';
import { ServiceState } from './service-state.ts';

/** The computer itself. `domain` is its Active Directory DNS suffix. */
export const MachineFacts = z.strictObject({
  name: z.string().min(1).max(64),
  domain: z.string().max(253).nullable(),
  role: z.enum(['domain-controller', 'member-server', 'workstation']),
  os: z.strictObject({ product: z.string().max(128), build: z.string().max(32), serverCore: z.boolean() }),
  elevated: z.boolean(),
  /** The scenario of a lab machine; null on a real one. Stamped on every ticket. */
  lab: z.string().max(64).nullable(),
});
export type MachineFacts = z.infer<typeof MachineFacts>;

/** The Windows services that the product looks at (service names, not display names). */
export const ServiceName = z.enum([
  'AATPSensor',
  'AATPSensorUpdater',
  'Sense',
  'DiagTrack',
  'WinDefend',
  'HealthService',
  'himds',
]);
export type ServiceName = z.infer<typeof ServiceName>;

export const ServiceFact = z.strictObject({
  name: ServiceName,
  state: ServiceState,
  /** File version of the service's program, where it could be read. */
  version: z.string().max(64).nullable(),
});
export type ServiceFact = z.infer<typeof ServiceFact>;

/** The proxy part of the MDI v2 sensor's configuration. The password itself is never read out of its sealed form. */
export const SensorProxy = z.strictObject({
  url: z.string().max(2048),
  userName: z.string().max(256).nullable(),
  passwordStored: z.boolean(),
});
export type SensorProxy = z.infer<typeof SensorProxy>;

/** SHA-1 of a certificate in hexadecimal, as a file spells it. */
export const Thumbprint = z.string().regex(/^[0-9A-Fa-f]{40}$/);

/** `SensorConfiguration.json` of the installed v2 sensor. Its folder's name holds the version and changes with it. */
export const SensorReading = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-installed') }),
  z.strictObject({ state: z.literal('unreadable'), win32: z.int() }),
  z.strictObject({ state: z.literal('malformed'), path: z.string().max(1024), fault: z.string().max(512) }),
  z.strictObject({
    state: z.literal('read'),
    path: z.string().max(1024),
    version: z.string().max(64).nullable(),
    sha256: Sha256,
    proxy: SensorProxy.nullable(),
    /** Host of the sensor API, the probe's target and the source of the workspace name. */
    apiHost: z.string().max(253).nullable(),
    /** SHA-1 of the sensor's own certificate in LocalMachine\My, for which a proxy password is sealed; null: not named. */
    thumbprint: Thumbprint.nullable(),
  }),
]);
export type SensorReading = z.infer<typeof SensorReading>;

/** What is installed, drawn from services, processes and the sensor's files. */
export const Products = z.strictObject({
  mdi: z.strictObject({
    generation: z.enum(['none', 'v2', 'v3', 'both', 'unknown']),
    version: z.string().max(64).nullable(),
  }),
  mde: z.strictObject({
    installed: z.boolean(),
    onboarded: z.boolean().nullable(),
    version: z.string().max(64).nullable(),
  }),
  mdav: z.strictObject({ installed: z.boolean(), running: z.boolean(), version: z.string().max(64).nullable() }),
});
export type Products = z.infer<typeof Products>;

/**
 * What `detect` found. Holds no secret: values that may hold one are sealed, and of the tenant's identifiers only the
 * hosts in `onboarding` are there, for the tests.
 */
export const Snapshot = z.strictObject({
  schema: z.literal(1),
  id: z.uuid(),
  takenAt: z.iso.datetime(),
  machine: MachineFacts,
  products: Products,
  services: z.array(ServiceFact).max(16),
  /** Whether `SenseIdentity.exe` runs (the v3 sensor); null where processes could not be listed. */
  senseIdentity: z.boolean().nullable(),
  sensor: SensorReading,
  /** Programs beside Defender with a proxy of their own; shown, never changed. */
  otherAgents: OtherAgents,
  /** Null: Defender for Endpoint was not onboarded. */
  onboarding: Onboarding.nullable(),
  settings: z.record(ValueId, Setting),
  winHttpAnswer: WinHttpAnswer,
  /** Null where this system has no such settings, or they could not be read. */
  advProxy: AdvProxy.nullable(),
  effective: z.array(EffectiveProxy).max(16),
  findings: z.array(Finding).max(500),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What detection read, before anything was concluded from it. */
export type Readings = Omit<Snapshot, 'effective' | 'findings' | 'products'>;
