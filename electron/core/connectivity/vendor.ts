import type { Certificate, HttpAnswer } from './observation.ts';

/**
 * Makers of proxies and inspection gateways, recognised by words in certificates and headers. A name only says who to
 * call; no verdict becomes better by it. Words are lower case and chosen so that no public web CA holds them.
 */
interface Vendor {
  readonly name: string;
  readonly certificate: readonly string[];
  readonly header: readonly string[];
}

const vendors: readonly Vendor[] = [
  { name: 'Zscaler', certificate: ['zscaler'], header: ['zscaler'] },
  { name: 'Netskope', certificate: ['netskope', 'goskope'], header: ['netskope', 'goskope'] },
  {
    name: 'Symantec (Blue Coat) ProxySG',
    certificate: ['blue coat', 'bluecoat', 'proxysg', 'symantec web security', 'cloudsoc'],
    header: ['bluecoat', 'blue coat', 'proxysg', 'x-bluecoat-via', 'bcsi'],
  },
  { name: 'Forcepoint', certificate: ['forcepoint', 'websense'], header: ['forcepoint', 'websense'] },
  {
    name: 'Palo Alto Networks',
    certificate: ['palo alto', 'paloalto', 'prisma access'],
    header: ['palo alto', 'paloalto'],
  },
  { name: 'Fortinet', certificate: ['fortinet', 'fortigate'], header: ['fortinet', 'fortigate', 'fortiweb'] },
  {
    name: 'Cisco',
    certificate: ['cisco umbrella', 'opendns', 'ironport', 'cisco web security', 'cisco secure access'],
    header: ['umbrella', 'opendns', 'ironport', 'cisco'],
  },
  {
    name: 'Skyhigh (McAfee) Web Gateway',
    certificate: ['mcafee web gateway', 'mcafee', 'skyhigh'],
    header: ['mcafee', 'skyhigh'],
  },
  { name: 'Sophos', certificate: ['sophos', 'astaro'], header: ['sophos'] },
  { name: 'Check Point', certificate: ['check point', 'checkpoint'], header: ['check point', 'checkpoint'] },
  { name: 'Barracuda', certificate: ['barracuda'], header: ['barracuda'] },
  { name: 'Trend Micro', certificate: ['trend micro', 'iwsva', 'interscan'], header: ['trend micro', 'iwsva'] },
  { name: 'WatchGuard', certificate: ['watchguard', 'fireware'], header: ['watchguard'] },
  { name: 'SonicWall', certificate: ['sonicwall'], header: ['sonicwall'] },
  { name: 'iboss', certificate: ['iboss'], header: ['iboss'] },
  { name: 'Menlo Security', certificate: ['menlo security', 'menlosecurity'], header: ['menlosecurity'] },
  { name: 'Cloudflare Gateway', certificate: ['cloudflare gateway', 'gateway ca - cloudflare'], header: [] },
  { name: 'Microsoft TMG', certificate: ['forefront tmg'], header: ['isa server', 'forefront tmg'] },
  { name: 'Squid', certificate: ['squid'], header: ['squid'] },
  { name: 'mitmproxy', certificate: ['mitmproxy'], header: ['mitmproxy'] },
  { name: 'Fiddler', certificate: ['fiddler'], header: ['fiddler'] },
  { name: 'Burp Suite', certificate: ['portswigger'], header: [] },
  { name: 'Charles', certificate: ['charles proxy'], header: [] },
  { name: 'tinyproxy', certificate: [], header: ['tinyproxy'] },
  { name: 'Privoxy', certificate: [], header: ['privoxy'] },
];

/** The maker named by the CA of a certificate, or by the certificate itself where it is a CA's; or null. */
export function vendorOfCertificate(certificate: Pick<Certificate, 'issuer' | 'subject' | 'isCa'>): string | null {
  const text = `${certificate.issuer}\n${certificate.isCa ? certificate.subject : ''}`.toLowerCase();
  return vendors.find((vendor) => vendor.certificate.some((word) => text.includes(word)))?.name ?? null;
}

/** Headers in which a proxy names itself; `set-cookie` and the like hold chance text and are not looked at. */
const tellingHeaders =
  /^(?:via|server|proxy-agent|proxy-authenticate|proxy-connection|x-cache.*|x-squid.*|x-.*proxy.*|x-.*via)$/;

/** The maker named by an answer's headers, or null. */
export function vendorOfAnswer(answer: HttpAnswer): string | null {
  const text = answer.headers
    .filter(([name]) => tellingHeaders.test(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
    .toLowerCase();
  return vendorOfText(text);
}

const proxysOwn: ReadonlySet<string> = new Set([
  'x-squid-error',
  'proxy-authenticate',
  'proxy-agent',
  'proxy-connection',
  'x-proxy-error',
]);

/**
 * Whether an answer in clear HTTP was made by a proxy itself: it says so, or calls itself the server. `Via` alone does
 * not say so, since a proxy also adds it to what it passes on.
 */
export function proxyMadeIt({ headers }: HttpAnswer): boolean {
  return headers.some(
    ([name, value]) => proxysOwn.has(name) || (name === 'server' && vendorOfText(value.toLowerCase()) !== null),
  );
}

const vendorOfText = (text: string): string | null =>
  vendors.find((vendor) => vendor.header.some((word) => text.includes(word)))?.name ?? null;
