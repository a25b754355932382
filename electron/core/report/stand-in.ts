/** A change of one text into the same text with stand-ins. `field` is the name of the field that holds it. */
export type Hide = (text: string, field: string) => string;

/** What is looked for, and what stands in for it. */
export type StandIn = readonly [pattern: RegExp, alias: string];

/** Gives out `kind-1`, `kind-2` … in the order of asking; the same for the same name, whatever its case. */
export function numbered(kind: string): (name: string) => string {
  const given = new Map<string, string>();
  return (name) => {
    const key = name.toLowerCase();
    const alias = given.get(key) ?? `${kind}-${given.size + 1}`;
    given.set(key, alias);
    return alias;
  };
}

/** The name as a whole, not as part of a longer one. */
export const wholeName = (name: string): RegExp => new RegExp(`(?<![\\w.-])${literal(name)}(?![\\w-]|\\.\\w)`, 'gi');

/** The text as it is, inside of a pattern. */
export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

export const replaceAll = (text: string, standIns: readonly StandIn[]): string =>
  standIns.reduce((now, [pattern, alias]) => now.replace(pattern, () => alias), text);
