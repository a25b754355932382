import { z } from '../zod.ts';

/** What a probe did and saw, stage by stage, as plain data. Times are milliseconds of a monotonic clock. */
const Ms = z.number().min(0).max(600_000);
const Text = z.string().max(4096);

/**
 * A DNS name or an IP address without brackets. SECURITY: it goes into a request line, so nothing that could end the
 * line or the host part may pass.
 */
const Host = z
  .string()
  .regex(/^(?:[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+)$/, 'a host name or IP address')
  .max(253);

/** What to reach. `http` is sent in absolute form to a proxy (RFC 9112 section 3.2.2), `https` through CONNECT. */
export const ProbeTarget = z.strictObject({
  scheme: z.enum(['http', 'https']),
  host: Host,
  port: z.int().min(1).max(65535),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'a path that starts with / and has no spaces, control or non-ASCII characters')
    .max(2048),
});
export type ProbeTarget = z.infer<typeof ProbeTarget>;

/** How to reach it. `scheme` is the protocol spoken to the proxy itself. */
export const ProbeVia = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct') }),
  z.strictObject({
    kind: z.literal('proxy'),
    scheme: z.enum(['http', 'https']),
    host: Host,
    port: z.int().min(1).max(65535),
  }),
]);
export type ProbeVia = z.infer<typeof ProbeVia>;

/** One certificate, parsed in `probe`; all hashes in lower-case hexadecimal, times as ISO 8601 in UTC. */
export const Certificate = z.strictObject({
  subject: Text,
  subjectCn: z.string().max(512).nullable(),
  issuer: Text,
  issuerCn: z.string().max(512).nullable(),
  organisation: z.string().max(512).nullable(),
  serial: z.string().max(128),
  sha1: z.string().regex(/^[0-9a-f]{40}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  names: z.array(z.string().max(512)).max(200),
  isCa: z.boolean(),
  selfSigned: z.boolean(),
  key: z.string().max(64),
  signature: z.string().max(64),
  caIssuers: z.array(z.string().max(2048)).max(8),
  /**
   * Position in the presented list of the certificate whose key made this one's signature, its own for a self-signed
   * one; null: the issuer was not sent. Checked by name, key identifier and signature.
   */
  issuedBy: z.int().min(0).max(63).nullable(),
});
export type Certificate = z.infer<typeof Certificate>;

/** Why a chain is not trusted, as the trust engine of the machine says. */
export const TrustError = z.enum([
  'untrusted-root',
  'partial-chain',
  'expired',
  'not-yet-valid',
  'name-mismatch',
  'revoked',
  'revocation-unknown',
  'bad-signature',
  'not-for-servers',
  'other',
]);
export type TrustError = z.infer<typeof TrustError>;

/** By which physical store the root came to be trusted; the organisation's own roots come by policy. */
export const RootStore = z.enum(['public', 'machine', 'group-policy', 'enterprise', 'unknown']);

/** The machine's own judgement of a presented chain. */
export const Trust = z.strictObject({
  trusted: z.boolean(),
  errors: z.array(TrustError).max(10),
  /** The path that was built, leaf first; it may be shorter or longer than what was presented. */
  path: z.array(z.strictObject({ cn: z.string().max(512), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(64),
  root: z
    .strictObject({
      cn: z.string().max(512),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      store: RootStore,
      /** The id of a well-known public root with this very SHA-256 in the endpoint catalogue, or null. */
      known: z.string().max(64).nullable(),
    })
    .nullable(),
});
export type Trust = z.infer<typeof Trust>;

/** Headers as received, names in lower case, in order; at most 64 of them are kept. */
const Headers = z.array(z.tuple([z.string().max(256), z.string().max(1024)])).max(64);

export const HttpAnswer = z.strictObject({
  status: z.int().min(100).max(999),
  reason: z.string().max(256),
  headers: Headers,
  /** The first bytes of the body, as text with control characters replaced; at most 4 KiB. */
  body: z.string().max(4096),
});
export type HttpAnswer = z.infer<typeof HttpAnswer>;

/**
 * A stage that broke: the code of Node or OpenSSL (`ECONNREFUSED`, `ERR_SSL_…`), or one of our own:
 * `TIMEOUT`, `CANCELLED`, `CLOSED` (the peer ended), `NOT_HTTP`, `BAD_STATUS_LINE`, `BAD_HEADER`, `HEADER_TOO_LARGE`,
 * `BAD_BODY`, `BODY_CUT`, `BAD_TARGET`, `INTERNAL`.
 */
export const StageFailure = z.strictObject({
  state: z.literal('failed'),
  ms: Ms,
  code: z.string().max(128),
  detail: Text,
});
export type StageFailure = z.infer<typeof StageFailure>;

const Skipped = z.strictObject({ state: z.literal('skipped') });
const stage = <S extends z.ZodRawShape>(data: S) =>
  z.discriminatedUnion('state', [Skipped, StageFailure, z.strictObject({ state: z.literal('done'), ms: Ms, ...data })]);

/**
 * One probe. Two stages can hold more than their turn: `http` is done although `tls` failed where the peer answered in
 * clear on the TLS port, and `proxyTls` is done although `connect` failed where a proxy that was spoken to in clear
 * turned out to want TLS.
 */
export const Observation = z.strictObject({
  target: ProbeTarget,
  via: ProbeVia,
  startedAt: z.iso.datetime(),
  totalMs: Ms,
  dns: stage({ addresses: z.array(z.string().max(64)).max(32) }),
  tcp: stage({ address: z.string().max(64), port: z.int() }),
  /** `nameMatches` is about the proxy's own name and certificate; results of older versions have the protocol alone. */
  proxyTls: stage({
    protocol: z.string().max(32),
    cipher: z.string().max(128).optional(),
    nameMatches: z.boolean().optional(),
  }),
  connect: stage({ answer: HttpAnswer }),
  tls: stage({ protocol: z.string().max(32), cipher: z.string().max(128), nameMatches: z.boolean() }),
  http: stage({ answer: HttpAnswer }),
  /** The chain exactly as the peer sent it, in its order, also when the handshake failed afterwards. */
  presented: z.array(Certificate).max(64),
  /** The peer sent more certificates than are listed. */
  presentedCut: z.boolean(),
  /**
   * The proxy asked for a Basic sign-in and the asker had one. `sent`: it went along, and the answer of `connect` (or of
   * `http` in clear) is the one to it; `withheld`: the proxy's own TLS certificate is not trusted. Absent: neither.
   */
  proxySignIn: z.enum(['sent', 'withheld']).optional(),
  trust: Trust.nullable(),
});
export type Observation = z.infer<typeof Observation>;
