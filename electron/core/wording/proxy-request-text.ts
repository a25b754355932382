import type { EndpointProduct } from '../connectivity/endpoint.ts';
import type { MachineFacts } from '../plan/snapshot.ts';
import { listed } from './names.ts';
import { utcText } from './time-text.ts';

const products = {
  'mdi-v2': 'Defender for Identity',
  'mdi-v3': 'Defender for Identity (sensor version 3)',
  mde: 'Defender for Endpoint',
  mdav: 'Defender Antivirus',
  'mdav-updates': 'updates of Defender Antivirus',
  'network-protection': 'SmartScreen and network protection',
  mma: 'Log Analytics agent',
  common: 'certificate checks of Windows',
} as const satisfies Record<EndpointProduct, string>;

/** Who uses an endpoint, as a reader of an allow-list knows it. */
export const endpointProductName = (id: EndpointProduct): string => products[id];

/** Where a request is made: what it offers goes by other names in the window than at the console. */
export type Front = 'window' | 'console';

/** For whoever sends the request; the words of the window are those of its page. */
const howToName = {
  window:
    'To name the hosts of the tenant, take the mark off "Hosts of the tenant" under "Leave out" on the page "Hand it in", and save the ticket: the request lies beside it.',
  console: 'To name the hosts of the tenant, write the report with --include-tenant-hosts: the request lies beside it.',
} as const satisfies Record<Front, string>;

/** The sentences of the request to the team that runs the proxy. */
export const requestWords = {
  title: 'Request to the team that runs the proxy and the firewall',
  from: ({ name, domain, lab }: MachineFacts, takenAt: string) =>
    `From the server ${name}${domain === null ? '' : ` (domain ${domain})`}, tested on ${utcText(takenAt)}.${lab === null ? '' : ` LAB "${lab}": not a real server.`}`,
  why: 'Microsoft Defender on this server cannot reach the services below as it has to. Please do the following.',
  reach: (proxies: readonly string[]) =>
    `Let this server connect to the proxy: ${listed(proxies)}. It did not answer, so nothing behind it could be tested.`,
  allow: (proxies: readonly string[]) =>
    `Let these addresses through${proxies.length === 0 ? '' : ` at ${listed(proxies)}`}, for this server and without a sign-in: services of Windows cannot give one. Port 443 needs CONNECT; port 80 is fetched by plain GET.`,
  wildcard:
    '"*." stands for every name below that domain. Microsoft asks for the whole domain, because the names in it change.',
  exempt:
    'Do not inspect TLS to these addresses or put a certificate of your own in its place: Defender accepts certificates of its own service only.',
  withheld: (count: number, front: Front) =>
    `${count === 1 ? 'One host of the tenant is' : `${count} hosts of the tenant are`} not named here. ${howToName[front]}`,
  seen: 'What was seen',
  files:
    'The same as a table is in proxy-request.csv, as rules for a firewall in proxy-request-firewall.csv, and for squid in the files that end in .conf.',
} as const;

/** Columns of the table of addresses. */
export const requestColumns = {
  host: 'Address',
  port: 'Port',
  protocol: 'Protocol',
  use: 'Used by',
  inspection: 'TLS inspection',
  need: 'Needed',
  tag: 'Azure service tag',
  purpose: 'For',
  seen: 'Seen',
} as const;

export const inspectionWord = (exempt: boolean, protocol: 'http' | 'https'): string =>
  protocol === 'http' ? 'no TLS' : exempt ? 'must be left out' : 'no matter';

export const requirementWord = { required: 'yes', optional: 'optional', 'legacy-only': 'older agents only' } as const;
