import type { Certificate } from '../connectivity/observation.ts';
import { type ProbeResult, probesOf } from '../plan/verification.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { utcText } from '../wording/time-text.ts';
import { type Block, code, paragraph, type Rich, strong, subheading, table, text } from './document.ts';
import type { Ticket } from './ticket.ts';

/** Hosts whose certificates were made by the same authorities. */
interface SeenChain {
  readonly hosts: string[];
  readonly probe: ProbeResult;
}

/** Hosts that are named of one chain; `ticket.json` has all. */
const mostHosts = 6;

/** The chains that were presented; of many hosts that share their authorities, that of the first. */
export function chainsBlocks({ before, after }: Ticket): Block[] {
  const found = new Map<string, SeenChain>();
  for (const made of [after, before]) {
    for (const probe of made === null ? [] : probesOf(made)) {
      const { observation } = probe;
      if (observation === null || observation.presented.length === 0) continue;
      const key = keyOf(observation);
      const chain = found.get(key) ?? { hosts: [], probe };
      if (!chain.hosts.includes(observation.target.host)) chain.hosts.push(observation.target.host);
      found.set(key, chain);
    }
  }
  if (found.size === 0) return [];
  return [subheading(ticketWords.chains), ...[...found.values()].flatMap(chainBlocks)];
}

/** By what stands above the server's own certificate, and what was made of it. */
function keyOf({ presented, trust }: NonNullable<ProbeResult['observation']>): string {
  const above = presented.slice(1).map(({ sha256 }) => sha256);
  const [own] = presented;
  return JSON.stringify([above.length === 0 ? own?.issuer : above, trust?.trusted, trust?.errors, trust?.root?.sha256]);
}

function chainBlocks({ hosts, probe }: SeenChain): Block[] {
  const more = Math.max(0, hosts.length - mostHosts);
  const presented = probe.observation?.presented ?? [];
  const root = probe.observation?.trust?.root ?? null;
  const trust = probe.observation?.trust ?? null;
  const ending: Rich =
    trust === null
      ? [text('Trust was not judged.')]
      : root === null
        ? [text('No root was found for it.')]
        : [
            text(
              `Root: ${root.cn} (${root.known === null ? 'not a known root of these services' : 'known by its hash'}), SHA-256 `,
            ),
            code(root.sha256),
            text('.'),
          ];
  return [
    paragraph(
      strong('Presented by '),
      code(hosts.slice(0, mostHosts).join(', ')),
      text(more === 0 ? '' : ` and ${more} ${more === 1 ? 'other' : 'others'}`),
      text(trust?.trusted === true ? ' – trusted by this server. ' : ' – not trusted by this server. '),
      ...ending,
    ),
    table(
      `The certificates that ${hosts[0] ?? 'the host'} presented`,
      ['Certificate', 'Issued by', 'Valid until', 'SHA-256'],
      presented.map(certificateRow),
      [20, 20, 15.5, 44.5],
    ),
  ];
}

const certificateRow = (certificate: Certificate): readonly Rich[] => [
  [text(certificate.subjectCn ?? certificate.subject)],
  [text(certificate.issuerCn ?? certificate.issuer)],
  [text(utcText(certificate.notAfter))],
  [code(certificate.sha256)],
];
