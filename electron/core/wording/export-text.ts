import type { Channel } from '../export/channel.ts';
import type { Refusal } from '../export/refusal.ts';

/** A channel as a person calls it; fits into the middle of a sentence. */
const channels = {
  reg: 'registry file (.reg)',
  ps1: 'PowerShell script',
  gpo: 'Group Policy',
  gpp: 'Group Policy Preferences',
  intune: 'Intune',
  ansible: 'Ansible playbook',
  'allow-list': 'allow-list for the proxy',
  mdi: 'commands for the MDI sensor',
} as const satisfies Record<Channel, string>;

export const channelName = (channel: Channel): string => channels[channel];

/** Why a change is not in an export, and how else it is made. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'sensor-file':
      return "The sensor's own file belongs to one server: its folder carries the version, and its password is encrypted for that server's certificate. Use the commands for the MDI sensor.";
    case 'not-of-the-sensor':
      return 'The commands of the MDI sensor set the proxy of the sensor only. Use another export for this value.';
    case 'account-settings':
      return "The WinINET settings of a service account are one value that also holds other settings and a counter of this server. They must not be copied to others by policy; move to the sensor's own proxy setting instead.";
    case 'not-a-policy':
      return 'This value does not lie below a policy key, so it would stay behind when the GPO no longer applies. Use Group Policy Preferences.';
    case 'is-a-policy':
      return 'This value lies below a policy key, where Group Policy itself sets it and takes it away again. Use the Group Policy export.';
    case 'restart':
      return 'Files of this kind restart no service. Restart it by hand, or with the next restart of the server.';
    case 'secret':
      return refusal.side === 'before'
        ? 'What is to be put back holds a user name and password, and those never leave this server.'
        : 'The new value holds a user name and password, and those never leave this server.';
    case 'odd-data':
      return refusal.side === 'before'
        ? 'What is to be put back is not stored in the usual form of its type, and files of this kind would not bring back the same.'
        : 'Files of this kind cannot carry the new value unchanged.';
    case 'not-read-from-mdm':
      return 'Not in the list of OMA-URIs: Microsoft says that the MDE sensor reads this value only from where Group Policy writes it, and that delivery by MDM is not supported. The scripts write it there.';
    case 'no-csp':
      return 'Not in the list of OMA-URIs, because no CSP has it. The scripts set it.';
    case 'not-of-csp-type':
      return 'Not in the list of OMA-URIs, because what is to be put back is of a type that a CSP does not write. The scripts set it.';
    default:
      return refusal satisfies never;
  }
}

/** What is in the folder of an export, in the order in which it is used, by the first words of its files' names. */
export interface ReadMeFacts {
  readonly channel: Channel;
  readonly machine: string;
  readonly lab: string | null;
  readonly digest: string;
  readonly createdAt: string;
  readonly toolVersion: string;
  /** `what` as the plan calls the change. */
  readonly carried: readonly { readonly operation: number; readonly what: string; readonly to: string }[];
  readonly refused: readonly { readonly operation: number; readonly what: string; readonly why: string }[];
  readonly restarts: readonly string[];
  readonly files: readonly string[];
  /** Values of service accounts are among what is carried. */
  readonly holdsAccountSettings: boolean;
}

/** `README.txt` of an export: what it is, what it does not do, how to use it and how to take it back. */
export function readMeLines(facts: ReadMeFacts): string[] {
  const { channel, lab, carried, refused, files } = facts;
  return [
    `${heads[channel]} - Defender Proxy Wizard ${facts.toolVersion}`,
    ...(lab === null ? [] : [`LAB (${lab}): made from the plan of a lab machine. Not for a real server.`]),
    '',
    `Plan of ${facts.machine}, made ${facts.createdAt}`,
    `SHA-256 of the plan file: ${facts.digest}`,
    '',
    'What it changes',
    ...(carried.length === 0
      ? ['- nothing on a server']
      : carried.map(({ operation, what, to }) => `- change ${operation}: ${what}: ${to}`)),
    ...(facts.restarts.length === 0
      ? []
      : [`- restarts ${facts.restarts.join(' and ')}, if running and if something was changed`]),
    '',
    'What it does not change',
    ...(refused.length === 0
      ? ['- nothing of the plan is left out']
      : refused.map(({ operation, what, why }) => `- change ${operation}: ${what}. ${why}`)),
    '',
    'How to use it',
    ...numbered(uses[channel](files)),
    '',
    'How to take it back',
    ...numbered(backOuts[channel](files)),
    '',
    'Before it goes to other servers',
    ...general(facts).map((line) => `- ${line}`),
  ];
}

