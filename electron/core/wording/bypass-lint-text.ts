import type { BypassLint } from '../codecs/bypass-list.ts';

/** What is odd about an exception list, as one sentence. */
export function bypassLintText({ kind, entry, instead }: BypassLint): string {
  const it = entry ?? '';
  const write = instead === null ? '' : ` Write ${instead}.`;
  switch (kind) {
    case 'duplicate':
      return `${it} is listed twice.`;
    case 'bypasses-everything':
      return `${it} matches every host: with it, nothing goes through the proxy.`;
    case 'bypasses-defender':
      return `${it} matches hosts of Defender: with it, they are reached without the proxy.`;
    case 'scheme-in-entry':
      return `${it} begins with a scheme, so it may match nothing.${write}`;
    case 'port-in-entry':
      return `${it} names a port, so it may match nothing.${write}`;
    case 'address-range':
      return `${it} is a range of addresses, which is compared as text and matches nothing.${write}`;
    case 'leading-dot':
      return `${it} begins with a dot, so it may match nothing.${write}`;
    case 'ipv6':
      return `${it} is an IPv6 address, which is not known to work here.`;
    case 'unusual-characters':
      return `${it} contains characters that no host name has.`;
    case 'domain-missing':
      return `Its own domain is missing: this domain controller would reach it through the proxy. Add ${instead}.`;
    case 'local-missing':
      return `Names without a dot are missing: servers of your own network would be reached through the proxy. Add ${instead}.`;
    default:
      return kind satisfies never;
  }
}
