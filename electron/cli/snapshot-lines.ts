import { environmentProxies } from '../core/plan/environment-proxies.ts';
import type { MachineFacts, Snapshot } from '../core/plan/snapshot.ts';
import { besideNote, besideTexts } from '../core/wording/beside-text.ts';
import { findingText, nothingNoticed } from '../core/wording/finding-text.ts';
import { accountName, becauseText, routeText, serviceName } from '../core/wording/names.ts';
import type { BesideText } from '../core/wording/other-agents-text.ts';
import { ownerText } from '../core/wording/owner-text.ts';
import { printable, table, wrapped } from './layout.ts';

const roles = {
  'domain-controller': 'domain controller',
  'member-server': 'member server',
  workstation: 'workstation',
} as const satisfies Record<MachineFacts['role'], string>;

const generations = {
  none: 'no sensor',
  v2: 'sensor version 2',
  v3: 'sensor version 3',
  both: 'sensor version 2 and version 3',
  unknown: 'not known',
} as const satisfies Record<Snapshot['products']['mdi']['generation'], string>;

const weights = { error: 'Problem', warning: 'Warning', info: 'Note', unknown: 'Not known' } as const;

/** What was found on a machine: itself, the products, the proxy of each service and why, and what stands out. */
export function snapshotLines(snapshot: Snapshot): string[] {
  return [
    ...machineLines(snapshot.machine),
    '',
    'Products',
    ...productLines(snapshot),
    '',
    'Which way each service goes',
    ...effectiveLines(snapshot),
    '',
    ...besideLines(snapshot),
    ...findingLines(snapshot),
  ];
}

export function machineLines({ name, domain, role, os, elevated, lab }: MachineFacts): string[] {
  const place = domain === null ? roles[role] : `${roles[role]} of ${domain}`;
  return [
    ...wrapped(`${name}: ${place}, ${os.product} (build ${os.build}${os.serverCore ? ', Server Core' : ''})`),
    ...(lab === null ? [] : wrapped(`LAB "${lab}": nothing of this computer is read or changed.`)),
    ...(elevated
      ? []
      : wrapped('Without administrator rights: some settings cannot be read, and nothing can be changed.')),
  ];
}

function productLines({ products: { mdi, mde, mdav }, onboarding }: Snapshot): string[] {
  const version = (text: string | null) => (text === null ? '' : ` ${text}`);
  const onboarded = mde.onboarded === null ? 'onboarding not known' : mde.onboarded ? 'onboarded' : 'not onboarded';
  return table([
    ['Defender for Identity', `${generations[mdi.generation]}${mdi.version === null ? '' : ` (${mdi.version})`}`],
    [
      'Defender for Endpoint',
      mde.installed ? `installed${version(mde.version)}, ${onboarded}${connectivityText(onboarding)}` : 'not installed',
    ],
    [
      'Defender Antivirus',
      mdav.installed
        ? `installed${version(mdav.version)}, ${mdav.running ? 'running' : 'not running'}`
        : 'not installed',
    ],
  ]);
}

function connectivityText(onboarding: Snapshot['onboarding']): string {
  if (onboarding === null) return '';
  if ('fault' in onboarding) return ', onboarding data not usable';
  return onboarding.connectivity === 'unknown' ? '' : `, ${onboarding.connectivity} connectivity`;
}

/** Nothing of it is changed, so the commands are there for those who want to. */
function besideLines({ otherAgents, settings }: Snapshot): string[] {
  const texts = besideTexts({ otherAgents, environment: environmentProxies(settings) }, null);
  if (texts.length === 0) return [];
  const commandLines = ({ shell, show, set }: BesideText['commands']) => [
    ...wrapped(`Show it (${shell}):`, 4),
    ...show.map((command) => `      ${printable(command)}`),
    ...wrapped('Change it:', 4),
    ...set.map((command) => `      ${printable(command)}`),
  ];
  return [
    'Beside Defender',
    ...wrapped(besideNote, 2),
    ...texts.flatMap(({ name, text, commands }) => [
      ...wrapped(name, 4, 2),
      ...wrapped(text, 4),
      ...commandLines(commands),
    ]),
    '',
  ];
}

/** With the settings, the Group Policy that owns the place which decides is named too. */
export function effectiveLines({
  effective,
  settings,
}: Pick<Snapshot, 'effective'> & Partial<Pick<Snapshot, 'settings'>>): string[] {
  return table(
    effective.map((row) => {
      const owner = settings === undefined ? null : ownerText(row, settings);
      return [
        `${serviceName(row.service)} (${accountName(row.account)})`,
        routeText(row.route),
        `${becauseText(row)}${owner === null ? '' : `, ${owner}`}${row.certainty === 'unverified' ? ' (order not documented)' : ''}`,
      ];
    }),
  );
}

/** A title that says so itself is not marked as not known once more. */
function headline(severity: keyof typeof weights, title: string): string {
  const mark = `${weights[severity]}: `;
  return title.startsWith(mark) ? title : `${mark}${title}`;
}

export function findingLines({ findings }: Pick<Snapshot, 'findings'>): string[] {
  if (findings.length === 0) return wrapped(nothingNoticed);
  return [
    'What stands out',
    ...findings.flatMap((finding) => {
      const { title, meaning, action, commands = [] } = findingText(finding);
      return [
        ...wrapped(headline(finding.severity, title), 4, 2),
        ...wrapped(meaning, 4),
        ...wrapped(action, 4),
        // Each in one line, however long, so that it can be copied.
        ...commands.map((command) => `      ${printable(command)}`),
      ];
    }),
  ];
}
