import { z } from '../zod.ts';

/**
 * What the admin wants, per product. A product that is null stays out of scope (not changed, not tested);
 * the route `keep` leaves its settings alone and only tests. Written by hand or by the wizard; strictly parsed.
 */

/** `HOST:PORT` without a scheme, as every product's own form is made from it (`core/settings/grammar.ts`). */
const ProxyText = z.string().max(300);
const BypassEntry = z.string().max(255);
const BypassList = z.array(BypassEntry).max(200);

const Keep = z.strictObject({ kind: z.literal('keep') });
/** Nothing is to be configured: direct egress, or a transparent proxy. Static values that stand are taken away. */
const Direct = z.strictObject({ kind: z.literal('direct') });
/** Found by the Web Proxy Auto-Discovery protocol. Static values that stand are taken away. */
const Wpad = z.strictObject({ kind: z.literal('wpad') });
const Pac = z.strictObject({ kind: z.literal('pac'), url: z.string().max(2048) });
const Static = z.strictObject({ kind: z.literal('static'), proxy: ProxyText });

/** `DOMAIN\user`, as the sensor takes it (`parseMdiUser`). */
const UserText = z.string().max(256);

/**
 * Whether the MDI sensor signs in to its proxy; no other product can. `keep`: what is stored stays, and where nothing is
 * stored nothing is. `none`: what is stored is taken away. The password is never part of an intent: it is typed when
 * the plan is made and travels `sealed` for the sensor's own certificate, or the program that applies the plan `ask`s.
 */
const SignIn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('sealed'), user: UserText }),
  z.strictObject({ kind: z.literal('ask'), user: UserText }),
]);
export type SignIn = z.infer<typeof SignIn>;

const WinHttpRoute = z.discriminatedUnion('kind', [Keep, Direct, Static]);
const MdeRoute = z.discriminatedUnion('kind', [Keep, Direct, Wpad, Static]);
const MdavRoute = z.discriminatedUnion('kind', [Keep, Direct, Wpad, Pac, Static]);
const MdiRoute = z.discriminatedUnion('kind', [Keep, Direct, Wpad, Pac, Static]);

export const clouds = ['commercial', 'gcc', 'gcchigh', 'dod'] as const;
export const Cloud = z.enum(clouds);
export type Cloud = z.infer<typeof Cloud>;

export const geographies = ['US', 'EU', 'UK', 'AU', 'CH', 'IN', 'JP', 'CA', 'AE', 'USGov'] as const;
export const Geography = z.enum(geographies);
export type Geography = z.infer<typeof Geography>;

/** Largest file that says what is wanted, in bytes. */
export const intentFileLimit = 256 * 1024;

export const Intent = z.strictObject({
  schema: z.literal(1),
  cloud: Cloud,
  geography: Geography,
  /** The server has no way to revocation lists and Windows Update but these proxies (needs two more values). */
  noRevocationPath: z.boolean(),
  /** The machine-wide WinHTTP proxy: revocation, Windows Update, and the default of MDE and MDAV. */
  winhttp: z
    .strictObject({
      route: WinHttpRoute,
      bypass: BypassList,
      /** Also write the copy of 32-bit programs where it does not exist yet; where it exists it always follows. */
      also32Bit: z.boolean(),
    })
    .nullable(),
  mde: z.strictObject({ route: MdeRoute }).nullable(),
  mdav: z.strictObject({ route: MdavRoute, bypass: BypassList }).nullable(),
  mdi: z
    .strictObject({
      route: MdiRoute,
      /** Workspace name, for the sensor API host; null where the installed sensor tells it. */
      workspace: z.string().max(253).nullable(),
      /**
       * Where the WinINET method of the service accounts is in use: `update` it in place, `migrate` to the sensor's
       * own ProxyUrl and leave the account settings, or `migrate-and-clear` them too.
       */
      legacy: z.enum(['update', 'migrate', 'migrate-and-clear']),
      /** Absent means `keep`. */
      signIn: SignIn.optional(),
    })
    .nullable(),
  /** Set the four .NET strong-cryptography values (only where they explain a failure). */
  strongCrypto: z.boolean(),
});
export type Intent = z.infer<typeof Intent>;
