import type { SealedPassword } from '../plan/sealed-password.ts';
import type { SensorProxy } from '../plan/snapshot.ts';
import { maskText } from '../settings/seal.ts';
import { type JsonMember, type JsonNode, memberOf, scanJson } from './json-text.ts';

/**
 * `SensorConfiguration.json` of the MDI v2 sensor. Only its proxy part is ever changed, by editing the text at that
 * place: the rest keeps its unknown members, order, spelling and white space byte for byte. A byte order mark stays if
 * there is one (so decode the file without dropping it), and none is added. The password's cipher text leaves this
 * file only inside the texts that it returns.
 */

/** What is wrong with the file. */
export type SensorFault =
  | 'not-json'
  | 'duplicate-member'
  | 'too-deep'
  | 'too-large'
  | 'not-an-object'
  | 'proxy-not-an-object'
  | 'proxy-url-missing'
  | 'proxy-url-too-long'
  | 'proxy-user-not-a-text';

type Malformed = { readonly state: 'malformed'; readonly fault: SensorFault };
type Edited = { readonly state: 'ok'; readonly text: string } | Malformed;

export type SensorConfiguration =
  | {
      readonly state: 'ok';
      readonly proxy: SensorProxy | null;
      /** Host of the sensor API; null where the file does not name one. */
      readonly apiHost: string | null;
      readonly certificateThumbprint: string | null;
    }
  | Malformed;

const deepest = 32;
/** Most characters that are looked at; as many as the file may have bytes. */
const longest = 256 * 1024;

const proxyName = 'SensorProxyConfiguration';
const thumbprintName = 'SecretManagerConfigurationCertificateThumbprint';
const passwordName = 'EncryptedUserPasswordData';
/** The members of the proxy that are read or written here. */
const knownNames = ['$type', 'Url', 'UserName', passwordName] as const;
const endpointName = 'WorkspaceApplicationSensorApiWebClientConfigurationServiceEndpoint';

export function parseSensorConfiguration(text: string): SensorConfiguration {
  const root = rootOf(text);
  if ('state' in root) return root;
  const proxy = proxyOf(root.proxy?.value ?? null);
  if (proxy !== null && 'state' in proxy) return proxy;
  const endpoint = memberOf(root.node, endpointName)?.value;
  const host = endpoint === undefined ? null : textAt(endpoint, 'Address');
  const thumbprint = textAt(root.node, thumbprintName);
  return {
    state: 'ok',
    proxy,
    apiHost: host !== null && /^[A-Za-z0-9.-]{1,253}$/.test(host) ? host : null,
    certificateThumbprint: thumbprint !== null && /^[0-9a-f]{40}$/i.test(thumbprint) ? thumbprint : null,
  };
}

/** How the sensor is to sign in: as it does now, not at all, or as a user with a password sealed for its certificate. */
export type WrittenSignIn =
  | { readonly kind: 'keep' }
  | { readonly kind: 'none' }
  | { readonly kind: 'as'; readonly user: string; readonly password: SealedPassword };

/**
 * The text with this proxy, or with none. Where the sensor has one already, only the members that have to differ are
 * replaced, put in or taken out; a new one is written with `$type` first. `keep` leaves stored credentials as they are.
 */
export function withSensorProxy(
  text: string,
  proxy: { readonly url: string; readonly signIn: WrittenSignIn } | null,
): Edited {
  const root = rootOf(text);
  if ('state' in root) return root;
  const now = proxyOf(root.proxy?.value ?? null);
  if (now !== null && 'state' in now) return now;
  if (proxy === null) return withProxyPart(text, root.proxy === null ? null : 'null');
  const style = styleOf(text, root.node);
  if (root.proxy?.value.kind !== 'object') {
    const members = membersOf(proxy, { ...style, line: deeper(style) });
    return withProxyPart(text, objectText([['$type', JSON.stringify(proxyName)], ...members], style));
  }
  const own = { ...style, line: breakBefore(text, root.proxy.value) };
  const edited = membersOf(proxy, own).reduce(
    (part, [name, value], at, all) => withMember(part, name, value, all[at - 1]?.[0] ?? '$type'),
    text.slice(root.proxy.value.start, root.proxy.value.end),
  );
  return { state: 'ok', text: spliced(text, root.proxy.value, edited) };
}

