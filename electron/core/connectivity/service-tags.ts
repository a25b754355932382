import { z } from '../zod.ts';
import { type AddressRange, addressRange, inRange, parseAddress } from './address-range.ts';

/**
 * Azure's service tags: which addresses Microsoft gives a service, as the file says that Microsoft publishes every week
 * (https://www.microsoft.com/download/details.aspx?id=56519, for US Government id=57063) and the admin hands over.
 */
export const serviceTagNames = [
  'AzureAdvancedThreatProtection',
  'MicrosoftDefenderForEndpoint',
  'OneDsCollector',
] as const;
export type ServiceTagName = (typeof serviceTagNames)[number];

/** Largest file that is read, in bytes; the published one has about 5 MB. */
export const serviceTagFileLimit = 16 * 1024 * 1024;

const Prefix = z
  .string()
  .refine((text) => addressRange(text) !== null, 'an address range like 20.36.120.0/22 or 2603:1000::/24');

/**
 * Microsoft's file. Its fields beside these are not ours to refuse: they change without notice. Ranges are only read
 * strictly where the tag is one of ours, because a range that is misread is worse than a file that is refused.
 */
export const ServiceTagFile = z.object({
  changeNumber: z.int().min(0).max(1_000_000_000),
  cloud: z.string().min(1).max(64),
  values: z
    .array(
      z.object({
        name: z.string().min(1).max(256),
        properties: z.object({ addressPrefixes: z.array(z.string().max(64)).max(100_000) }),
      }),
    )
    .min(1)
    .max(50_000)
    .superRefine((values, context) => {
      // Without any nothing would be compared, and whoever gave the file would take that for agreement.
      if (values.every(({ name }) => baseOf(name) === null)) {
        const message = `at least one of the tags ${serviceTagNames.join(', ')}`;
        context.addIssue({ code: 'custom', path: [], message });
      }
      for (const [at, value] of values.entries()) {
        if (baseOf(value.name) === null) continue;
        const wrong = value.properties.addressPrefixes.findIndex((text) => !Prefix.safeParse(text).success);
        if (wrong < 0) continue;
        context.addIssue({
          code: 'custom',
          path: [at, 'properties', 'addressPrefixes', wrong],
          message: 'an address range like 20.36.120.0/22 or 2603:1000::/24',
        });
        return;
      }
    }),
});
export type ServiceTagFile = z.infer<typeof ServiceTagFile>;

/** What a file says about the tags of Defender. */
export interface ServiceTags {
  readonly cloud: string;
  readonly changeNumber: number;
  /** The tags of ours that the file has, region by region or as a whole. */
  readonly names: readonly ServiceTagName[];
  /** The tag of ours that holds this address; null: none does, or it is no address. */
  tagOf(address: string): ServiceTagName | null;
  /** Whether the address lies in this tag, in any of its regions; null: the file does not have the tag. */
  holds(tag: ServiceTagName, address: string): boolean | null;
}

/** The tags of a file, ready to be asked. Regions (`AzureAdvancedThreatProtection.WestEurope`) count to their tag. */
export function serviceTagsOf({ cloud, changeNumber, values }: ServiceTagFile): ServiceTags {
  const ranges = new Map<ServiceTagName, AddressRange[]>();
  for (const { name, properties } of values) {
    const base = baseOf(name);
    if (base === null) continue;
    const own = ranges.get(base) ?? [];
    // Not by spreading: a long list would not fit on the stack.
    for (const text of properties.addressPrefixes) {
      const range = addressRange(text);
      if (range !== null) own.push(range);
    }
    ranges.set(base, own);
  }
  const holds = (tag: ServiceTagName, text: string): boolean | null => {
    const address = parseAddress(text);
    const own = ranges.get(tag);
    if (own === undefined) return null;
    return address !== null && own.some((range) => inRange(address, range));
  };
  const names = serviceTagNames.filter((name) => ranges.has(name));
  return {
    cloud,
    changeNumber,
    names,
    holds,
    tagOf: (address) => names.find((name) => holds(name, address) === true) ?? null,
  };
}

function baseOf(name: string): ServiceTagName | null {
  return serviceTagNames.find((base) => name === base || name.startsWith(`${base}.`)) ?? null;
}

/**
 * The tag that Microsoft documents for a host; null: none is, as for content delivery networks, whose addresses never
 * lie in one. The tags of MDE are documented for streamlined hosts only, and not in the
 * file of US Government.
 */
export function serviceTagOfHost(host: string): ServiceTagName | null {
  const name = host.toLowerCase();
  if (/(?:^|\.)atp\.azure\.(?:com|us)$/.test(name)) return 'AzureAdvancedThreatProtection';
  if (/(?:^|\.)events\.endpoint\.security\.microsoft\.com$/.test(name)) return 'OneDsCollector';
  if (/(?:^|\.)endpoint\.security\.microsoft\.com$/.test(name)) return 'MicrosoftDefenderForEndpoint';
  return null;
}
