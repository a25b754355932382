import type { GrammarFault } from '../settings/grammar.ts';
import { capitalised } from './names.ts';

type FaultKind = GrammarFault['kind'];

/** What was wrong, and what to write where the right text cannot be told from what was typed. */
const faults: Readonly<Record<FaultKind, { readonly wrong: string; readonly write: string }>> = {
  empty: { wrong: 'nothing is written here', write: 'a host and a port, such as proxy.contoso.com:8080' },
  'too-long': { wrong: 'the text is too long', write: 'at most 253 characters for the host' },
  'non-ascii': {
    wrong: 'it contains characters other than plain ASCII',
    write: 'plain letters, digits, dots and hyphens (an international name in its xn-- form)',
  },
  space: { wrong: 'it contains a space, a line break or another control character', write: 'the same text without it' },
  credentials: {
    wrong: 'a user name or password does not belong here, since it would be stored in clear text',
    write: 'the address without the part before the @',
  },
  'scheme-not-allowed': {
    wrong: 'a scheme such as http:// does not belong here',
    write: 'host and port only, such as proxy.contoso.com:8080',
  },
  'scheme-missing': {
    wrong: 'the scheme is missing',
    write: 'the address with http:// in front, such as http://proxy.contoso.com:8080',
  },
  'scheme-unknown': {
    wrong: 'this scheme cannot be used here',
    write: 'an address that begins with http:// or https://',
  },
  ipv6: {
    wrong: 'IPv6 addresses are not supported here',
    write: 'the DNS name of the proxy or its IPv4 address',
  },
  'bad-host': {
    wrong: 'the host is neither a DNS name nor an IPv4 address',
    write: 'a name such as proxy.contoso.com or an address such as 10.0.0.6',
  },
  'port-missing': { wrong: 'the port is missing', write: 'host and port, such as proxy.contoso.com:8080' },
  'port-zero': { wrong: 'port 0 cannot be used', write: 'a port between 1 and 65535' },
  'port-too-large': { wrong: 'the port is larger than 65535', write: 'a port between 1 and 65535' },
  'bad-port': {
    wrong: 'the port is not a plain number',
    write: 'a port between 1 and 65535, digits only and no leading zero',
  },
  'trailing-text': {
    wrong: 'there is text after the port',
    write: 'nothing after the port, not even a slash',
  },
  'bad-user': { wrong: 'the user name is not in the form that the sensor takes', write: 'DOMAIN\\user' },
  'bad-workspace': {
    wrong: 'this is not a workspace name',
    write:
      'the name from Settings > Identities > About in lower case, such as contoso-corp (at most 54 letters, digits and hyphens)',
  },
  'bad-bypass-entry': {
    wrong: 'this is not an entry of a bypass list',
    write: 'a host such as *.contoso.local, an address such as 10.*, or <local>',
  },
  'bad-url': {
    wrong: 'this is not a usable address',
    write: 'a full address such as http://proxy.contoso.com/proxy.pac',
  },
};

/**
 * One sentence: where, what was wrong, and what to write instead.
 * @param field the label or path of the field; left out where the text stands beside the field.
 */
export function faultText(fault: GrammarFault, field?: string): string {
  const { wrong, write } = faults[fault.kind];
  const remedy = fault.instead === null || fault.instead === '' ? write : fault.instead;
  const where = field === undefined || field === '' ? '' : `${field}: `;
  const sentence = `${wrong}; write ${remedy}.`;
  return where === '' ? capitalised(sentence) : `${where}${sentence}`;
}

const storedFaults: Readonly<Record<string, string>> = {
  'not-json': 'it is not valid JSON',
  'duplicate-member': 'it names the same field twice',
  'too-deep': 'it is nested too deeply',
  'too-large': 'it is larger than the sensor ever writes',
  'not-an-object': 'it is not a JSON object',
  'proxy-not-an-object': 'its proxy part is not a JSON object',
  'proxy-url-missing': 'its proxy part names no address',
  'proxy-url-too-long': 'its proxy address is too long',
  'proxy-user-not-a-text': 'its proxy user is not a text',
  corrupt: 'its bytes are not in the known layout',
  'bad-list': 'its list of proxies or exceptions cannot be read as one',
  'bad-encoding': 'its bytes are not what its registry type holds',
  'out-of-range': 'its number is outside of what is documented',
};

/** What was wrong with a stored value, as half a sentence; `fault` is a fault's kind or one of the stored ones. */
export function faultWords(fault: string): string {
  const known: Readonly<Record<string, { readonly wrong: string }>> = faults;
  return storedFaults[fault] ?? known[fault]?.wrong ?? 'it is not in a form that this program knows';
}
