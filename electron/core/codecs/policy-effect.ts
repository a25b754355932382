import { regType } from '../settings/reading.ts';
import type { PolicyEntry } from './registry-pol.ts';
import { isWellFormed } from './well-formed.ts';

/**
 * What one instruction of a Registry.pol does. Names that begin with `**` are commands, in any case of letters.
 * https://learn.microsoft.com/previous-versions/windows/desktop/Policy/registry-policy-file-format
 */
export type PolicyEffect =
  | { readonly kind: 'sets'; readonly key: string; readonly value: string }
  /** Sets it only where there is no such value yet (`**soft.`). */
  | { readonly kind: 'sets-if-absent'; readonly key: string; readonly value: string }
  | { readonly kind: 'deletes'; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: 'deletes-all'; readonly key: string }
  /** Deletes keys with all that is in them. Whether their names count from `key` or from the hive is not documented. */
  | { readonly kind: 'deletes-keys'; readonly key: string; readonly names: readonly string[] }
  /** Changes who may write the key, and no value. */
  | { readonly kind: 'secures'; readonly key: string }
  | { readonly kind: 'makes-key'; readonly key: string }
  /** Changes nothing; in `ntuser.pol` it names the GPO from which the instructions behind it come. */
  | { readonly kind: 'comment'; readonly key: string; readonly text: string }
  /** A command that is not known here, or one whose list cannot be read: it may do anything to the key. */
  | { readonly kind: 'unknown'; readonly key: string };

export function effectOf(entry: PolicyEntry): PolicyEffect {
  const { key, value, type, data } = entry;
  if (!value.startsWith('**')) {
    if (value === '' && type === regType.none && data.length === 0) return { kind: 'makes-key', key };
    return { kind: 'sets', key, value };
  }
  const command = value.toLowerCase();
  const behind = (prefix: string): string | null => (command.startsWith(prefix) ? value.slice(prefix.length) : null);
  const deleted = behind('**del.');
  if (deleted !== null) return { kind: 'deletes', key, values: [deleted] };
  const soft = behind('**soft.');
  if (soft !== null) return { kind: 'sets-if-absent', key, value: soft };
  const comment = behind('**comment:');
  if (comment !== null) return { kind: 'comment', key, text: comment };
  if (command === '**delvals' || command === '**delvals.') return { kind: 'deletes-all', key };
  if (/^\*\*securekey(?:=[01])?$/.test(command)) return { kind: 'secures', key };
  const names = namesOf(entry);
  if (names !== null && command === '**deletevalues') return { kind: 'deletes', key, values: names };
  if (names !== null && command.trimEnd() === '**deletekeys') return { kind: 'deletes-keys', key, names };
  return { kind: 'unknown', key };
}

/** A list parted by semicolons, up to its terminator; null where the data is no text. */
function namesOf({ data }: PolicyEntry): readonly string[] | null {
  if (data.length % 2 !== 0) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const units = Array.from({ length: data.length / 2 }, (_, at) => String.fromCharCode(view.getUint16(at * 2, true)));
  const [text = ''] = units.join('').split('\0', 1);
  if (!isWellFormed(text)) return null;
  return text.split(';').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}
