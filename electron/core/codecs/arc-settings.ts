import { type JsonNode, memberOf, scanJson } from './json-text.ts';

/**
 * `localconfig.json` of the Azure Arc agent, as `azcmagent config` writes it. The file is not documented: its member
 * `proxy.url` is taken both as one name and as a member of `proxy`, and where the two disagree nothing is guessed.
 */
export type ArcSettings =
  /** `proxyUrl` is null where none is set; it may hold a password. */
  { readonly state: 'ok'; readonly proxyUrl: string | null } | { readonly state: 'malformed' };

/** Largest file that is looked at, in bytes; it has a handful of settings. */
export const arcSettingsLimit = 64 * 1024;

const deepest = 16;
const longestUrl = 2048;

export function parseArcSettings(text: string): ArcSettings {
  if (text.length > arcSettingsLimit) return { state: 'malformed' };
  const scan = scanJson(text, deepest);
  if (!scan.ok || scan.root.kind !== 'object') return { state: 'malformed' };
  const group = memberOf(scan.root, 'proxy')?.value;
  if (group !== undefined && group.kind !== 'object' && group.kind !== 'null') return { state: 'malformed' };
  const nested = group === undefined ? null : (memberOf(group, 'url')?.value ?? null);
  const flat = memberOf(scan.root, 'proxy.url')?.value ?? null;
  const found = [nested, flat].filter((node) => node !== null).map(urlOf);
  const [first, second = first] = found;
  if (first === undefined) return { state: 'ok', proxyUrl: null };
  if (first === 'malformed' || second === 'malformed' || first?.text !== second?.text) return { state: 'malformed' };
  return { state: 'ok', proxyUrl: first?.text ?? null };
}

function urlOf(node: JsonNode): { readonly text: string } | null | 'malformed' {
  if (node.kind === 'null') return null;
  if (node.kind !== 'string' || node.text.length > longestUrl) return 'malformed';
  return node.text.trim() === '' ? null : { text: node.text };
}
