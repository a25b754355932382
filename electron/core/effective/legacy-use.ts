import type { ConnectionSettings } from '../codecs/connection-settings.ts';
import { connectionFlag } from '../codecs/connection-settings.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { StoreId } from './effective.ts';
import { shown } from './store-view.ts';
import { blobOf, namesProxy, perUser, type WinInetScope, winInetValues, winInetView } from './wininet.ts';

/** One hive as the legacy method of MDI sees it. */
export type LegacyHive = {
  readonly scope: WinInetScope;
  readonly value: ValueId;
  readonly store: StoreId;
} & (
  | { readonly state: 'in-use'; readonly settings: ConnectionSettings; readonly text: string }
  | { readonly state: 'not-in-use' }
  | { readonly state: 'undecided'; readonly why: 'unreadable' | 'malformed' | 'only-string-copies' }
);

/** The hives that decide for the MDI services: both accounts, or the machine's one where D5 holds. */
export function legacyHives(readings: Readings): readonly LegacyHive[] {
  const scope = perUser(readings);
  if (scope === 'unreadable' || scope === 'malformed')
    return [
      { scope: 'machine', value: 'wininet.perUserPolicy', store: 'wininet-machine', state: 'undecided', why: scope },
    ];
  const scopes: readonly WinInetScope[] = scope === 'machine' ? ['machine'] : ['localSystem', 'localService'];
  return scopes.map((each) => hive(readings, each));
}

function hive(readings: Readings, scope: WinInetScope): LegacyHive {
  const { connection: value, store } = winInetValues[scope];
  const head = { scope, value, store };
  const blob = blobOf(readings.settings[value].reading);
  switch (blob.state) {
    case 'absent':
      return winInetView(readings, scope).state === 'empty'
        ? { ...head, state: 'not-in-use' }
        : { ...head, state: 'undecided', why: 'only-string-copies' };
    case 'ok':
      if (!namesProxy(blob.settings)) return { ...head, state: 'not-in-use' };
      return { ...head, state: 'in-use', settings: blob.settings, text: legacyText(blob.settings) };
    case 'unreadable':
    case 'malformed':
      return { ...head, state: 'undecided', why: blob.state };
    default:
      return blob satisfies never;
  }
}

/** What the blob names, in one line. */
function legacyText(settings: ConnectionSettings): string {
  const pac = (settings.flags & connectionFlag.pac) !== 0 ? [settings.pacUrl] : [];
  const manual = (settings.flags & connectionFlag.manual) !== 0 ? [settings.proxy] : [];
  return shown([...pac, ...manual].join(' ').trim()) ?? '';
}

/** For telling whether two hives lead the same way; the bypass list is left out, MDI talks to one host. */
export function legacyKey(settings: ConnectionSettings): string {
  const { flags, proxy, pacUrl } = settings;
  return JSON.stringify([
    (flags & connectionFlag.autoDetect) !== 0,
    (flags & connectionFlag.pac) !== 0 ? pacUrl.trim() : '',
    (flags & connectionFlag.manual) !== 0 ? proxy.trim().toLowerCase() : '',
  ]);
}
