import { effectOf, type PolicyEffect } from '../codecs/policy-effect.ts';
import type { PolicyEntry } from '../codecs/registry-pol.ts';
import { entryOf, type ValueId } from './catalogue.ts';
import type { Management } from './reading.ts';

/** A Group Policy Object that was applied to this computer, as the policy history has it. */
export interface AppliedGpo {
  readonly name: string | null;
  /** Its own Registry.pol; empty where it has none, null where it could not be read. */
  readonly entries: readonly PolicyEntry[] | null;
}

/**
 * Which catalogue values a Group Policy owns: those that the compiled set of applied machine policies (`ntuser.pol`)
 * sets or deletes. The GPO is named by the last comment before the last instruction about the value (Windows puts
 * `**Comment:GPO Name: …` before those of each GPO: observed, not documented), else by the last applied GPO whose own
 * file has such an instruction. `applied` is asked only then, and once. A GPO Preferences item leaves no trace here.
 */
export function policyOwnership(
  compiled: readonly PolicyEntry[],
  applied: () => readonly AppliedGpo[],
): (id: ValueId) => Management {
  const instructions = attributed(compiled);
  let gpos: readonly Instructions[] | null = null;
  return (id) => {
    const target = targetOf(id);
    if (target === null) return { state: 'not-policy' };
    const owner = instructions.filter(({ effect }) => concerns(effect, target)).at(-1);
    if (owner === undefined) {
      return instructions.some(({ effect }) => mayConcern(effect, target))
        ? { state: 'unknown' }
        : { state: 'unmanaged' };
    }
    if (owner.gpo !== null) return { state: 'managed', gpo: owner.gpo };
    gpos ??= applied().map(({ name, entries }) => ({ name, effects: entries?.map(foldedEffect) ?? null }));
    return { state: 'managed', gpo: lastWriter(gpos, target) };
  };
}

/** The state of every value where the compiled set could not be read: what is not known is never called unmanaged. */
export function unknownOwnership(id: ValueId): Management {
  return targetOf(id) === null ? { state: 'not-policy' } : { state: 'unknown' };
}

interface Target {
  readonly key: string;
  readonly value: string;
}

interface Instructions {
  readonly name: string | null;
  readonly effects: readonly PolicyEffect[] | null;
}

/** Names in the registry do not differ by case. */
const folded = (text: string): string => text.toLowerCase();

/** With its key folded once, because every value is compared with every instruction. */
const foldedEffect = (entry: PolicyEntry): PolicyEffect => effectOf({ ...entry, key: folded(entry.key) });

function targetOf(id: ValueId): Target | null {
  const { origin, hive, key, name } = entryOf(id);
  return origin === 'policy' && hive === 'HKLM' ? { key: folded(key), value: folded(name) } : null;
}

const gpoComment = /^gpo name:\s*(.*)$/is;

/** Each instruction with the GPO that the last comment before it names. */
function attributed(entries: readonly PolicyEntry[]): readonly { effect: PolicyEffect; gpo: string | null }[] {
  let gpo: string | null = null;
  return entries.map((entry) => {
    const effect = foldedEffect(entry);
    if (effect.kind === 'comment') gpo = gpoName(gpoComment.exec(effect.text)?.[1] ?? null) ?? gpo;
    return { effect, gpo };
  });
}

/** A GPO's name fit to be shown: one line, nothing that turns the reading direction, at most 256 characters. */
export function gpoName(text: string | null): string | null {
  const shown = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 256)
    .replace(/[\ud800-\udbff]$/, '');
  return shown === '' ? null : shown;
}

function concerns(effect: PolicyEffect, target: Target): boolean {
  switch (effect.kind) {
    case 'sets':
    case 'sets-if-absent':
      return effect.key === target.key && folded(effect.value) === target.value;
    case 'deletes':
      return effect.key === target.key && effect.values.some((value) => folded(value) === target.value);
    case 'deletes-all':
      return effect.key === target.key;
    case 'deletes-keys':
      return effect.names
        .flatMap((name) => [folded(name), `${effect.key}\\${folded(name)}`])
        .some((key) => target.key === key || target.key.startsWith(`${key}\\`));
    case 'secures':
    case 'makes-key':
    case 'comment':
    case 'unknown':
      return false;
    default:
      return effect satisfies never;
  }
}

/** A command that nobody here knows may do anything to its key and to those below it. */
function mayConcern(effect: PolicyEffect, target: Target): boolean {
  if (effect.kind !== 'unknown') return false;
  return target.key === effect.key || target.key.startsWith(`${effect.key}\\`);
}

/** GPOs in the order of their application: the last one wins. One that could not be read may have been that one. */
function lastWriter(gpos: readonly Instructions[], target: Target): string | null {
  for (const { name, effects } of [...gpos].reverse()) {
    if (effects === null || effects.some((effect) => mayConcern(effect, target))) return null;
    if (effects.some((effect) => concerns(effect, target))) return name;
  }
  return null;
}
