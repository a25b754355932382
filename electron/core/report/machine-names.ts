import type { MachineFacts } from '../plan/snapshot.ts';
import { isIpv4 } from './addresses.ts';
import { type Hide, literal, numbered, replaceAll, type StandIn, wholeName } from './stand-in.ts';
import type { TicketText } from './ticket-texts.ts';

/** Hosts of the services that the ticket is about, and of what they need. They stay. */
const publicHost =
  /(?:^|\.)(?:microsoft\.(?:com|us)|azure\.(?:com|us|net)|windows\.(?:com|net)|windowsupdate\.com|microsoftonline\.(?:com|us)|msftconnecttest\.com|msocsp\.com|digicert\.(?:com|cn)|live\.com|trafficmanager\.net|akadns\.net|akamaized\.net)\.?$/i;
const sensorApi = /(?<![\w.-])([a-z0-9-]+?)(sensorapi\.(?:gcc\.)?atp\.azure\.(?:com|us))/gi;

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const name = `${label}(?:\\.${label})*`;
const withPort = new RegExp(`(?<![\\w.@-])(${name}):\\d{1,5}(?![\\d:])`, 'g');
const withScheme = new RegExp(`\\w://(?:[^/?#\\s@]*@)?(${name})`, 'g');
const nameOnly = new RegExp(`^${name}$`);

const hostFields: ReadonlySet<string> = new Set(['host', 'apiHost', 'sensorApiHost']);
/** Fields of lists in which names stand without a port. */
const listFields: ReadonlySet<string> = new Set(['bypass', 'entries', 'hex', 'shown', 'names']);

/**
 * Replaces the server's name, its domain, the MDI workspace and every host that is not one of the public services:
 * proxies, PAC servers, entries of bypass lists.
 */
export function hideMachineNames(machine: MachineFacts, workspace: string | null, texts: readonly TicketText[]): Hide {
  const workspaceAlias = numbered('workspace');
  const server = serverNames(machine, texts);
  const hosts = hostNames(machine, texts);
  const space: StandIn[] = workspace ? [[wholeName(workspace), workspaceAlias(workspace)]] : [];
  return (text, field) => {
    const spaced = replaceAll(
      text.replace(sensorApi, (whole, found: string, rest: string) =>
        /^workspace-\d+$/.test(found) ? whole : workspaceAlias(found) + rest,
      ),
      space,
    );
    const alone = hostFields.has(field) ? hosts.alone.get(spaced.toLowerCase()) : undefined;
    return alone ?? replaceAll(replaceAll(spaced, hosts.inText), server);
  };
}

function serverNames({ name: server, domain }: MachineFacts, texts: readonly TicketText[]): StandIn[] {
  const domainAlias = numbered('domain');
  const part = (text: string, after: string): RegExp => new RegExp(`(?<![\\w-])${literal(text)}${after}`, 'gi');
  const ownDomain: StandIn[] =
    domain === null
      ? []
      : [
          [wholeName(`${server}.${domain}`), 'server-1'],
          [part(domain, '(?![\\w-])'), domainAlias(domain)],
        ];
  const netBios = texts
    .map(({ text }) => /^([A-Za-z0-9][\w.-]{0,14})\\[^\\/:*?"<>|]+$/.exec(text)?.[1])
    .filter((found): found is string => found !== undefined && !/^(?:BUILTIN)$/i.test(found))
    .map((found): StandIn => [part(found, '(?=\\\\)'), domainAlias(found)]);
  return [...ownDomain, [wholeName(server), 'server-1'], ...netBios];
}

function hostNames({ name: server, domain }: MachineFacts, texts: readonly TicketText[]) {
  const alias = numbered('host');
  const own = [server, domain, `${server}.${domain}`].map((text) => text?.toLowerCase());
  const found = texts
    .flatMap(hostsIn)
    .map((host) => host.toLowerCase())
    .filter((host) => !own.includes(host) && !publicHost.test(host) && !isIpv4(host) && !/^\d+$/.test(host));
  const all = [...new Set(found)];
  // A short name is an ordinary word elsewhere: it counts only where a port follows or an address begins.
  const pattern = (host: string): RegExp =>
    host.includes('.')
      ? wholeName(host)
      : new RegExp(`(?<![\\w.-])${literal(host)}(?=:\\d)|(?<=//)${literal(host)}(?![\\w.-])`, 'gi');
  const alone = new Map(all.map((host) => [host, alias(host)]));
  const longestFirst = [...all].sort((a, b) => b.length - a.length);
  return { alone, inText: longestFirst.map((host): StandIn => [pattern(host), alias(host)]) };
}

/** Hosts in `host:port`, in addresses with a scheme, in host fields and in lists. */
function hostsIn({ text, path }: TicketText): string[] {
  const field = path.at(-1) ?? '';
  const inText = [...text.matchAll(withPort), ...text.matchAll(withScheme)].flatMap((match) => match[1] ?? []);
  const entries = listFields.has(field) ? text.split(/[;,\s]+/).map((entry) => entry.replace(/^\*?\./, '')) : [];
  return [
    ...inText,
    ...entries.filter((entry) => entry.includes('.') && nameOnly.test(entry)),
    ...(hostFields.has(field) && nameOnly.test(text) ? [text] : []),
  ];
}
