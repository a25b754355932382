import type { Evidence, EvidenceItem, EvidenceKind, EvidenceState } from '../evidence/evidence.ts';
import { settlingMs } from '../evidence/evidence.ts';
import type { SensorLogFault } from '../evidence/sensor-log.ts';
import { readable } from '../settings/readable.ts';
import { isKey } from './is-key.ts';
import { serviceName } from './names.ts';
import { utcText } from './time-text.ts';
import { win32Text } from './win32.ts';

/** One piece of evidence in words. */
export interface EvidenceText {
  /** What was looked at, with whose it is. */
  readonly title: string;
  /** One of seven, for a badge or the first column. */
  readonly word: string;
  readonly sentence: string;
  /** Empty where there is nothing to do. */
  readonly action: string;
  /** Commands that go with the action, for an elevated PowerShell. */
  readonly commands: readonly string[];
}

const words = {
  confirms: 'Confirmed',
  differs: 'Differs',
  fails: 'Fails',
  'check-again': 'Check again',
  open: 'Inconclusive',
  unread: 'Not read',
  'by-hand': 'By hand',
} as const satisfies Record<EvidenceState, string>;

const titles = {
  connections: 'connections',
  'sense-events': 'events of its log',
  'last-contact': 'last contact',
  'sensor-log': 'error log',
  'maps-test': 'own test of the cloud connection',
  'sensor-api-test': 'own test of the sensor API',
} as const satisfies Record<EvidenceKind, string>;

type Fact = (key: string, otherwise?: string) => string;
interface Said {
  readonly sentence: string;
  readonly action?: string;
  readonly commands?: readonly string[];
}

const sentences: Readonly<Record<EvidenceKind, (item: EvidenceItem, fact: Fact) => Said>> = {
  connections: connectionsText,
  'sense-events': senseText,
  'last-contact': contactText,
  'sensor-log': logText,
  'maps-test': mapsText,
  'sensor-api-test': sensorApiText,
};

export function evidenceText(item: EvidenceItem): EvidenceText {
  const fact: Fact = (key, otherwise = 'not known') => {
    const value = item.facts[key];
    return value === undefined || value === '' ? otherwise : readable(value);
  };
  const { sentence, action = '', commands = [] } = sentences[item.kind](item, fact);
  return {
    title: `${serviceName(item.service)}: ${titles[item.kind]}`,
    word: words[item.state],
    sentence,
    action: [action, againText(item.again)].filter((text) => text !== '').join(' '),
    commands,
  };
}

/** From which moment the evidence counts, as a sentence. */
export const evidenceMoment = ({ changedAt, takenAt }: Evidence): string =>
  changedAt === null
    ? `Nothing was changed before this look at ${utcText(takenAt)}.`
    : `Only what happened after the change at ${utcText(changedAt)} counts; looked at ${utcText(takenAt)}.`;

function againText(again: EvidenceItem['again']): string {
  if (again === null) return '';
  if (again.when === 'after-restart') return 'Check again after the next restart of this server.';
  const due = new Date(Date.parse(again.from) + settlingMs).toISOString();
  return `Check again at ${utcText(due)}, 15 minutes after the change.`;
}

function connectionsText({ state, facts }: EvidenceItem, fact: Fact): Said {
  const program = fact('program', 'The program');
  const ends = facts.proxy ?? facts.direct;
  switch (state) {
    case 'confirms':
      return {
        sentence:
          facts.expected === 'proxy'
            ? `${program} is connected through its proxy (${fact('proxy')}), and by no other way.`
            : `${program} is connected directly (${fact('direct')}), as it is set.`,
      };
    case 'differs':
      return {
        sentence: `${program} is connected past the proxy, to ${fact('direct')}${facts.proxy === undefined ? '' : `, and also through it (${fact('proxy')})`}.`,
        action:
          'Find out whether the firewall lets this server out and whether the bypass list means these addresses; otherwise the service does not use the proxy that is set.',
      };
    case 'check-again':
      return facts.why === 'no-connection'
        ? { sentence: `${program} has no connection now that would show its way.` }
        : { sentence: `${program} still holds connections from before the change (${ends ?? 'not known'}).` };
    case 'unread':
      return facts.why === 'not-resolved'
        ? {
            sentence: `The name of the proxy could not be resolved on this server, so the connections of ${program} cannot be told apart.`,
            action: 'Let this server resolve the name of the proxy, or set the proxy by its address.',
          }
        : { sentence: `The connections could not be read: ${win32Text(Number(facts.win32 ?? 0))}.` };
    default:
      return { sentence: openConnections(facts, program, ends) };
  }
}

