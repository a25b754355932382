import { z } from '../zod.ts';

/** The consumers of a proxy that this product answers for. */
export const ServiceId = z.enum([
  'mdi-sensor',
  'mdi-updater',
  'mdi-v3',
  'sense',
  'diagtrack',
  'mdav-cloud',
  'revocation',
  'windows-update',
]);
export type ServiceId = z.infer<typeof ServiceId>;

/** The account under which a service resolves its proxy. */
export const AccountId = z.enum(['local-system', 'local-service', 'network-service']);
export type AccountId = z.infer<typeof AccountId>;

/** The places in which a proxy can be written, as a service looks at them. */
export const StoreId = z.enum([
  'sensor-configuration',
  'wininet-local-system',
  'wininet-local-service',
  'wininet-machine',
  'telemetry-proxy-server',
  'winhttp',
  'wpad',
  'mdav-policy-server',
  'mdav-preference-server',
  'mdav-policy-pac',
  'mdav-preference-pac',
  'direct',
  'mde-channel',
]);
export type StoreId = z.infer<typeof StoreId>;

/** One proxy of a stored list; `scheme` is that of a per-scheme entry (`http=`, `https=`) or null for all. */
export const ProxyEntry = z.strictObject({
  scheme: z.enum(['http', 'https']).nullable(),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  /** TLS is spoken to the proxy itself (a stored `https://` address). */
  tls: z.literal(true).optional(),
});
export type ProxyEntry = z.infer<typeof ProxyEntry>;

/** Where a service's traffic goes. `unknown`: a store that decides could not be read; a wrong value is worse. */
export const EffectiveRoute = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct') }),
  z.strictObject({
    kind: z.literal('static'),
    proxies: z.array(ProxyEntry).min(1).max(32),
    bypass: z.array(z.string().max(1024)).max(512),
  }),
  z.strictObject({ kind: z.literal('pac'), url: z.string().max(4096) }),
  z.strictObject({ kind: z.literal('auto-detect') }),
  z.strictObject({ kind: z.literal('unknown'), store: StoreId }),
]);
export type EffectiveRoute = z.infer<typeof EffectiveRoute>;

/** One store that was looked at, in the service's own order. */
export const EffectiveStep = z.strictObject({
  store: StoreId,
  /** `used` of two: both name the same proxy, and which of them comes first is not documented. */
  outcome: z.enum(['used', 'empty', 'unreadable', 'malformed', 'not-reached']),
  /** The stored text, masked where it holds a credential; null where there is none. */
  shown: z.string().max(4096).nullable(),
});
export type EffectiveStep = z.infer<typeof EffectiveStep>;

/** Which proxy one service will really use, and why (domain rule set: resolution order). */
export const EffectiveProxy = z.strictObject({
  service: ServiceId,
  account: AccountId,
  route: EffectiveRoute,
  steps: z.array(EffectiveStep).max(16),
  /** `unverified`: the order itself is not documented for this combination, and the admin is told so. */
  certainty: z.enum(['documented', 'unverified']),
});
export type EffectiveProxy = z.infer<typeof EffectiveProxy>;