/** The proxy member's value as it is written in the file, secrets and all; `part` is null where there is no member. */
export function proxyPartOf(text: string): { readonly state: 'ok'; readonly part: string | null } | Malformed {
  const root = rootOf(text);
  if ('state' in root) return root;
  const value = root.proxy?.value;
  return { state: 'ok', part: value === undefined ? null : text.slice(value.start, value.end) };
}

/** The text with that value as its proxy member, put in, replaced or (null) taken out. */
export function withProxyPart(text: string, part: string | null): Edited {
  const root = rootOf(text);
  if ('state' in root) return root;
  if (part !== null) {
    const scan = scanJson(part, deepest);
    if (!scan.ok) return { state: 'malformed', fault: scan.fault.kind };
    const proxy = proxyOf(scan.root);
    if (proxy !== null && 'state' in proxy) return proxy;
  }
  if (part === null) return { state: 'ok', text: root.proxy === null ? text : without(text, root.node, root.proxy) };
  if (root.proxy !== null) return { state: 'ok', text: spliced(text, root.proxy.value, part) };
  return { state: 'ok', text: inserted(text, root.node, part) };
}

function rootOf(text: string): { readonly node: JsonObject; readonly proxy: JsonMember | null } | Malformed {
  if (text.length > longest) return { state: 'malformed', fault: 'too-large' };
  const scan = scanJson(text, deepest);
  if (!scan.ok) return { state: 'malformed', fault: scan.fault.kind };
  if (scan.root.kind !== 'object') return { state: 'malformed', fault: 'not-an-object' };
  const names = likeNamed(scan.root, proxyName);
  if (names.length > 1) return { state: 'malformed', fault: 'duplicate-member' };
  return { node: scan.root, proxy: names[0] ?? null };
}

type JsonObject = Extract<JsonNode, { kind: 'object' }>;

function proxyOf(node: JsonNode | null): SensorProxy | null | Malformed {
  if (node === null || node.kind === 'null') return null;
  if (node.kind !== 'object') return { state: 'malformed', fault: 'proxy-not-an-object' };
  if (knownNames.some((name) => likeNamed(node, name).length > 1))
    return { state: 'malformed', fault: 'duplicate-member' };
  const url = textAt(node, 'Url');
  if (url === null || url === '') return { state: 'malformed', fault: 'proxy-url-missing' };
  if (url.length > 2048) return { state: 'malformed', fault: 'proxy-url-too-long' };
  const user = likeNamed(node, 'UserName')[0]?.value;
  if (user !== undefined && user.kind !== 'null' && (user.kind !== 'string' || user.text.length > 256))
    return { state: 'malformed', fault: 'proxy-user-not-a-text' };
  const password = likeNamed(node, passwordName)[0]?.value;
  return {
    url: maskText(url).text,
    userName: user?.kind === 'string' && user.text !== '' ? user.text : null,
    passwordStored: password !== undefined && password.kind !== 'null',
  };
}

function textAt(node: JsonNode, name: string): string | null {
  const value = memberOf(node, name)?.value;
  return value?.kind === 'string' ? value.text : null;
}

const spliced = (text: string, place: { readonly start: number; readonly end: number }, value: string): string =>
  text.slice(0, place.start) + value + text.slice(place.end);

/** The sensor's own reader (Json.NET) does not mind capitals, so two spellings of one name are two of one member. */
function likeNamed(node: JsonObject, name: string): readonly JsonMember[] {
  return node.members.filter((member) => member.name.toLowerCase() === name.toLowerCase());
}

/** The white space that stands before each member, with its line break; empty where all stands in one line. */
function breakBefore(text: string, node: JsonObject): string {
  const [first] = node.members;
  const space = first === undefined ? '' : text.slice(node.start + 1, first.start);
  return /[\r\n]/.test(space) ? space : '';
}

