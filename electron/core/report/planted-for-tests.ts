import { szImage } from '../codecs/registry-data.ts';
import { Present, Sealed } from '../settings/reading.ts';
import { z } from '../zod.ts';

/** Most options of one union; so many variants show each option of every union. */
export const plantedVariants = 48;

/**
 * For tests only: a value of a schema with the text planted in every field that takes one, drawn from the schema alone,
 * so that a field that is added tomorrow is planted as well. Lists hold one element of each kind; of any other union
 * the variant tells the option. Bytes of the registry are those of the text.
 */
export function planted(schema: z.core.$ZodType, text: string, variant: number): unknown {
  const of = (inner: z.core.$ZodType): unknown => planted(inner, text, variant);
  if (schema === Present) return szImage(text);
  if (schema === Sealed) return { ...szImage(text), state: 'sealed', sha256: 'ab'.repeat(32) };
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return of(schema.def.innerType);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape).map(([key, inner]) => [key, of(inner as z.ZodType)]));
  if (schema instanceof z.ZodRecord) {
    const keys = keysOf(schema.keyType) ?? [text.slice(0, 32), 'set-cookie', 'why'];
    return Object.fromEntries(keys.map((key) => [key, of(schema.valueType)]));
  }
  if (schema instanceof z.ZodTuple) return schema.def.items.map(of);
  if (schema instanceof z.ZodArray) {
    const { element } = schema;
    const all = (element instanceof z.ZodUnion ? element.options : [element]).map(of);
    // A list that takes fewer has those of the variant first.
    const turned = all.map((_, at) => all[(at + variant) % all.length]);
    return [all.length, 32, 8, 2, 1].map((size) => turned.slice(0, size)).find(fits(schema)) ?? turned;
  }
  if (schema instanceof z.ZodUnion) {
    const option = schema.options[variant % schema.options.length];
    return option === undefined ? null : of(option);
  }
  return leaf(schema, text, variant);
}

function leaf(schema: z.core.$ZodType, text: string, variant: number): unknown {
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodEnum) return schema.options[variant % schema.options.length];
  if (schema instanceof z.ZodBoolean) return variant % 2 === 0;
  if (schema instanceof z.ZodNull) return null;
  // The text itself where it fits, or else the first of these that the schema takes.
  const samples = [
    text,
    '22222222-2222-4222-8222-222222222222',
    '2026-11-22T10:00:00.000Z',
    'ab'.repeat(32),
    'ab'.repeat(20),
    'ab',
    '1',
    `/${text}`,
    'p.contoso.com',
    '2026-11',
    '2026-11-22',
    443,
    1,
    0,
    text.slice(0, 64),
  ];
  const short = schema instanceof z.ZodString && schema.maxLength !== null ? text.slice(0, schema.maxLength) : text;
  const found = [short, ...samples].find(fits(schema));
  if (found === undefined) throw new Error(`nothing to plant in ${JSON.stringify(z.toJSONSchema(schema))}`);
  return found;
}

const keysOf = (schema: z.core.$ZodType): string[] | null =>
  schema instanceof z.ZodEnum ? schema.options.map(String) : null;

const fits =
  (schema: z.core.$ZodType) =>
  (value: unknown): boolean =>
    z.safeParse(schema, value).success;
