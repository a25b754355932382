import { localEntry, prefixPattern } from '../codecs/bypass-list.ts';
import type { WinHttpProxy } from '../plan/operation.ts';
import { z } from '../zod.ts';

/**
 * The grammars of what is written, section by product: one address and port has to be written four different ways.
 * (Reading accepts any string; see `core/codecs/proxy-list.ts`.)
 *
 *     LABEL = [A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?
 *     HOST  = LABEL(?:\.LABEL)*    at most 253 characters; a last label of digits only makes it an IPv4 address
 *     PORT  = 1 to 65535, no leading zero
 */

/** Why a typed text was refused. Wording turns each kind into one sentence that says what to write instead. */
export const GrammarFault = z.strictObject({
  kind: z.enum([
    'empty',
    'too-long',
    'non-ascii',
    'space',
    'credentials',
    'scheme-not-allowed',
    'scheme-missing',
    'scheme-unknown',
    'ipv6',
    'bad-host',
    'port-missing',
    'port-zero',
    'port-too-large',
    'bad-port',
    'trailing-text',
    'bad-user',
    'bad-workspace',
    'bad-bypass-entry',
    'bad-url',
  ]),
  /** The text to write instead, where it can be told from what was typed; credentials are left out of it. */
  instead: z.string().max(4096).nullable(),
});
export type GrammarFault = z.infer<typeof GrammarFault>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: GrammarFault };

/** A proxy by address and port: what every product's form is rendered from. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** A proxy as a URL. `https` means that TLS is spoken to the proxy itself. */
export interface ProxyUrl {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** Null where the URL has none, which only the MDI sensor's form allows. */
  readonly port: number | null;
}

/** `HOST:PORT` without a scheme: MDE's TelemetryProxyServer, WinHTTP, and what the admin types once. */
export function parseHostPort(text: string): Parsed<HostPort> {
  const plain = plainFault(text, 300, parseHostPort, renderHostPort);
  if (plain !== null) return { ok: false, fault: plain };
  const scheme = schemeShape.exec(text);
  if (scheme !== null)
    return refused('scheme-not-allowed', repaired(text.slice(scheme[0].length), parseHostPort, renderHostPort));
  const address = splitAddress(text);
  if (!address.ok) return address;
  const { host, port, rest } = address.value;
  if (rest !== '')
    return refused('trailing-text', repaired(text.slice(0, -rest.length), parseHostPort, renderHostPort));
  return port === null ? refused('port-missing') : { ok: true, value: { host, port } };
}

/**
 * A proxy with its scheme. MDAV's ProxyServer takes `http(s)://HOST:PORT` and nothing more; the MDI sensor's ProxyUrl
 * may leave the port out and end in a slash.
 */
export function parseProxyUrl(text: string, product: 'mdav' | 'mdi'): Parsed<ProxyUrl> {
  const again = (other: string) => parseProxyUrl(other, product);
  const plain = plainFault(text, 300, again, renderProxyUrl);
  if (plain !== null) return { ok: false, fault: plain };
  const scheme = schemeShape.exec(text);
  if (scheme === null) return refused('scheme-missing', repaired(`http://${text}`, again, renderProxyUrl));
  const behind = text.slice(scheme[0].length);
  const name = scheme[1]?.toLowerCase();
  if (name !== 'http' && name !== 'https')
    return refused('scheme-unknown', repaired(`http://${behind}`, again, renderProxyUrl));
  const address = splitAddress(behind);
  if (!address.ok) return withScheme(address, name);
  const { host, port, rest } = address.value;
  if (rest !== '' && !(product === 'mdi' && rest === '/'))
    return refused('trailing-text', repaired(text.slice(0, -rest.length), again, renderProxyUrl));
  if (port === null && product === 'mdav') return refused('port-missing');
  return { ok: true, value: { scheme: name, host, port } };
}

