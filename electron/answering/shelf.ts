/** A map that keeps the newest `limit` entries; putting an entry again makes it the newest. */
export interface Shelf<T> {
  readonly put: (id: string, value: T) => void;
  readonly get: (id: string) => T | null;
  /** The entry that was put last. */
  readonly newest: () => T | null;
}

export function shelf<T>(limit: number): Shelf<T> {
  const entries = new Map<string, T>();
  return {
    put(id, value) {
      entries.delete(id);
      entries.set(id, value);
      const oldest = entries.keys().next();
      if (entries.size > limit && oldest.done !== true) entries.delete(oldest.value);
    },
    get: (id) => entries.get(id) ?? null,
    newest: () => [...entries.values()].at(-1) ?? null,
  };
}
