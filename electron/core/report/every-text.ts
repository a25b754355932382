import { Present, Sealed } from '../settings/reading.ts';
import { z } from '../zod.ts';

/** Where a text stands: the names of the fields and records that lead to it; places in lists are left out. */
export type FieldPath = readonly string[];

export interface Change {
  /** Any text that a person, a file or the network could have filled. */
  readonly text: (text: string, path: FieldPath) => string;
  /** The name of a field that no schema names; it stays where this is not given. */
  readonly name?: (name: string) => string;
  /** The bytes of a registry value. */
  readonly hex: (hex: string, type: number) => string;
}

/**
 * The same value with every free text and every stored image changed. The schema leads the way, so a field that is
 * added tomorrow is covered without anybody remembering it; what is closed (enums, ids, hashes, times) stays. Texts
 * never grow over the limit of their field.
 */
export function changeTexts<S extends z.ZodType>(schema: S, value: z.infer<S>, change: Change): z.infer<S> {
  return walk(schema, value, [], change) as z.infer<S>; // each branch returns the shape that it was given
}

function walk(schema: z.core.$ZodType, value: unknown, path: FieldPath, change: Change): unknown {
  if (value === null || value === undefined) return value;
  if ((schema === Present || schema === Sealed) && isImage(value))
    return { ...value, hex: change.hex(value.hex, value.type) };
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return walk(schema.def.innerType, value, path, change);
  }
  if (schema instanceof z.ZodObject) return objectOf(schema, value, path, change);
  if (schema instanceof z.ZodRecord && isRecord(value)) {
    const { valueType: inner, keyType } = schema;
    const named = keyType instanceof z.ZodString ? change.name : undefined;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [named?.(key) ?? key, walk(inner, item, [...path, key], change)]),
    );
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item: unknown) => walk(schema.element, item, path, change));
  }
  if (schema instanceof z.ZodTuple && Array.isArray(value)) return tupleOf(schema, value, path, change);
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((candidate) => z.safeParse(candidate, value).success);
    return option === undefined ? fallback(value, path, change) : walk(option, value, path, change);
  }
  if (schema instanceof z.ZodString && typeof value === 'string') {
    // A hash has a pattern and is nothing but digits; any other text with a pattern is text all the same.
    if (schema.format === 'regex' && /^[0-9a-f]*$/.test(value)) return value;
    return change.text(value, path).slice(0, schema.maxLength ?? undefined);
  }
  return value;
}

function objectOf(schema: z.ZodObject, value: unknown, path: FieldPath, change: Change): unknown {
  if (!isRecord(value)) return fallback(value, path, change);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const inner = schema.shape[key];
      const at = [...path, key];
      return [key, inner === undefined ? fallback(item, at, change) : walk(inner, item, at, change)];
    }),
  );
}

/** A pair of a name and a text (a header) is led by its name. */
function tupleOf(schema: z.ZodTuple, value: readonly unknown[], path: FieldPath, change: Change): unknown {
  const [name] = value;
  const at = typeof name === 'string' ? [...path, name] : path;
  return value.map((item, index) => {
    const inner = schema.def.items[index];
    return inner === undefined ? item : walk(inner, item, index === 0 ? path : at, change);
  });
}

/** What no schema describes is treated as free text throughout. */
function fallback(value: unknown, path: FieldPath, change: Change): unknown {
  if (typeof value === 'string') return change.text(value, path);
  if (Array.isArray(value)) return value.map((item: unknown) => fallback(item, path, change));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fallback(item, [...path, key], change)]),
    );
  }
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isImage = (value: unknown): value is { readonly hex: string; readonly type: number } =>
  isRecord(value) && typeof value.hex === 'string' && typeof value.type === 'number';
