import path from 'node:path';
import { type CatalogueEntry, entryOf, type ValueId } from '../../core/settings/catalogue.ts';
import { Hex } from '../../core/settings/reading.ts';
import { z } from '../../core/zod.ts';
import type { RawImage, RawReading, Win32 } from '../machine.ts';
import { locked } from './lock.ts';
import type { RegistryData, Seeds } from './scenarios/scenario.ts';
import { readStateFile, replaceStateFile } from './state-file.ts';

/**
 * The file-backed hives: key path → value name → data. Every key that exists has its own entry, also when it holds
 * nothing, so that it can be told how many trailing keys of a path are missing. Names compare without case.
 */
const Hives = z.record(
  z.string().min(1).max(1024),
  z.record(z.string().max(256), z.strictObject({ type: z.int().min(0).max(0xffffffff), hex: Hex })),
);
type Hives = z.infer<typeof Hives>;
type Key = Hives[string];

const sizeLimit = 4 * 1024 * 1024;
/** ERROR_REGISTRY_CORRUPT: the file of the hives is not what it has to be. */
const corrupt = 1015;
/** ERROR_CANTWRITE: the file of the hives could not be replaced. */
const cannotWrite = 1013;

export interface RegistryFile {
  /** Reads several values in one pass over the file. */
  read(ids: readonly ValueId[]): Promise<Map<ValueId, RawReading>>;
  write(id: ValueId, image: RawImage): Promise<Win32>;
}

export function registryFile(folder: string): RegistryFile {
  const file = path.join(folder, 'registry.json');
  return {
    async read(ids) {
      const found = await readStateFile(file, Hives, sizeLimit);
      const lower = found.ok ? byLowerCase(found.value) : null;
      const look = (id: ValueId): RawReading =>
        lower === null ? { state: 'unreadable', win32: corrupt } : lookUp(lower, entryOf(id));
      return new Map(ids.map((id) => [id, look(id)]));
    },
    write: (id, image) =>
      locked(`${file}.lock`, async () => {
        const found = await readStateFile(file, Hives, sizeLimit);
        if (!found.ok) return corrupt;
        const hives = new Map(Object.entries(found.value));
        if (image.state === 'present') put(hives, entryOf(id), image);
        else takeAway(hives, entryOf(id), image.missingKeys);
        const written = await replaceStateFile(file, Object.fromEntries(hives));
        return written.ok ? 0 : cannotWrite;
      }),
  };
}

/** The content of a new hive file: keys that Windows always has, and the planted values. */
export function newHives(keys: readonly string[], seeds: Seeds): unknown {
  const hives = new Map<string, Key>();
  for (const key of keys) makeKey(hives, key);
  for (const [id, data] of Object.entries(seeds) as [ValueId, RegistryData][]) put(hives, entryOf(id), data); // the keys of seeds are ids
  return Object.fromEntries([...hives].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function lookUp(hives: ReadonlyMap<string, Key>, entry: CatalogueEntry): RawReading {
  const parts = partsOf(entry);
  const key = hives.get(parts.join('\\').toLowerCase());
  if (key === undefined) return { state: 'absent', missingKeys: missingOf(hives, parts) };
  const value = Object.entries(key).find(([name]) => sameName(name, entry.name))?.[1];
  if (value === undefined) return { state: 'absent', missingKeys: 0 };
  return { state: 'present', type: value.type, bytes: Uint8Array.from(Buffer.from(value.hex, 'hex')) };
}

function missingOf(lower: ReadonlyMap<string, Key>, parts: readonly string[]): number {
  let there = parts.length;
  while (there > 1 && !lower.has(parts.slice(0, there).join('\\').toLowerCase())) there -= 1;
  return parts.length - there;
}

function put(hives: Map<string, Key>, entry: CatalogueEntry, data: RegistryData): void {
  const path = makeKey(hives, pathOf(entry));
  const key = hives.get(path) ?? {};
  const name = Object.keys(key).find((known) => sameName(known, entry.name)) ?? entry.name;
  hives.set(path, { ...key, [name]: { type: data.type, hex: Buffer.from(data.bytes).toString('hex') } });
}

function takeAway(hives: Map<string, Key>, entry: CatalogueEntry, emptyKeys: number): void {
  const path = spelling(hives, pathOf(entry));
  const key = hives.get(path);
  if (key === undefined) return;
  hives.set(path, Object.fromEntries(Object.entries(key).filter(([name]) => !sameName(name, entry.name))));
  const parts = path.split('\\');
  for (let gone = 0; gone < emptyKeys; gone += 1) {
    const here = parts.slice(0, parts.length - gone).join('\\');
    if (!isEmpty(hives, here)) return;
    hives.delete(here);
  }
}

/** Makes a key with all that lead to it; returns its path in the spelling that the file already has. */
function makeKey(hives: Map<string, Key>, wanted: string): string {
  const parts = wanted.split('\\');
  let here = '';
  for (const part of parts) {
    here = spelling(hives, here === '' ? part : `${here}\\${part}`);
    if (!hives.has(here)) hives.set(here, {});
  }
  return here;
}

function isEmpty(hives: ReadonlyMap<string, Key>, path: string): boolean {
  const below = `${path}\\`.toLowerCase();
  if (Object.keys(hives.get(path) ?? {}).length > 0) return false;
  return ![...hives.keys()].some((key) => key.toLowerCase().startsWith(below));
}

function spelling(hives: ReadonlyMap<string, Key>, path: string): string {
  if (hives.has(path)) return path;
  const lower = path.toLowerCase();
  return [...hives.keys()].find((key) => key.toLowerCase() === lower) ?? path;
}

function byLowerCase(hives: Hives): ReadonlyMap<string, Key> {
  return new Map(Object.entries(hives).map(([key, values]) => [key.toLowerCase(), values]));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function pathOf(entry: CatalogueEntry): string {
  return `${entry.hive}\\${entry.key}`;
}

function partsOf(entry: CatalogueEntry): readonly string[] {
  return pathOf(entry).split('\\');
}
