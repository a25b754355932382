import { bypasses, parseBypassList } from '../../core/codecs/bypass-list.ts';
import { decodeWinHttpSettings, encodeWinHttpSettings } from '../../core/codecs/winhttp-settings.ts';
import { entryOf, type ValueId, valueIds } from '../../core/settings/catalogue.ts';
import { type Management, regType } from '../../core/settings/reading.ts';
import type { ProxyForUrl, ProxyScript, RawReading, SettingsStore, WinHttpStore } from '../machine.ts';
import type { RegistryFile } from './registry-file.ts';
import type { WriteGate } from './run-quirks.ts';
import type { PacFile, Scenario } from './scenarios/scenario.ts';
import { accessDenied, type Token } from './token.ts';

/** The settings of the lab's machine, as far as this process's token reaches. */
export function settingsStore(
  registry: RegistryFile,
  scenario: Scenario,
  token: Token,
  gate: WriteGate,
): SettingsStore {
  const denied = (id: ValueId) => entryOf(id).readNeedsAdmin && !token.readsProtected;
  const readings = async (ids: readonly ValueId[]) => {
    const found = await registry.read(ids.filter((id) => !denied(id)));
    return (id: ValueId): RawReading => found.get(id) ?? { state: 'unreadable', win32: accessDenied };
  };
  return {
    async readAll() {
      // A run reads value by value; whoever looks at everything looks after it, when the policy has come back.
      await gate.settle();
      const readingOf = await readings(valueIds);
      const all = valueIds.map(
        (id) => [id, { reading: readingOf(id), management: managementOf(id, scenario) }] as const,
      );
      return Object.fromEntries(all) as Record<ValueId, (typeof all)[number][1]>; // one entry for every id
    },
    read: async (id) => (await readings([id]))(id),
    write: (id, image) => gate.pass(() => registry.write(id, image)),
  };
}

/** The machine's default proxy by the API, which knows only the 64-bit value. A value that it cannot read is direct. */
export function winHttpStore(registry: RegistryFile, { advProxy, pac }: Scenario, gate: WriteGate): WinHttpStore {
  return {
    async read() {
      const stored = (await registry.read(['winhttp.machine'])).get('winhttp.machine');
      const settings = stored?.state === 'present' ? decodeWinHttpSettings(stored.bytes) : null;
      if (settings?.state !== 'named') return { access: 'direct' };
      return { access: 'named', proxy: settings.proxy, bypass: settings.bypass };
    },
    write: (proxy) =>
      gate.pass(() =>
        registry.write('winhttp.machine', {
          state: 'present',
          type: regType.binary,
          bytes: encodeWinHttpSettings(proxy),
        }),
      ),
    leftover: async () => advProxy,
    resolve: async (url, script) => answerOfPac(pac, url, script),
  };
}

/** From the scenario's table instead of a script. No other address has a PAC file, and WPAD finds none. */
function answerOfPac(pac: PacFile | null, url: string, script: ProxyScript): ProxyForUrl {
  if (script === 'wpad') return { kind: 'failed', win32: winHttpError.autodetectionFailed };
  if (script.pacUrl !== pac?.url) return { kind: 'failed', win32: winHttpError.unableToDownloadScript };
  const { hostname } = new URL(url);
  const proxy = pac.rows.find(({ hosts }) => hosts === null || bypasses(parseBypassList(hosts), hostname))?.proxy;
  return typeof proxy === 'string' ? { kind: 'named', proxy, bypass: '' } : { kind: 'direct' };
}

const winHttpError = { unableToDownloadScript: 12167, autodetectionFailed: 12180 } as const;

function managementOf(id: ValueId, { policy }: Scenario): Management {
  if (entryOf(id).origin !== 'policy') return { state: 'not-policy' };
  const owned: readonly ValueId[] = policy?.values ?? [];
  if (policy === null || policy.gpo === null || !owned.includes(id)) return { state: 'unmanaged' };
  return { state: 'managed', gpo: policy.gpo };
}
