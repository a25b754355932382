import { ServiceId } from '../effective/effective.ts';
import { WritableValueId } from '../settings/catalogue.ts';
import { Absent, Present, Sha256, ValueImage } from '../settings/reading.ts';
import { z } from '../zod.ts';
import { SensorProxy } from './snapshot.ts';

/** The default proxy as `WinHttpSetDefaultProxyConfiguration` takes it (WINHTTP_PROXY_INFO). */
export const WinHttpProxy = z.discriminatedUnion('access', [
  z.strictObject({ access: z.literal('direct') }),
  z.strictObject({
    access: z.literal('named'),
    proxy: z.string().min(1).max(2048),
    bypass: z.string().max(4096),
  }),
]);
export type WinHttpProxy = z.infer<typeof WinHttpProxy>;

/** Why an operation is in the plan; wording makes the sentence. */
export const Reason = z.enum([
  'mde-static-proxy',
  'mde-no-auth-proxy',
  'mde-prefer-static',
  'mde-no-static-proxy',
  'mdav-static-proxy',
  'mdav-pac',
  'mdav-bypass',
  'mdav-no-static-proxy',
  'mdav-no-pac',
  'mdav-no-bypass',
  'mdav-no-revocation',
  'winhttp-proxy',
  'winhttp-direct',
  'winhttp-32-follows',
  'sensor-proxy',
  'sensor-no-proxy',
  'sensor-sign-in',
  'sensor-no-sign-in',
  'legacy-in-place',
  'legacy-cleared',
  'strong-crypto',
  'v3-through-mde',
  'v3-through-mdav',
  'restart-to-read',
]);
export type Reason = z.infer<typeof Reason>;

export const Product = z.enum(['mdi', 'mde', 'mdav', 'windows']);
export type Product = z.infer<typeof Product>;

/** A page that says so, by the id under which wording keeps its title and address. */
export const CitationId = z.enum([
  'mdi-configure-proxy',
  'mdi-legacy-proxy',
  'mdi-known-issues',
  'mdi-sensor-v3',
  'mde-configure-proxy',
  'mdav-network-connections',
  'winhttp-default-proxy',
  'wininet-per-user',
  'general-knowledge',
]);
export type CitationId = z.infer<typeof CitationId>;

const common = {
  /** Position in the plan, from 1. Journal and outcome name operations by it. */
  id: z.int().min(1).max(200),
  product: Product,
  reason: Reason,
  citation: CitationId,
  /** The services whose effective proxy this touches. */
  services: z.array(ServiceId).max(8),
  /** Everything else that lives off the same store, so that the ticket names who else is affected. */
  alsoAffects: z.enum([
    'nobody',
    'all-winhttp-services',
    'all-local-system',
    'all-local-service',
    'all-dotnet-programs',
    'all-32bit-winhttp',
  ]),
};

const User = z.string().min(1).max(256);

/** How the sensor signs in to its proxy once the operation is done. The password is never part of a plan. */
const SensorSignIn = z.discriminatedUnion('kind', [
  /** As it is: a stored user and password stay, and where there is none there is none. */
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('none') }),
  /** The password lies beside the plan, sealed for the sensor's certificate; the hash is that of its file. */
  z.strictObject({ kind: z.literal('sealed'), user: User, sha256: Sha256 }),
  /** The program that carries the plan out asks for the password on its console. */
  z.strictObject({ kind: z.literal('ask'), user: User }),
]);

/** The sensor's own proxy as a plan wants it; null for none. */
const SensorAfter = z.strictObject({ url: z.string().max(2048), signIn: SensorSignIn }).nullable();
export type SensorAfter = z.infer<typeof SensorAfter>;

/** What the sensor's configuration file was: its hash (the file holds secrets) and its proxy part. */
const SensorState = z.strictObject({ sha256: Sha256, proxy: SensorProxy.nullable() });

/** One change. A closed union over the catalogue: there is no operation that writes any other place. */
export const Operation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    ...common,
    value: WritableValueId,
    before: ValueImage,
    after: z.discriminatedUnion('state', [Absent, Present]),
  }),
  /** The 64-bit default proxy, by the API; what the API stores is read back and recorded. */
  z.strictObject({ kind: z.literal('winhttp'), ...common, before: ValueImage, after: WinHttpProxy }),
  /** The 32-bit copy gets the very bytes that the 64-bit copy has after its own operation. */
  z.strictObject({ kind: z.literal('winhttp-32'), ...common, before: ValueImage, after: WinHttpProxy }),
  /** Stop the updater (and with it the sensor), back up, write, start. Unknown keys and their order are kept. */
  z.strictObject({
    kind: z.literal('sensor'),
    ...common,
    before: SensorState,
    after: SensorAfter,
  }),
  /** Restart a service so that it reads what was written for it. Its undo is another restart. */
  z.strictObject({ kind: z.literal('restart'), ...common, service: z.enum(['AATPSensorUpdater', 'DiagTrack']) }),
]);
export type Operation = z.infer<typeof Operation>;
