import { dwordOf, textOf } from '../codecs/registry-data.ts';
import { entryOf, type ValueId, valueIds } from '../settings/catalogue.ts';
import { parsePacUrl, parseProxyUrl } from '../settings/grammar.ts';
import { type Reading, regType } from '../settings/reading.ts';
import type { Finding, Severity } from './finding.ts';
import { found, type Rule } from './rule.ts';
import { listed, shown } from './store-view.ts';
import { proxyOfHostPort, proxyOfUrl } from './stored-proxy.ts';
import { winHttpCopy } from './winhttp.ts';
import { blobOf, settingsView } from './wininet.ts';

/** What is wrong with one value, and what stands there. */
interface Fault {
  readonly fault: string;
  readonly shown?: string | null;
  readonly instead?: string | null;
}

/** Values whose content nothing is concluded from: identifiers, and a time that is only shown. */
const unjudged: readonly ValueId[] = ['mde.lastConnected', 'mde.onboardedInfo', 'mde.onboardingInfo'];

/** Values from which a route or a change follows; what is wrong with any other is a warning. */
const deciding = /^(?:winhttp\.|wininet\.(?:localSystem|localService|machine)\.connection|mde\.|mdav\.policy\.proxy)/;

const severityOf = (id: ValueId): Severity => (deciding.test(id) ? 'error' : 'warning');

const names: Readonly<Record<number, string>> = {
  [regType.none]: 'REG_NONE',
  [regType.sz]: 'REG_SZ',
  [regType.expandSz]: 'REG_EXPAND_SZ',
  [regType.binary]: 'REG_BINARY',
  [regType.dword]: 'REG_DWORD',
  [regType.multiSz]: 'REG_MULTI_SZ',
  [regType.qword]: 'REG_QWORD',
};

/** Values of a type that their reader does not expect. */
const wrongType: Rule = ({ readings }) =>
  judged().flatMap((id) => {
    const { reading } = readings.settings[id];
    const { type } = entryOf(id);
    if (reading.state === 'absent' || reading.state === 'unreadable' || fits(reading.type, type)) return [];
    const facts = { expected: type, found: names[reading.type] ?? String(reading.type) };
    return [found('wrong-type', severityOf(id), [id], facts)];
  });

function fits(stored: number, type: string): boolean {
  return names[stored] === type || (stored === regType.expandSz && type === 'REG_SZ');
}

/** Values of the right type that do not say what they should. `HOST:PORT` values have rules of their own. */
const malformedValue: Rule = ({ readings }) =>
  judged().flatMap((id) => {
    const fault = faultOf(id, readings.settings[id].reading);
    if (fault === null) return [];
    const severity = fault.fault === 'empty-proxy' ? 'warning' : severityOf(id);
    return [found('malformed-value', severity, [id], { ...fault })];
  });

function faultOf(id: ValueId, reading: Reading): Fault | null {
  const { grammar, type } = entryOf(id);
  if (reading.state === 'absent' || reading.state === 'unreadable' || !fits(reading.type, type)) return null;
  switch (grammar) {
    case 'winhttp-blob': {
      const copy = winHttpCopy(reading);
      if (copy.state === 'malformed') return { fault: 'corrupt' };
      // Named, but none is named: taken as direct.
      if (copy.state === 'direct' && copy.emptyProxy) return { fault: 'empty-proxy' };
      return copy.state === 'named' ? listFault(listed(copy.proxy, copy.bypass), copy.proxy) : null;
    }
    case 'wininet-blob': {
      const blob = blobOf(reading);
      if (blob.state === 'malformed') return { fault: 'corrupt' };
      return blob.state === 'ok' ? listFault(settingsView(blob.settings), blob.settings.proxy) : null;
    }
    case 'flag':
      return dwordOf(reading).state === 'malformed' ? { fault: 'bad-encoding' } : null;
    case 'ssl-options': {
      const options = dwordOf(reading);
      if (options.state === 'malformed') return { fault: 'bad-encoding' };
      return options.state === 'value' && options.value > 3
        ? { fault: 'out-of-range', shown: String(options.value) }
        : null;
    }
    case 'proxy-url':
      return textFault(reading, urlFault);
    case 'pac-url':
      // WinINET takes any address in its string copies, which are not what it reads first.
      return textFault(reading, id.startsWith('mdav.') ? pacFault : () => null);
    case 'host-port':
    case 'proxy-list':
    case 'bypass-list':
    case 'bypass-url':
    case 'free-text':
      return textFault(reading, () => null);
    default:
      return grammar satisfies never;
  }
}

