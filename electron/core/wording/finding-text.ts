import type { Finding, RuleId } from '../effective/finding.ts';
import {
  doubtSentence,
  type FactOf,
  type FindingText,
  factsOf,
  placeName,
  startOf,
  valuesOf,
} from './finding-facts.ts';
import { faultWords } from './grammar-text.ts';
import { capitalised, listed } from './names.ts';
import { sslOptions } from './plan-words.ts';
import { dotnetText, expectedRootText, rootUpdateText, tls12Text, winHttpProtocolsText } from './prerequisite-text.ts';
import { win32Text } from './win32.ts';

type Entry<R extends RuleId> = {
  /** What the rule is about, for when it could not be decided: "Not known: …". */
  readonly topic: string;
  readonly text: (fact: FactOf<R>, finding: Finding) => FindingText;
};
type Table = { readonly [R in RuleId]: Entry<R> };

const readAgain = 'Detect again with administrator rights.';

const table: Table = {
  D1: {
    topic: 'whether MDI is set up by the legacy method',
    text: (fact) => ({
      title: 'MDI is set up by the legacy method (WinINET)',
      meaning: `The sensor has no proxy of its own and takes it from account settings. Local System: ${fact('localSystem', 'none')}. Local Service: ${fact('localService', 'none')}.${machine(fact('machine', ''))} These apply to everything else that runs under these accounts.`,
      action: 'Move to the proxy setting of the sensor itself (ProxyUrl). Otherwise change it by the same method.',
    }),
  },
  D2: {
    topic: 'whether both MDI services go the same way',
    text: (fact) => ({
      title: 'MDI is only half set up',
      meaning: `The updater runs as Local System (${fact('localSystem', 'none')}), the sensor as Local Service (${fact('localService', 'none')}), and they do not go the same way. One of them may not reach the service: the sensor is disconnected, or it is never updated.`,
      action:
        'Set a proxy for the sensor itself (ProxyUrl), which both services use, or make both account settings the same.',
    }),
  },
  D3: {
    topic: 'whether old account settings are left behind',
    text: (fact) => ({
      title: 'Old account settings are left behind',
      meaning: `The sensor uses its own proxy (${fact('sensor', 'set')}). Other settings are still there for its accounts: Local System ${fact('localSystem', 'none')}, Local Service ${fact('localService', 'none')}.${machine(fact('machine', ''))} MDI no longer looks at them; other services of these accounts do.`,
      action: 'Remove them when nothing else needs them.',
    }),
  },
  D4: { topic: 'whether the WinHTTP proxy was meant for MDI', text: winHttpForMdi },
  D5: {
    topic: 'whether WinINET is machine-wide',
    text: (fact) => ({
      title: 'WinINET uses one proxy for the whole machine',
      meaning: `ProxySettingsPerUser is 0, so every account takes the machine-wide WinINET setting (${fact('proxy', 'none')}) instead of its own. One field report says that WinHTTP services take it up as well; that is not documented (unverified).`,
      action:
        'Set the machine-wide value instead of the account values, or leave it and set a proxy for each product itself.',
    }),
  },
  D6: {
    topic: 'whether TelemetryProxyServer is well formed',
    text: (fact) => ({
      title: 'TelemetryProxyServer is not in the right form',
      meaning: `It holds "${fact('shown', 'a text')}", but ${faultWords(fact('fault', ''))}. The MDE sensor takes host and port only.`,
      action: `Write ${fact('instead', 'host and port, such as proxy.contoso.com:8080')}.`,
    }),
  },
  D7: {
    topic: 'whether the two values of the MDE proxy are both set',
    text: (fact) => ({
      title: 'The second value of the MDE proxy is missing',
      meaning: `TelemetryProxyServer is set (${fact('proxy', 'a proxy')}), but DisableEnterpriseAuthProxy is ${fact('authProxy', 'none') === 'none' ? 'not set' : fact('authProxy', '')} instead of 1. Microsoft asks for both: without it the proxy sign-in of a user may be tried.`,
      action: 'Set DisableEnterpriseAuthProxy to 1.',
    }),
  },
  D8: { topic: 'whether revocation lists can be reached', text: offlineIncomplete },
  D9: {
    topic: 'whether PreferStaticProxyForHttpRequest has an effect',
    text: (fact) =>
      fact('support', '') === 'probably'
        ? {
            title: 'PreferStaticProxyForHttpRequest may have no effect',
            meaning: `The documentation names the versions 10.8049 and 10.8210 of the MDE sensor and says nothing of ${fact('version', 'this one')}, which lies between (unverified).`,
            action: 'Update the MDE sensor, or show by a test that it works.',
          }
        : {
            title: 'PreferStaticProxyForHttpRequest has no effect',
            meaning: `The MDE sensor ${fact('version', 'on this server')} is too old for it: it needs 10.8210 or later, or 10.8049.`,
            action: 'Update the MDE sensor (the unified agent, or a current Windows update).',
          },
  },
  D10: {
    topic: 'whether the antivirus proxy has its scheme',
    text: (fact, finding) => ({
      title: 'The antivirus proxy has no scheme',
      meaning: `${startOf(finding)} holds "${fact('shown', 'a proxy')}". The current documentation asks for http:// or https:// in front; older pages do not. It works on some builds only.`,
      action: `Write ${fact('instead', 'http:// in front of it')}.`,
    }),
  },
  D11: {
    topic: 'whether an antivirus preference is overruled by a policy',
    text: (fact) => ({
      title: `The antivirus preference ${fact('name', 'value')} has no effect`,
      meaning: `A policy sets ${fact('policy', 'another value')}; the preference says ${fact('preference', 'something else')}. The policy wins.`,
      action: 'Change the policy, or remove the preference so that nobody is misled by it.',
    }),
  },
  D12: {
    topic: 'whether certificate pinning is on for Antivirus',
    text: (fact) => ({
      title: 'Certificate pinning is off for antivirus cloud protection',
      meaning: `SSLOptions is ${fact('sslOptions', '0 or 1')} (${sslOptions[Number(fact('sslOptions', ''))] ?? 'no pinning'}). Antivirus then accepts certificates that it would otherwise refuse.`,
      action: 'Remove the value, or set 2 where the server has no way to revocation lists.',
    }),
  },
  D13: {
    topic: 'whether MDE and Antivirus use the same proxy',
    text: (fact) => ({
      title: 'MDE and Antivirus use different proxies',
      meaning: `MDE: ${fact('mde', 'not known')}. Antivirus: ${fact('mdav', 'not known')}. This is allowed, but usually not intended.`,
      action: 'Set the same proxy for both, unless there is a reason.',
    }),
  },
  D14: {
    topic: 'whether 32-bit programs use the same WinHTTP proxy',
    text: (fact) => ({
      title: '32-bit programs use another WinHTTP proxy',
      meaning: `64-bit: ${fact('copy64', 'none')}. 32-bit: ${fact('copy32', 'none')}.${fact('copy32', 'none') === 'none' ? ' What a 32-bit program does without a copy of its own is not documented (unverified).' : ''}`,
      action: 'Set both copies to the same proxy.',
    }),
  },
  D15: {
    topic: 'whether an account finds its proxy by itself',
    text: (fact) => ({
      title: `${fact('pac', 'none') === 'none' ? 'Automatic discovery' : 'A PAC file'} decides for an account`,
      meaning: `The ${placeName(fact('store', 'wininet-local-system'))} names no fixed proxy: PAC file ${fact('pac', 'none')}, automatic discovery ${fact('autoDetect', 'no')}. Such a setting cannot be taken over as a WinHTTP proxy.`,
      action: 'Nothing needs to be done where this is intended. Keep a note of the address of the PAC file.',
    }),
  },
  D16: {
    topic: 'whether the MDI sensor version 3 is here',
    text: (fact) => ({
      title: 'MDI runs as sensor version 3',
      meaning: `The sensor${version(fact('version', ''))} is part of Defender for Endpoint and has no proxy setting of its own: it uses that of MDE and Antivirus.`,
      action: 'Set the proxy of Defender for Endpoint and of Defender Antivirus.',
    }),
  },
  D17: {
    topic: 'whether both versions of the MDI sensor are here',
    text: () => ({
      title: 'Both versions of the MDI sensor are on this server',
      meaning: 'The sensor version 2 is installed and version 3 runs. Microsoft does not support both on one server.',
      action: 'Remove one of them before anything else.',
    }),
  },
  D18: {
    topic: 'whether the old Log Analytics agent serves MDE',
    text: () => ({
      title: 'MDE runs through the old Log Analytics agent',
      meaning: 'The agent has its own proxy setting. This program shows it and does not change it.',
      action: 'Move to the unified agent of Defender for Endpoint.',
    }),
  },
  D19: {
    topic: 'whether the bypass list names the domain of this server',
    text: (fact) => ({
      title: 'The WinHTTP bypass list does not name the domain of this server',
      meaning: `This is a domain controller of ${fact('domain', 'a domain')}, and the bypass list is ${fact('bypass', 'none') === 'none' ? 'empty' : fact('bypass', '')}. Traffic to its own domain may be sent to the proxy.`,
      action: `Add *.${fact('domain', 'contoso.local')} and <local> to the bypass list.`,
    }),
  },
  D20: {
    topic: 'whether a stored proxy holds a password',
    text: (fact, finding) => ({
      title: 'A password is stored in clear text',
      meaning: `${fact('sensor', 'no') === 'yes' ? 'The address of the sensor holds' : `${startOf(finding)} ${finding.values.length === 1 ? 'holds' : 'hold'}`} a user name and password in the proxy address. Everyone who may read it can use them. They are masked everywhere in this program.`,
      action: 'Change that password, and write the proxy without it.',
    }),
  },
  'tls12-disabled': { topic: 'whether TLS 1.2 is on for clients', text: tls12Text },
  'winhttp-protocols': { topic: 'whether WinHTTP has TLS 1.2', text: winHttpProtocolsText },
  'root-update-off': { topic: 'whether Windows fetches missing roots', text: rootUpdateText },
  'dotnet-crypto': { topic: 'whether .NET uses the secure TLS defaults', text: dotnetText },
  'expected-root-missing': { topic: 'whether the roots of the services are there', text: expectedRootText },
  'malformed-value': {
    topic: 'whether a stored value is usable',
    text: (fact, finding) => ({
      title: `${startOf(finding)} ${finding.values.length > 1 ? 'are' : 'is'} not usable as stored`,
      meaning: `${shown(fact('shown', ''))}${capitalised(faultWords(fact('fault', '')))}. What a service makes of it is not known, so nothing is guessed.`,
      action: fact('instead', '') === '' ? 'Write it again in the right form.' : `Write ${fact('instead', '')}.`,
    }),
  },
  'wrong-type': {
    topic: 'whether a stored value has the right type',
    text: (fact, finding) => ({
      title: `${startOf(finding)} has the wrong registry type`,
      meaning: `Expected ${fact('expected', 'another type')}, found ${fact('found', 'another one')}. What a service makes of it is not known, so nothing is guessed.`,
      action: 'Delete the value and create it again with the right type.',
    }),
  },
  unreadable: {
    topic: 'what some settings hold',
    text: (fact, finding) => ({
      title: `${unreadableStart(fact('store', ''), fact('count', ''), finding)} could not be read`,
      meaning: `${reasonOf(fact('win32', ''))} What is not known is shown as not known.`,
      action: readAgain,
    }),
  },
  'sensor-malformed': {
    topic: 'whether the sensor configuration is usable',
    text: (fact) => ({
      title: 'The sensor configuration is not usable',
      meaning: `${fact('path', 'SensorConfiguration.json')}: ${faultWords(fact('fault', ''))}.${fact('shown', '') === '' ? '' : ` It holds "${fact('shown', '')}".`}`,
      action:
        fact('instead', '') === ''
          ? 'Repair or reinstall the MDI sensor. This program does not touch the file as it is.'
          : `Set the proxy of the sensor again: ${fact('instead', '')}.`,
    }),
  },
  'mdi-not-running': {
    topic: 'whether the services of the MDI sensor run',
    text: (fact) => {
      const stopped = listed(fact('services', 'a service of the sensor').split(',').map(placeName));
      return {
        title: 'MDI is installed, but does not run',
        meaning: `Stopped: ${stopped}. While it is stopped, MDI sees nothing of this server, whatever its connection tests say.`,
        action:
          'Start the updater service; it starts the sensor. If it does not start, look at the logs of the sensor.',
        commands: ['Start-Service AATPSensorUpdater'],
      };
    },
  },
  'winhttp-api-differs': {
    topic: 'what WinHTTP itself takes as its proxy',
    text: (fact) => ({
      title: 'WinHTTP uses something other than what is stored',
      meaning:
        fact('stored', '') === 'malformed'
          ? `The stored value is not in the form that this program knows. Asked by its API, WinHTTP says ${fact('answer', 'direct')}.`
          : `Stored: ${fact('stored', 'none')}. Asked by its API, WinHTTP says ${fact('answer', 'direct')}. Services get what the API says; why the two differ is not known.`,
      action: 'Set the WinHTTP proxy again, then detect again.',
    }),
  },
  'advproxy-left': {
    topic: 'whether newer WinHTTP settings (advproxy) are left for the whole machine',
    text: (fact) => ({
      title: 'Newer WinHTTP settings (advproxy) are left behind',
      meaning: `The WinHTTP proxy is direct, but netsh winhttp show advproxy still names for the whole machine: proxy ${fact('proxy', 'none')}, PAC file ${fact('pac', 'none')}, automatic discovery ${fact('autoDetect', 'no')}. Resetting the WinHTTP proxy does not clear these, and services may follow them.`,
      action:
        'Where they are not wanted, clear them with netsh winhttp set advproxy for the machine scope. This program only reads them.',
    }),
  },
};