const heads = {
  reg: 'Registry file',
  ps1: 'PowerShell script',
  gpo: 'Group Policy',
  gpp: 'Group Policy Preferences',
  intune: 'Intune',
  ansible: 'Ansible playbook',
  'allow-list': 'Allow-list for the proxy',
  mdi: 'Commands for the MDI sensor',
} as const satisfies Record<Channel, string>;

const numbered = (lines: readonly string[]): string[] => lines.map((line, at) => `${at + 1}. ${line}`);

function general({ channel, holdsAccountSettings }: ReadMeFacts): string[] {
  if (channel === 'allow-list')
    return [
      'It names no server and changes none.',
      'Defender for Endpoint is onboarded in one of two ways (streamlined or standard); the hosts of both are in it. Take out those of the way that your servers do not use.',
    ];
  return [
    'It was proven on the server named above only. Try it on one server of each kind first, domain controllers last.',
    ...(channel === 'mdi'
      ? []
      : [
          'The way back brings what the server named above had before. A server that had something else gets that too: save its values first, or make a plan of its own there.',
        ]),
    ...(holdsAccountSettings
      ? [
          'It holds WinINET settings of service accounts as this server had them, with their counter and cache. They do not belong to a fleet; use it on this server only.',
        ]
      : []),
    'No password is in it.',
  ];
}

type Steps = Readonly<Record<Channel, (files: readonly string[]) => string[]>>;

const uses: Steps = {
  reg: () => [
    'As administrator, at a 64-bit command prompt: reg import apply.reg',
    'Restart the services named above, where there are any.',
  ],
  ps1: () => [
    'As administrator: powershell.exe -NoProfile -ExecutionPolicy Bypass -File apply.ps1 -WhatIf',
    'The same without -WhatIf. Exit codes: 0 all is as wanted, 1 failed, 2 no administrator rights.',
    'The log is in the Logs folder of Windows.',
  ],
  gpo: () => [
    'One of three ways. With the Group Policy module: powershell.exe -NoProfile -ExecutionPolicy Bypass -File set-gpo.ps1 -GpoName "NAME" (add -WhatIf first); the GPO has to be there.',
    'For the local policy of one server, with LGPO.exe of the Security Compliance Toolkit: LGPO.exe /m Registry.pol, or LGPO.exe /t lgpo.txt. Never copy Registry.pol over that of a GPO that holds other settings.',
    'By hand in the editor: policies-by-hand.md.',
    'Link the GPO to an organizational unit with one test server, and run gpupdate /target:computer there.',
  ],
  gpp: () => [
    'In the Group Policy Management Editor open Computer Configuration > Preferences > Windows Settings > Registry.',
    'Drag Registry.xml onto that node, or copy the file and paste it there.',
    'Run gpupdate /target:computer on one test server.',
  ],
  intune: (files) => [
    'Intune manages Windows 10 and 11, not Windows Server: this is for workstations. For servers use Group Policy.',
    'Under Devices > Scripts and remediations make a script package of detect.ps1 and remediate.ps1; not with the logged-on credentials; in 64-bit PowerShell.',
    ...(files.includes('oma-uri.csv')
      ? [
          'Instead of the scripts, for the values in oma-uri.csv: a custom profile with these OMA-URIs. Never both for the same value.',
        ]
      : []),
  ],
  ansible: () => [
    'In the inventory make a group defender_proxy with the servers.',
    'ansible-playbook -i INVENTORY apply.yml --check --diff',
    'The same without --check. The collection ansible.windows has to be installed.',
  ],
  'allow-list': () => [
    'Hand the files to whoever runs the proxy: allow-list.csv is the list to read, the others are rules for a firewall and lines for squid.',
  ],
  mdi: (files) => [
    ...(files.includes('install-sensor.ps1')
      ? [
          'For a server without the sensor: unpack its installer, write the access key of the workspace into a text file that only administrators can read, and as administrator run powershell.exe -NoProfile -ExecutionPolicy Bypass -File install-sensor.ps1 -AccessKeyFile FILE -Installer "Azure ATP sensor Setup.exe". Delete the file afterwards. The server may restart by itself.',
        ]
      : []),
    ...(files.includes('set-sensor-proxy.ps1')
      ? [
          'For a server with the sensor: as administrator, powershell.exe -NoProfile -ExecutionPolicy Bypass -File set-sensor-proxy.ps1. Where the proxy wants a sign-in it asks for the password, and needs the module DefenderForIdentity.',
        ]
      : []),
  ],
};

