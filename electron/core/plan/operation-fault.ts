import { decodeConnectionSettings } from '../codecs/connection-settings.ts';
import { bytesOf, textOf } from '../codecs/registry-data.ts';
import { decodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import { type CatalogueEntry, entryOf } from '../settings/catalogue.ts';
import { parseHostPort, parseMdiUser, parsePacUrl, parseProxyUrl } from '../settings/grammar.ts';
import { type Present, regType } from '../settings/reading.ts';
import type { Operation, SensorAfter, WinHttpProxy } from './operation.ts';
import type { Problem } from './problem.ts';

/**
 * What the plan's schema cannot say: ids count from 1, no store is written twice (the second `before` could not be
 * compared in advance), and what is written has the type and the form of its value. SECURITY: with the closed union
 * this bounds what a plan can make the privileged program do to a proxy setting in its documented form.
 */
export function operationFault(operations: readonly Operation[]): Problem | null {
  const written = new Set<string>();
  for (const [at, operation] of operations.entries()) {
    const bad = (field: string, expected: string): Problem => ({
      kind: 'bad-field',
      file: 'plan',
      at: `operations[${at}].${field}`,
      expected,
    });
    if (operation.id !== at + 1) return bad('id', `${at + 1}, the position in the plan`);
    const store = storeOf(operation);
    if (written.has(store)) return bad('kind', 'a store that no other operation of the plan writes');
    written.add(store);
    const expected = expectedAfter(operation);
    if (expected !== null) return bad('after', expected);
  }
  return null;
}

function storeOf(operation: Operation): string {
  switch (operation.kind) {
    case 'value':
      return operation.value;
    case 'winhttp':
      return 'winhttp.machine';
    case 'winhttp-32':
      return 'winhttp.machine32';
    case 'sensor':
      return 'sensor-configuration';
    case 'restart':
      return `restart of ${operation.service}`;
    default:
      return operation satisfies never;
  }
}

/** In words that follow "expected" what belongs into `after`; null where it is right. */
function expectedAfter(operation: Operation): string | null {
  switch (operation.kind) {
    case 'value': {
      const entry = entryOf(operation.value);
      if (operation.after.state === 'absent' || fits(entry, operation.after)) return null;
      return `${entry.type} data in the form of ${entry.name}`;
    }
    case 'winhttp':
    case 'winhttp-32':
      return isPlainText(operation.after) ? null : 'a proxy and a bypass list in printable ASCII';
    case 'sensor':
      return sensorFault(operation.after);
    case 'restart':
      return null;
    default:
      return operation satisfies never;
  }
}

function sensorFault(after: SensorAfter): string | null {
  if (after === null) return null;
  if (!parseProxyUrl(after.url, 'mdi').ok) return 'an address such as http://proxy.contoso.com:8080';
  return 'user' in after.signIn && !parseMdiUser(after.signIn.user).ok ? 'a user such as CONTOSO\\svcProxy' : null;
}

const isPlainText = (proxy: WinHttpProxy): boolean =>
  proxy.access === 'direct' || (/^[\x21-\x7e]+$/.test(proxy.proxy) && /^[\x20-\x7e]*$/.test(proxy.bypass));

const typeNumber: Readonly<Record<CatalogueEntry['type'], number>> = {
  REG_SZ: regType.sz,
  REG_EXPAND_SZ: regType.expandSz,
  REG_BINARY: regType.binary,
  REG_DWORD: regType.dword,
  REG_QWORD: regType.qword,
};

function fits(entry: CatalogueEntry, data: Present): boolean {
  if (data.type !== typeNumber[entry.type]) return false;
  const text = textOf(data);
  switch (entry.grammar) {
    case 'flag':
      return /^0[01]000000$/.test(data.hex);
    case 'ssl-options':
      return /^0[0-3]000000$/.test(data.hex);
    case 'host-port':
      return text.state === 'value' && parseHostPort(text.value).ok;
    case 'proxy-url':
      return text.state === 'value' && parseProxyUrl(text.value, 'mdav').ok;
    case 'pac-url':
      return text.state === 'value' && parsePacUrl(text.value).ok;
    case 'wininet-blob':
      return decodeConnectionSettings(bytesOf(data.hex)).state === 'ok';
    case 'winhttp-blob':
      return decodeWinHttpSettings(bytesOf(data.hex)).state !== 'corrupt';
    case 'bypass-url':
    case 'proxy-list':
    case 'bypass-list':
    case 'free-text':
      return text.state === 'value';
    default:
      return entry.grammar satisfies never;
  }
}
