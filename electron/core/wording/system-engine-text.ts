import type { SystemLimit } from '../connectivity/system-observation.ts';

const limits = {
  'tls-not-told':
    'Windows has one error for everything in TLS. Without "--engine system" the test tells versions, alerts and answers of a proxy apart.',
  'tunnel-not-told':
    'Windows does not tell whether the proxy or the server behind it ended the connection. Without "--engine system" the test does.',
} as const satisfies Record<SystemLimit, string>;

/** What a test by Windows' own HTTP leaves open, and how to learn it. */
export const systemLimitText = (limit: SystemLimit): string => limits[limit];
