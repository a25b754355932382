import { type Hide, numbered } from './stand-in.ts';

const ipv4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;
/** Entries of bypass lists such as `10.*` and `192.168.*`. */
const ipv4Range = /(?<![\w.])(?:\d{1,3}\.){1,3}\*(?:\.\*)*/g;
const group = '[0-9a-f]{1,4}';
const ipv6 = new RegExp(
  `(?<![\\w:.])(?:(?:${group}:){7}${group}|(?:${group}:){1,6}(?::${group}){1,6}|(?:${group}:){1,7}:|::(?:${group}:){0,6}${group})(?:%\\w+)?(?![\\w:])`,
  'gi',
);

/** Replaces IP addresses and ranges; those of the machine itself (127.0.0.1, ::1) stay. */
export function hideAddresses(): Hide {
  const alias = numbered('address');
  const rangeAlias = numbered('address-range');
  return (text) =>
    text
      .replace(ipv4, (address) => (!isIpv4(address) || isOwn(address) ? address : alias(address)))
      .replace(ipv4Range, (range) => rangeAlias(range))
      .replace(ipv6, (address) => (isOwn(address) ? address : alias(address)));
}

/** Four numbers of at most 255. */
export const isIpv4 = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);

const isOwn = (address: string): boolean => address.startsWith('127.') || ['0.0.0.0', '::', '::1'].includes(address);