/** The address of a PAC file, `http://` or `https://`; the text itself is the value. */
export function parsePacUrl(text: string): Parsed<string> {
  const plain = plainFault(text, 2048, parsePacUrl, (url) => url);
  if (plain !== null) return { ok: false, fault: plain };
  const scheme = schemeShape.exec(text);
  if (scheme === null)
    return refused(
      'scheme-missing',
      /^[\\/]/.test(text) ? null : repaired(`http://${text}`, parsePacUrl, (url) => url),
    );
  const name = scheme[1]?.toLowerCase();
  if (name !== 'http' && name !== 'https') return refused('scheme-unknown');
  const address = splitAddress(text.slice(scheme[0].length));
  if (!address.ok) return withScheme(address, name);
  return /["<>\\^`{|}]/.test(text) ? refused('bad-url') : { ok: true, value: text };
}

/** The sensor's proxy user, `DOMAIN\user`; a user principal name is not documented. */
export function parseMdiUser(text: string): Parsed<string> {
  if (text === '') return refused('empty');
  if (text.length > 256) return refused('too-long');
  if (/\s/.test(text)) {
    const tight = text.trim();
    return refused('space', /\s/.test(tight) ? null : repaired(tight, parseMdiUser, (user) => user));
  }
  if (/^[^\\/:*?"<>|@]+\\[^\\/:*?"<>|]+$/.test(text) && !hasControl(text)) return { ok: true, value: text };
  const slash = /^([^\\/]+)\/([^\\/]+)$/.exec(text);
  return refused(
    'bad-user',
    slash === null ? null : repaired(`${slash[1]}\\${slash[2]}`, parseMdiUser, (user) => user),
  );
}

/**
 * The MDI workspace's name. A pasted sensor API host, portal host or URL is taken as well and cut down to the name
 * (`https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping` gives `contoso-corp`).
 */
export function parseWorkspace(text: string): Parsed<string> {
  if (text.trim() === '') return refused('bad-workspace');
  const plain = plainFault(text, 2048, parseWorkspace, (name) => name);
  if (plain !== null) return { ok: false, fault: plain };
  const host = (
    text
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .split(/[/?#:]/, 1)[0] ?? ''
  ).replace(/\.$/, '');
  const label = host.replace(/\.(?:gcc\.)?atp\.azure\.(?:com|us)$/, '');
  const name = label.replace(/sensorapi$/, '');
  return /^[a-z0-9](?:[a-z0-9-]{0,52}[a-z0-9])?$/.test(name) ? { ok: true, value: name } : refused('bad-workspace');
}

/** One entry of a bypass list: `<local>`, or a host name or IPv4 address in which `*` stands for any characters. */
export function parseBypassEntry(text: string): Parsed<string> {
  const plain = plainFault(text, 255, parseBypassEntry, (entry) => entry);
  if (plain !== null) return { ok: false, fault: plain };
  if (text.toLowerCase() === localEntry) return { ok: true, value: localEntry };
  const again = (other: string) => repaired(other, parseBypassEntry, (entry) => entry);
  const scheme = schemeShape.exec(text);
  if (scheme !== null)
    return refused(
      'scheme-not-allowed',
      again((text.slice(scheme[0].length).split('/', 1)[0] ?? '').replace(/:\d+$/, '')),
    );
  if (isIpv6(text)) return refused('ipv6');
  if (/^[A-Za-z0-9_*](?:[A-Za-z0-9_.*-]*[A-Za-z0-9_*])?$/.test(text) && !text.includes('..'))
    return { ok: true, value: text };
  const range = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(text);
  if (range !== null) return refused('bad-bypass-entry', prefixPattern(range[1] ?? '', Number(range[2])));
  if (/^\.[A-Za-z0-9]/.test(text)) return refused('bad-bypass-entry', again(`*${text}`));
  return refused('bad-bypass-entry', /:\d+$/.test(text) ? again(text.replace(/:\d+$/, '')) : null);
}

/** MDE: TelemetryProxyServer, no scheme. */
export function asTelemetryProxy(proxy: HostPort): string {
  return `${proxy.host}:${proxy.port}`;
}

/** MDAV: ProxyServer, with its scheme. */
export function asMdavProxy(proxy: HostPort): string {
  return `http://${proxy.host}:${proxy.port}`;
}

/** MDI v2 sensor: ProxyUrl, with its scheme. */
export function asMdiProxyUrl(proxy: HostPort): string {
  return `http://${proxy.host}:${proxy.port}`;
}

/** WinHTTP: the default proxy with its bypass list. */
export function asWinHttpProxy(proxy: HostPort, bypass: readonly string[]): WinHttpProxy {
  return { access: 'named', proxy: `${proxy.host}:${proxy.port}`, bypass: bypass.join(';') };
}

const schemeShape = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;

function refused(
  kind: GrammarFault['kind'],
  instead: string | null = null,
): { readonly ok: false; readonly fault: GrammarFault } {
  return { ok: false, fault: { kind, instead } };
}

/** A corrected text is offered only where it would be accepted as it stands. */
function repaired<T>(text: string, parse: (text: string) => Parsed<T>, render: (value: T) => string): string | null {
  const parsed = parse(text);
  if (parsed.ok) return render(parsed.value);
  // One correction may uncover the next (a scheme before credentials before a slash); each makes the text shorter.
  return parsed.fault.instead;
}

const renderHostPort = (value: HostPort): string => `${value.host}:${value.port}`;
const renderProxyUrl = (value: ProxyUrl): string =>
  `${value.scheme}://${value.host}${value.port === null ? '' : `:${value.port}`}`;

/** The faults that every one of these texts can have. */
function plainFault<T>(
  text: string,
  longest: number,
  parse: (text: string) => Parsed<T>,
  render: (value: T) => string,
): GrammarFault | null {
  if (text.trim() === '') return { kind: 'empty', instead: null };
  if (text.length > longest) return { kind: 'too-long', instead: null };
  if (/\s/.test(text) || hasControl(text)) {
    const tight = text.trim();
    return { kind: 'space', instead: tight === text || /\s/.test(tight) ? null : repaired(tight, parse, render) };
  }
  if (!/^[\x21-\x7e]*$/.test(text)) return { kind: 'non-ascii', instead: null };
  const credentials = /^((?:[A-Za-z][A-Za-z0-9+.-]*:\/\/)?)([^/?#]*)@/.exec(text);
  if (credentials === null) return null;
  return {
    kind: 'credentials',
    instead: repaired(`${credentials[1]}${text.slice(credentials[0].length)}`, parse, render),
  };
}

const hasControl = (text: string): boolean =>
  Array.from(text).some((unit) => unit.charCodeAt(0) < 0x20 || unit.charCodeAt(0) === 0x7f);

/** Host, port and what follows them. A missing port is null; a wrong host or port is refused. */
function splitAddress(
  text: string,
): Parsed<{ readonly host: string; readonly port: number | null; readonly rest: string }> {
  const address = /^[^/?#\\]*/.exec(text)?.[0] ?? '';
  const rest = text.slice(address.length);
  if (isIpv6(address)) return refused('ipv6');
  const colon = address.indexOf(':');
  const host = colon < 0 ? address : address.slice(0, colon);
  if (!isHost(host)) return refused('bad-host');
  if (colon < 0) return { ok: true, value: { host, port: null, rest } };
  const digits = address.slice(colon + 1);
  if (digits === '') return refused('port-missing');
  if (!/^\d+$/.test(digits)) return refused('bad-port');
  if (/^0+$/.test(digits)) return refused('port-zero');
  const port = Number(digits);
  if (port > 65_535) return refused('port-too-large');
  if (digits.startsWith('0')) return refused('bad-port', `${host}:${port}${rest}`);
  return { ok: true, value: { host, port, rest } };
}

/** A correction of the address alone, with its scheme put before it again. */
function withScheme(
  parsed: { readonly ok: false; readonly fault: GrammarFault },
  scheme: string,
): { readonly ok: false; readonly fault: GrammarFault } {
  const { kind, instead } = parsed.fault;
  return refused(kind, instead === null ? null : `${scheme}://${instead}`);
}

const isIpv6 = (text: string): boolean => text.includes('[') || /^[0-9a-f.:%]*:[0-9a-f.:%]*:[0-9a-f.:%]*$/i.test(text);

function isHost(text: string): boolean {
  const labels = text.split('.');
  if (text.length > 253 || !labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label)))
    return false;
  // Every resolver reads a name that ends in a number as an IPv4 address, and only four plain octets mean one thing.
  if (!/^\d+$/.test(labels.at(-1) ?? '')) return true;
  return labels.length === 4 && labels.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
}
