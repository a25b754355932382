import { type JsonFault, scanJson } from '../codecs/json-text.ts';
import { maskText } from '../settings/seal.ts';
import { z } from '../zod.ts';
import type { FileKind, Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** Deepest nesting of a file that is read; the deepest of ours is a plan, with about ten levels. */
const deepest = 64;

/**
 * Reads one JSON document strictly: no member twice, no unknown field, every value as the schema says; a byte order
 * mark is accepted. The first fault is returned, with the path of its field and, in words that follow "expected",
 * what belongs there. What was written there is never repeated, because it may be a secret.
 */
export function parseFile<S extends z.ZodType>(schema: S, file: FileKind, text: string): Result<z.infer<S>> {
  const scan = scanJson(text, deepest);
  if (!scan.ok) return fail(jsonProblem(file, text, scan.fault));
  const document: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  const parsed = schema.safeParse(document, { error: (issue) => describeIssue(issue) });
  if (parsed.success) return ok(parsed.data);
  const [first] = parsed.error.issues;
  if (first === undefined) return fail({ kind: 'bad-field', file, at: '', expected: 'another value' });
  const path = first.code === 'unrecognized_keys' ? [...first.path, ...first.keys.slice(0, 1)] : first.path;
  return fail({ kind: 'bad-field', file, at: fieldPath(path), expected: cut(first.message) });
}

function jsonProblem(file: FileKind, text: string, fault: JsonFault): Problem {
  const at = fieldPath(fault.path);
  switch (fault.kind) {
    case 'not-json':
      return { kind: 'file-not-json', file, detail: position(text, fault.offset) };
    case 'duplicate-member':
      return { kind: 'bad-field', file, at, expected: 'this field once, but it is there twice' };
    case 'too-deep':
      return { kind: 'bad-field', file, at, expected: `at most ${deepest} levels of nesting` };
    default:
      return fault.kind satisfies never;
  }
}

/** `line 3, column 5`, both counted from 1 in characters. */
function position(text: string, offset: number): string {
  const before = text.slice(0, offset).replace(/^\ufeff/, '');
  const lines = before.split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** `operations[2].after.hex`; a name that is no plain word stands in quotes. Empty for the whole document. */
export function fieldPath(path: readonly PropertyKey[]): string {
  const text = path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = String(part);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(maskText(name).text)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
  return cut(text);
}

/** At most as long as a problem's texts may be, and not in the middle of a character. */
const cut = (text: string): string =>
  text.length > 1024 ? `${text.slice(0, 1023).replace(/[\ud800-\udbff]$/, '')}…` : text;

/** What the schema expected there, in words that follow "expected". */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWord(isWhole(issue.schema) ? 'int' : issue.expected) + missing(issue.input);
    case 'unrecognized_keys':
      return unknownField(issue.inst);
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'too_big':
      return sizeWord('at most', issue.maximum, isWhole(issue.schema) ? 'int' : issue.origin);
    case 'too_small':
      return sizeWord('at least', issue.minimum, isWhole(issue.schema) ? 'int' : issue.origin);
    case 'invalid_format':
      return formatWord(issue);
    case 'invalid_union':
      return unionWord(issue);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return 'a field name that is allowed here';
    case 'invalid_element':
      return 'another element';
    case 'custom':
      return 'another value';
    default:
      return issue satisfies never;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const typeWord = (type: string): string => typeWords[type] ?? type;

/** A schema of whole numbers; zod itself calls those numbers. */
const isWhole = (schema: unknown): boolean => schema instanceof z.core.$ZodNumberFormat;

/** At most this many of the allowed names or values are named. */
const named = 40;

function unknownField(schema: unknown): string {
  const names = allowedNames(schema);
  if (names.length === 0) return 'no field of this name';
  return `no field of this name, only ${names.slice(0, named).join(', ')}${names.length > named ? ' …' : ''}`;
}

/** The names that a schema allows, where it shows them. */
function allowedNames(schema: unknown): readonly string[] {
  if (schema instanceof z.core.$ZodObject) return Object.keys(schema._zod.def.shape);
  const names = schema instanceof z.core.$ZodRecord ? schema._zod.def.keyType._zod.values : undefined;
  return names === undefined ? [] : Array.from(names, String);
}

const missing = (input: unknown): string => (input === undefined ? ', but the field is missing' : '');

function oneOf(values: readonly unknown[], input: unknown): string {
  const words = values.slice(0, named).map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  const more = values.length > named ? ' …' : '';
  return `${words.length > 1 ? 'one of ' : ''}${words.join(', ')}${more}${missing(input)}`;
}

function sizeWord(bound: 'at most' | 'at least', limit: number | bigint, origin: string): string {
  switch (origin) {
    case 'string':
      return `${bound} ${limit} characters`;
    case 'array':
    case 'set':
      return `${bound} ${limit} entries`;
    case 'int':
      return `a whole number, ${bound} ${limit}`;
    default:
      return `a number, ${bound} ${limit}`;
  }
}

const formatWords: Readonly<Record<string, string>> = {
  uuid: 'a UUID in lower case, like 123e4567-e89b-42d3-a456-426614174000',
  datetime: 'a time in UTC, like 2026-01-31T09:30:00Z',
  date: 'a date, like 2026-01-31',
  url: 'a URL',
  email: 'a mail address',
};

function formatWord(issue: { readonly format: string; readonly pattern?: unknown; readonly prefix?: unknown }): string {
  if (issue.format === 'starts_with') return `a text that starts with "${String(issue.prefix)}"`;
  if (issue.format === 'regex') return `a text of the form ${String(issue.pattern)}`;
  return formatWords[issue.format] ?? `a text of the form "${issue.format}"`;
}

/** A discriminated union names the values of its discriminator; of another the branches' own words are joined. */
function unionWord(issue: {
  readonly input: unknown;
  readonly discriminator?: unknown;
  readonly options?: unknown;
  readonly errors?: unknown;
}): string {
  if (typeof issue.discriminator === 'string' && Array.isArray(issue.options)) {
    const value = fieldOf(issue.input, issue.discriminator);
    return oneOf(issue.options, value);
  }
  const branches = Array.isArray(issue.errors) ? issue.errors : [];
  const words = branches.flatMap((errors: unknown) => {
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const message = fieldOf(first, 'message');
    return typeof message === 'string' ? [message] : [];
  });
  return words.length === 0 ? 'another value' : [...new Set(words)].join(', or ');
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