/** Where no rule has found anything. The rules look at the services of Defender; what else is on the server they do not judge. */
export const nothingNoticed = 'Nothing unusual was found in the settings that the Defender services depend on.';

/** What was seen, what it means, and the one thing to do about it. */
export function findingText(finding: Finding): FindingText {
  const entry: Entry<RuleId> = table[finding.rule];
  const own = finding.rule === 'unreadable';
  if (finding.severity === 'unknown' && !own) return unknownText(entry.topic, finding);
  return entry.text(factsOf(finding), finding);
}

function unknownText(topic: string, finding: Finding): FindingText {
  if (finding.rule === 'D9' && finding.facts.support === 'unknown') {
    return {
      title: `Not known: ${topic}`,
      meaning: 'The version of the MDE sensor could not be read, and only some versions know this value.',
      action: 'Look up the file version of MsSense.exe: it has to be 10.8210 or later, or 10.8049.',
    };
  }
  if (finding.rule === 'D18') {
    return {
      title: `Not known: ${topic}`,
      meaning:
        'The Log Analytics agent is installed and Defender for Endpoint is not. Whether the agent reports to MDE cannot be read here.',
      action: 'Look in the agent’s control panel for its workspaces. If it serves MDE, move to the unified agent.',
    };
  }
  if (finding.rule === 'advproxy-left' && finding.facts.why === 'no-scope') {
    return {
      title: `Not known: ${topic}`,
      meaning: 'This build of Windows does not say whether they are those of the machine or of the account.',
      action: 'Look at the answer of netsh winhttp show advproxy.',
    };
  }
  return {
    title: `Not known: ${topic}`,
    meaning: doubtSentence(finding),
    action:
      finding.facts.why === 'malformed' || finding.facts.why === 'only-string-copies'
        ? 'Resolve that first, then detect again.'
        : readAgain,
  };
}