const backOuts: Steps = {
  reg: () => ['As administrator: reg import back-out.reg. Keys that were made stay behind empty and have no effect.'],
  ps1: () => ['As administrator: powershell.exe -NoProfile -ExecutionPolicy Bypass -File back-out.ps1'],
  gpo: () => [
    'back-out-gpo.ps1 -GpoName "NAME" takes the settings out of the GPO, or puts back what was there.',
    'For the local policy: LGPO.exe /m back-out-Registry.pol, or LGPO.exe /t back-out-lgpo.txt.',
    'Run gpupdate /target:computer on the servers before the GPO is unlinked.',
  ],
  gpp: () => [
    'Delete the items of Registry.xml in the same node, and drag back-out-Registry.xml onto it.',
    'Run gpupdate /target:computer, and delete these items when every server has taken them.',
  ],
  intune: (files) => [
    'Take the assignment of the script package away, and make another one of back-out-detect.ps1 and back-out-remediate.ps1.',
    ...(files.includes('oma-uri.csv') ? ['Of a custom profile: change it as back-out-oma-uri.csv says.'] : []),
  ],
  ansible: () => ['ansible-playbook -i INVENTORY back-out.yml'],
  'allow-list': () => ['Have the entries removed where nothing else needs them.'],
  mdi: (files) => [
    ...(files.includes('back-out-sensor-proxy.ps1')
      ? ['As administrator: powershell.exe -NoProfile -ExecutionPolicy Bypass -File back-out-sensor-proxy.ps1']
      : []),
    ...(files.includes('install-sensor.ps1')
      ? [
          'An installation is taken back by removing "Azure Advanced Threat Protection Sensor" in the list of installed programs.',
        ]
      : []),
  ],
};

/** `policies-by-hand.md`: where each policy stands in the editor. */
export interface PolicyByHand {
  readonly name: string;
  readonly key: string;
  /** Null: no administrative template has it. */
  readonly policy: { readonly admx: string; readonly id: string; readonly path: string } | null;
  readonly to: string;
  readonly back: string;
}

export function policiesByHandLines(rows: readonly PolicyByHand[]): string[] {
  const cell = (text: string): string => text.replace(/[|\\]/g, '\\$&');
  return [
    '# Policies by hand',
    '',
    'In the editor: Computer Configuration > Policies > Administrative Templates > …. A value without a template is set by the script or by Registry.pol.',
    '',
    '| Value | Setting in the editor | Template and name | Set to | Back to |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ name, key, policy, to, back }) =>
      [
        '',
        ` ${cell(`${key}\\${name}`)} `,
        ` ${policy === null ? 'none' : cell(policy.path)} `,
        ` ${policy === null ? 'none' : cell(`${policy.admx}, ${policy.id}`)} `,
        ` ${cell(to)} `,
        ` ${cell(back)} `,
        '',
      ].join('|'),
    ),
  ];
}
