import { encodeWinHttpSettings } from '../../core/codecs/winhttp-settings.ts';
import { entryOf, type ValueId, valueIds } from '../../core/settings/catalogue.ts';
import { type Management, regType } from '../../core/settings/reading.ts';
import type { RawReading, SettingsStore, WinHttpStore } from '../machine.ts';
import type { RegistryFile } from './registry-file.ts';
import type { WriteGate } from './run-quirks.ts';
import type { Scenario } from './scenarios/scenario.ts';
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

/** The machine's default proxy by the API, which knows only the 64-bit value. */
export function winHttpStore(registry: RegistryFile, gate: WriteGate): WinHttpStore {
  return {
    write: (proxy) =>
      gate.pass(() =>
        registry.write('winhttp.machine', {
          state: 'present',
          type: regType.binary,
          bytes: encodeWinHttpSettings(proxy),
        }),
      ),
  };
}

function managementOf(id: ValueId, { policy }: Scenario): Management {
  if (entryOf(id).origin !== 'policy') return { state: 'not-policy' };
  const owned: readonly ValueId[] = policy?.values ?? [];
  if (policy === null || policy.gpo === null || !owned.includes(id)) return { state: 'unmanaged' };
  return { state: 'managed', gpo: policy.gpo };
}