/** D4: from stored values alone it is only a hint; a failed test makes it an error. */
function winHttpForMdi(fact: FactOf<'D4'>): FindingText {
  const stands = `WinHTTP is set to ${fact('proxy', 'a proxy')}, and the MDI sensor has no proxy setting at all. MDI does not look at WinHTTP.`;
  if (fact('tested', 'no') === 'no') {
    return {
      title: 'The WinHTTP proxy does not apply to MDI (not tested)',
      meaning: `${stands} If this server has no direct way out, the sensor does not connect.`,
      action:
        'Test the MDI sensor. If it fails, set its own proxy (ProxyUrl), for instance to the one that WinHTTP has now.',
    };
  }
  return fact('egress', '') === 'fails'
    ? {
        title: 'The WinHTTP proxy does not apply to MDI',
        meaning: `${stands} The test has shown that going direct fails.`,
        action: 'Set a proxy for the sensor itself (ProxyUrl), for instance to the one that WinHTTP has now.',
      }
    : {
        title: 'MDI goes direct, not through the WinHTTP proxy',
        meaning: `${stands} The test has shown that going direct works.`,
        action: 'Nothing needs to be done where direct traffic is allowed.',
      };
}

/** D8: likewise in two strengths. */
function offlineIncomplete(fact: FactOf<'D8'>): FindingText {
  const stands = `MDE has the fixed proxy ${fact('proxy', 'that is set')}, but WinHTTP is direct. Certificate revocation never uses the fixed proxy.`;
  return fact('tested', 'no') === 'yes'
    ? {
        title: 'Revocation lists cannot be reached',
        meaning: `${stands} The test has shown that they cannot be reached directly.`,
        action:
          'Set a WinHTTP proxy that lets revocation lists through. Where that is impossible, set PreferStaticProxyForHttpRequest to 1.',
      }
    : {
        title: 'Revocation lists depend on a direct way out (not tested)',
        meaning: `${stands} If this server has no direct way out, they cannot be fetched.`,
        action: 'Test certificate revocation. If it fails, set a WinHTTP proxy.',
      };
}

const machine = (proxy: string): string => (proxy === '' ? '' : ` Machine-wide: ${proxy}.`);
const version = (text: string): string => (text === '' ? '' : ` (${text})`);
const shown = (text: string): string => (text === '' ? '' : `It holds "${text}". `);

function unreadableStart(store: string, count: string, finding: Finding): string {
  if (store === 'sensor-configuration') return 'The sensor configuration';
  if (finding.values.length === 1) return capitalised(valuesOf(finding));
  return count === '' ? 'Some values' : `${count} values`;
}

function reasonOf(win32: string): string {
  const code = Number(win32);
  if (win32 === '' || !Number.isInteger(code)) return 'Windows did not say why.';
  return `${win32Text(code)}.`;
}