/** How members are set: `line` stands before each one at some level, `step` is added for a deeper one. */
interface Style {
  readonly line: string;
  readonly step: string;
}

function styleOf(text: string, root: JsonObject): Style {
  const line = breakBefore(text, root);
  return { line, step: line.slice(Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r')) + 1) };
}

/** What stands before the members one level below. */
const deeper = ({ line, step }: Style): string => (line === '' ? '' : line + step);

type Members = readonly (readonly [name: string, value: string | null])[];

/** An object as the value of a member that is set like this. */
function objectText(members: Members, style: Style): string {
  const { line } = style;
  const colon = line === '' ? ':' : ': ';
  const inner = deeper(style);
  const texts = members.flatMap(([name, value]) => (value === null ? [] : [`${inner}"${name}"${colon}${value}`]));
  return `{${texts.join(',')}${line}}`;
}

/** What the members of the proxy have to be, in their order; null for one that has to be away. `style` is their own. */
function membersOf({ url, signIn }: { readonly url: string; readonly signIn: WrittenSignIn }, style: Style): Members {
  const address = ['Url', JSON.stringify(url)] as const;
  switch (signIn.kind) {
    case 'keep':
      return [address];
    case 'none':
      return [address, ['UserName', null], [passwordName, null]];
    case 'as':
      return [address, ['UserName', JSON.stringify(signIn.user)], [passwordName, passwordText(signIn.password, style)]];
    default:
      return signIn satisfies never;
  }
}

function passwordText({ encryptedBytes, thumbprint }: SealedPassword, style: Style): string {
  const members: Members = [
    ['$type', '"EncryptedData"'],
    ['EncryptedBytes', JSON.stringify(encryptedBytes)],
    ['SecretVersion', 'null'],
    ['CertificateThumbprint', JSON.stringify(thumbprint)],
  ];
  return objectText(members, style);
}

/** An object with one member replaced where it means something else, put in behind `after`, or (null) taken out. */
function withMember(text: string, name: string, value: string | null, after: string): string {
  const node = objectIn(text);
  const [member] = likeNamed(node, name);
  if (value === null) return member === undefined ? text : without(text, node, member);
  if (member !== undefined) {
    const now = text.slice(member.value.start, member.value.end);
    return sameJson(now, value) ? text : spliced(text, member.value, value);
  }
  const line = breakBefore(text, node);
  const added = `"${name}":${line === '' ? '' : ' '}${value}`;
  const before = likeNamed(node, after)[0] ?? node.members.at(-1);
  if (before === undefined) throw new Error('A proxy has its address.');
  return spliced(text, { start: before.value.end, end: before.value.end }, `,${line}${added}`);
}

/** Both texts were scanned before, so they are JSON. */
function objectIn(text: string): JsonObject {
  const scan = scanJson(text, deepest);
  if (!scan.ok || scan.root.kind !== 'object') throw new Error('An object stays an object.');
  return scan.root;
}

function sameJson(a: string, b: string): boolean {
  return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
}

/** Behind the certificate's thumbprint, where the product writes it; else behind `$type`; else at the end. */
function inserted(text: string, root: JsonObject, part: string): string {
  const line = breakBefore(text, root);
  const member = `"${proxyName}":${line === '' ? '' : ' '}${part}`;
  const before = memberOf(root, thumbprintName) ?? memberOf(root, '$type') ?? root.members.at(-1);
  if (before === undefined) return spliced(text, { start: root.start, end: root.end }, `{${member}}`);
  return spliced(text, { start: before.value.end, end: before.value.end }, `,${line}${member}`);
}

function without(text: string, root: JsonObject, member: JsonMember): string {
  const at = root.members.indexOf(member);
  const before = root.members[at - 1];
  const after = root.members[at + 1];
  if (before !== undefined) return spliced(text, { start: before.value.end, end: member.value.end }, '');
  return spliced(text, { start: member.start, end: after?.start ?? member.value.end }, '');
}