function openConnections(facts: EvidenceItem['facts'], program: string, ends: string | undefined): string {
  if (facts.why === 'not-running') return `${program} does not run now.`;
  if (facts.why === 'no-connection') return `${program} has no connection now that would show its way.`;
  const seen = ends === undefined ? 'It has none to the Internet now.' : `It is connected to ${readable(ends)}.`;
  return facts.expected === 'script'
    ? `A PAC file or WPAD decides the way of ${program}, so its connections alone do not tell whether they are right. ${seen}`
    : `The way of ${program} is not known, so its connections cannot be judged. ${seen}`;
}

function senseText({ state, facts }: EvidenceItem, fact: Fact): Said {
  const host = facts.host === undefined ? 'its service' : fact('host');
  const when = facts.at === undefined ? '' : ` at ${utcText(facts.at)}`;
  const times = facts.count === undefined ? '' : `, ${fact('count')} times`;
  const code = facts.code === undefined ? '' : ` The last HTTP error was ${fact('code')}.`;
  if (state === 'confirms') return { sentence: `The MDE sensor reached ${host}${when}${times} (event 4).` };
  if (state === 'unread')
    return {
      sentence: `The log of the MDE sensor could not be read: ${win32Text(Number(facts.win32 ?? 0))}.`,
      action: 'Look for events 4 and 5 in Event Viewer, under Microsoft-Windows-SENSE/Operational.',
    };
  if (facts.event === undefined)
    return {
      sentence: 'The log of the MDE sensor has no contact that counts, neither one that worked nor one that failed.',
    };
  const failed =
    facts.event === '15'
      ? `The MDE sensor could not open its command channel${when} (event 15).`
      : `The MDE sensor could not reach ${host}${when}${times} (event 5).${code}`;
  return {
    sentence: failed,
    action: state === 'fails' ? 'Look at the test of that address by the path of the MDE sensor.' : '',
  };
}

function contactText({ state, facts }: EvidenceItem): Said {
  if (state === 'unread')
    return {
      sentence: `The last contact of the MDE sensor could not be ${facts.win32 === undefined ? 'understood' : `read: ${win32Text(Number(facts.win32))}`}.`,
    };
  if (facts.at === undefined) return { sentence: 'The MDE sensor has not recorded any contact with its service.' };
  const at = utcText(facts.at);
  if (state === 'confirms') return { sentence: `The MDE sensor recorded a contact after the change, at ${at}.` };
  if (facts.why === 'in-future')
    return {
      sentence: `The last contact that the MDE sensor recorded is in the future (${at}), so it tells nothing.`,
      action: 'Check the clock of this server.',
    };
  return {
    sentence: `The last contact that the MDE sensor recorded was at ${at}${state === 'open' ? '' : ', before the change'}.`,
  };
}

const faults = {
  licensing: {
    sentence: 'registration was refused for licensing, which is also what a proxy causes that answers 401 or 403',
    action: 'Let the sensor reach its service without a sign-in at the proxy.',
  },
  'missing-roots': {
    sentence: 'the service could not be reached, which is documented for missing root certificates',
    action: 'Look at the test of the sensor API for the root that is missing.',
  },
  'two-way-ssl': {
    sentence: 'mutual TLS with the service failed, by TLS inspection or by .NET without strong cryptography',
    action: 'Exempt the sensor API from TLS inspection, and check the four .NET values.',
  },
  'cannot-connect': {
    sentence: 'no connection could be made, to the service or to local port 444',
    action: 'Look at the test of the sensor API, and allow loopback connections to port 444.',
  },
  unauthorized: {
    sentence: 'an operation was not authorised',
    action: 'Check the access rights of the event log, and KB5009557 on Windows Server 2019.',
  },
  'bad-algorithm': {
    sentence: 'a cryptographic algorithm was refused (0x80090008)',
    action: 'Look for certificate software of another vendor.',
  },
} as const satisfies Record<SensorLogFault, { readonly sentence: string; readonly action: string }>;