const listFault = (view: { readonly state: string }, text: string): Fault | null =>
  view.state === 'malformed' ? { fault: 'bad-list', shown: shown(text) } : null;

function textFault(reading: Reading, judge: (text: string) => Fault | null): Fault | null {
  const text = textOf(reading);
  if (text.state === 'malformed') return { fault: 'bad-encoding' };
  return text.state === 'value' && text.value !== '' ? judge(text.value) : null;
}

function urlFault(text: string): Fault | null {
  // `HOST:PORT` is D10; a credential is D20 as well, but leaves the proxy unknown, so it stays here.
  if (proxyOfHostPort(text.trim()) !== null || proxyOfUrl(text, true)?.credentials === false) return null;
  return grammarFault(text, parseProxyUrl(text, 'mdav'));
}

const pacFault = (text: string): Fault | null => grammarFault(text, parsePacUrl(text));

function grammarFault(
  text: string,
  parsed: { readonly ok: boolean; readonly fault?: { readonly kind: string; readonly instead: string | null } },
): Fault | null {
  const { fault } = parsed;
  return fault === undefined ? null : { fault: fault.kind, shown: shown(text), instead: shown(fault.instead) };
}

/** Values that could not be read, together for each status that Windows gave. */
const unreadable: Rule = ({ readings }) => {
  const byStatus = new Map<number, ValueId[]>();
  for (const id of valueIds) {
    const { reading } = readings.settings[id];
    if (reading.state === 'unreadable') byStatus.set(reading.win32, [...(byStatus.get(reading.win32) ?? []), id]);
  }
  return [...byStatus].map(([win32, ids]) =>
    found('unreadable', 'unknown', ids, { win32: String(win32), count: String(ids.length) }),
  );
};

/** D20: a credential in clear text, told by what had to be sealed; what could not be read may hold one, too. */
const credential: Rule = ({ readings }): readonly Finding[] => {
  const candidates = valueIds.filter((id) => entryOf(id).sensitivity === 'proxy-text');
  const sealed = candidates.filter((id) => readings.settings[id].reading.state === 'sealed');
  const { sensor } = readings;
  const inSensor = sensor.state === 'read' && sensor.proxy !== null && sensor.proxy.url.includes('@');
  const count = sealed.length + (inSensor ? 1 : 0);
  const known = { count: String(count), sensor: inSensor ? 'yes' : 'no' };
  const open = candidates.filter((id) => readings.settings[id].reading.state === 'unreadable');
  const openSensor = sensor.state === 'unreadable';
  return [
    ...(count > 0 ? [found('D20', 'error', sealed, known)] : []),
    ...(open.length > 0 || openSensor
      ? [
          found('D20', 'unknown', open, {
            count: String(open.length + (openSensor ? 1 : 0)),
            sensor: openSensor ? 'yes' : 'no',
            why: 'unreadable',
          }),
        ]
      : []),
  ];
};

/** The sensor's own address where it is not one that the sensor could use. */
const sensorAddress: Rule = ({ readings: { sensor } }) => {
  if (sensor.state !== 'read' || sensor.proxy === null || proxyOfUrl(sensor.proxy.url, false) !== null) return [];
  const fault = grammarFault(sensor.proxy.url, parseProxyUrl(sensor.proxy.url, 'mdi'));
  return [found('sensor-malformed', 'error', [], { path: sensor.path, ...(fault ?? { fault: 'bad-host' }) })];
};

const judged = (): readonly ValueId[] => valueIds.filter((id) => !unjudged.includes(id));

/** What reading itself can find, and D20. */
export const storedRules: readonly Rule[] = [wrongType, malformedValue, unreadable, credential, sensorAddress];
