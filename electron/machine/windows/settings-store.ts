import { type CatalogueEntry, entryOf, type ValueId, valueIds } from '../../core/settings/catalogue.ts';
import type { Management } from '../../core/settings/reading.ts';
import type { RawImage, RawReading, SettingsStore } from '../machine.ts';
import {
  deleteEmptyKeys,
  deleteValue,
  type KeyPath,
  knownMissing,
  missingKeys,
  type Queried,
  type SeenKeys,
  status,
  withKey,
  writeValue,
} from './registry.ts';

/** Which values a Group Policy owns; read once per pass. */
export type ReadManagement = () => (id: ValueId) => Management;

/** The catalogue over the real registry. Each key is opened once per pass. */
export function settingsStore(readManagement: ReadManagement): SettingsStore {
  return {
    async readAll() {
      const managementOf = readManagement();
      const found = readKeys(valueIds);
      const all: Partial<Record<ValueId, { reading: RawReading; management: Management }>> = {};
      for (const id of valueIds) {
        const reading = found.get(id);
        if (reading === undefined) throw new Error(`the pass over the registry left ${id} out`);
        all[id] = { reading, management: managementOf(id) };
      }
      return all as Record<ValueId, { reading: RawReading; management: Management }>; // every id was set by the loop
    },
    async read(id) {
      const reading = readKeys([id]).get(id);
      if (reading === undefined) throw new Error(`the registry was not asked for ${id}`);
      return reading;
    },
    async write(id, image) {
      return writeImage(entryOf(id), image);
    },
  };
}

/** The 32-bit view is asked for by its flag, so the redirected part of the shown path is left out. */
function keyPathOf(entry: CatalogueEntry): KeyPath {
  const path = entry.view === 32 ? entry.key.replace('\\WOW6432Node\\', '\\') : entry.key;
  return { root: entry.hive, path, view: entry.view };
}

function readKeys(ids: readonly ValueId[]): Map<ValueId, RawReading> {
  const byKey = new Map<string, { key: KeyPath; ids: ValueId[] }>();
  for (const id of ids) {
    const key = keyPathOf(entryOf(id));
    const name = `${key.view} ${key.root}\\${key.path}`;
    const group = byKey.get(name) ?? { key, ids: [] };
    group.ids.push(id);
    byKey.set(name, group);
  }
  const found = new Map<ValueId, RawReading>();
  const seen: SeenKeys = { there: new Set(), missing: new Set() };
  for (const { key, ids: inKey } of byKey.values()) {
    const known = knownMissing(key, seen);
    const read =
      known > 0
        ? { win32: status.fileNotFound }
        : withKey(key, (query) => inKey.map((id) => [id, readingOf(query(entryOf(id).name), 0)] as const));
    if ('win32' in read) {
      const missing = known === 0 && isMissing(read.win32) ? missingKeys(key, seen) : known;
      for (const id of inKey) found.set(id, readingOf(read, missing));
    } else {
      for (const [id, reading] of read) found.set(id, reading);
    }
  }
  return found;
}

const isMissing = (win32: number): boolean => win32 === status.fileNotFound || win32 === status.pathNotFound;

function readingOf(queried: Queried, missing: number): RawReading {
  if ('bytes' in queried) return { state: 'present', type: queried.type, bytes: queried.bytes };
  if (isMissing(queried.win32)) return { state: 'absent', missingKeys: missing };
  return { state: 'unreadable', win32: queried.win32 };
}

function writeImage(entry: CatalogueEntry, image: RawImage): number {
  const key = keyPathOf(entry);
  if (image.state === 'present') return writeValue(key, entry.name, image);
  const win32 = deleteValue(key, entry.name);
  return win32 === status.success ? deleteEmptyKeys(key, image.missingKeys) : win32;
}