const unreadLog: Readonly<Record<string, string>> = {
  denied: 'Reading the log of the MDI sensor needs administrator rights.',
  missing: 'The error log of the MDI sensor is not beside its program; it may be in a folder chosen at installation.',
  unreadable: 'The error log of the MDI sensor could not be read.',
};

function logText({ state, facts }: EvidenceItem, fact: Fact): Said {
  if (state === 'unread') return { sentence: unreadLog[facts.why ?? ''] ?? unreadLog.unreadable ?? '' };
  const { fault } = facts;
  if (!isKey(faults, fault))
    return { sentence: 'The error log of the MDI sensor has no known error of that time; this alone proves nothing.' };
  const count = facts.count === '1' ? 'one entry' : `${fact('count')} entries, the last`;
  const { sentence, action } = faults[fault];
  return { sentence: `${fact('file')} has ${count} at ${utcText(fact('at'))}: ${sentence}.`, action };
}

/** What Windows' own codes of HTTP mean (winhttp.h and wininet.h as HRESULT). */
const hresults: Readonly<Record<string, string>> = {
  '0x80072EE2': 'it timed out',
  '0x80072EE7': 'the name could not be resolved',
  '0x80072EFD': 'no connection could be made',
  '0x80072EFE': 'the connection was aborted, as by a filter or TLS inspection',
  '0x80072F78': 'the answer was not valid',
  '0x80072F8F': 'TLS failed: a certificate, its revocation or the clock',
  '0x80070006': 'revocation could not be checked, as without a WinHTTP proxy',
  '0x80092013': 'the revocation server could not be reached',
};

const mapsCommand = '& "$env:ProgramFiles\\Windows Defender\\MpCmdRun.exe" -ValidateMapsConnection';

const notRun: Readonly<Record<string, string>> = {
  'not-elevated': 'The test of Defender Antivirus needs administrator rights.',
  timeout: 'The test of Defender Antivirus did not end within 14 seconds.',
  unsafe: 'MpCmdRun.exe was not run, because people other than administrators can change it.',
  failed: 'MpCmdRun.exe could not be run.',
};

function mapsText({ state, facts }: EvidenceItem, fact: Fact): Said {
  if (state === 'unread')
    return {
      sentence: notRun[facts.why ?? ''] ?? notRun.failed ?? '',
      action:
        facts.why === 'unsafe'
          ? 'Find out who changed the access rights of its folder.'
          : 'Run it in an elevated PowerShell.',
      commands: facts.why === 'unsafe' ? [] : [mapsCommand],
    };
  if (state === 'fails') {
    const code = facts.hresult === undefined ? '' : `, ${fact('hresult')}`;
    const meaning = hresults[facts.hresult ?? ''];
    const http = facts.http === undefined ? '' : `, HTTP ${fact('http')}`;
    return {
      sentence: `MpCmdRun -ValidateMapsConnection failed (exit code ${fact('code')}${code}${http})${meaning === undefined ? '' : `: ${meaning}`}.`,
      action: 'Look at the test of the antivirus cloud and of certificate revocation.',
      commands: [mapsCommand],
    };
  }
  const worked = 'MpCmdRun -ValidateMapsConnection reached the cloud (exit code 0).';
  return {
    sentence:
      state === 'confirms'
        ? worked
        : `${worked} Defender Antivirus keeps the last proxy that worked, so this may still be the way from before the change.`,
  };
}

function sensorApiText({ facts }: EvidenceItem): Said {
  return {
    sentence:
      facts.module === 'present'
        ? 'The module DefenderForIdentity is installed; its test uses the configuration of the sensor and answers True or False.'
        : 'The PowerShell module DefenderForIdentity, which was not found for all users, has a test that uses the configuration of the sensor and answers True or False.',
    action:
      facts.module === 'present'
        ? 'Run it in an elevated PowerShell.'
        : 'Install the module from the PowerShell Gallery, then run it in an elevated PowerShell.',
    commands: ['Test-MDISensorApiConnection'],
  };
}
