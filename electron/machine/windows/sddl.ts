/**
 * Reads what matters of a security descriptor in SDDL: who owns the object, and who may change it.
 * https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format
 */
interface Ace {
  readonly allow: boolean;
  readonly inheritOnly: boolean;
  /** Access mask; generic and file rights as winnt.h has them. */
  readonly mask: number;
  /** SID, or its two-letter alias. */
  readonly trustee: string;
}

export interface Descriptor {
  readonly owner: string | null;
  /** Null: there is no DACL, so everybody may do everything. */
  readonly dacl: readonly Ace[] | null;
}

// Two-letter rights. Windows writes those of keys (K…) for a file too where the mask happens to be the same.
const rights: Readonly<Record<string, number>> = {
  GA: 0x10000000,
  GR: 0x80000000,
  GW: 0x40000000,
  GX: 0x20000000,
  RC: 0x00020000,
  SD: 0x00010000,
  WD: 0x00040000,
  WO: 0x00080000,
  FA: 0x001f01ff,
  FR: 0x00120089,
  FW: 0x00120116,
  FX: 0x001200a0,
  KA: 0x000f003f,
  KR: 0x00020019,
  KW: 0x00020006,
  KX: 0x00020019,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
};

/** FILE_WRITE_DATA, APPEND_DATA, WRITE_EA, DELETE_CHILD, WRITE_ATTRIBUTES, DELETE, WRITE_DAC, WRITE_OWNER, generic write and all. */
const changes = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000;

/** Throws on text that is no descriptor: it comes from Windows itself. */
export function parseSddl(text: string): Descriptor {
  const owner = /^O:([A-Z]{2}|S-[\d-]+?)(?=[GDS]:|$)/.exec(text)?.[1] ?? null;
  const dacl = /D:([A-Z_]*)/.exec(text);
  if (dacl === null || dacl[1] === 'NO_ACCESS_CONTROL') return { owner, dacl: null };
  return { owner, dacl: entriesOf(text.slice(dacl.index + dacl[0].length)).map(aceOf) };
}

/**
 * The entries of a list up to its end, without their parentheses. The condition of an entry may hold parentheses and
 * quoted texts of its own. SECURITY: one that was cut short would hide all that come after it, so what is left over
 * must be nothing, or the list for auditing.
 */
function entriesOf(text: string): readonly string[] {
  const found: string[] = [];
  let [from, depth] = [0, 0];
  // A quoted text counts as one piece.
  for (const { 0: piece, index } of text.matchAll(/"[^"]*"?|[^"]/g)) {
    if (piece === '(') depth += 1;
    else if (piece === ')') depth -= 1;
    else if (depth === 0) break;
    if (depth > 0) continue;
    found.push(text.slice(from + 1, index));
    from = index + 1;
  }
  if (depth !== 0 || !/^(?:S:|$)/.test(text.slice(from))) throw new Error('a security descriptor that does not end');
  return found;
}

function aceOf(text: string): Ace {
  const [type = '', flags = '', mask = '', , , trustee = ''] = text.split(';');
  return {
    // Anything but a plain denial is taken as an allowance: the safe reading of conditional and object entries.
    allow: type !== 'D' && type !== 'OD' && type !== 'XD',
    inheritOnly: [...flags.matchAll(/../g)].some(([flag]) => flag === 'IO'),
    mask: maskOf(mask),
    trustee,
  };
}

function maskOf(text: string): number {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16);
  let mask = 0;
  for (const right of text.match(/../g) ?? []) {
    const bits = rights[right];
    if (bits === undefined) throw new Error(`unknown right ${right} in a security descriptor`);
    mask |= bits;
  }
  return mask >>> 0;
}

/** What lets somebody put another thing in the place of a folder or of what is in it: DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, all. */
const exchanges = 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000;

/** SYSTEM, Administrators, TrustedInstaller, and the owner's own placeholder (which says nothing new). */
const administrators = new Set([
  'SY',
  'BA',
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
  'OW',
  'S-1-3-4',
]);

/** Why an object is not safe from ordinary users, or null where it is. `alsoTrusted`: SIDs that count as administrators. */
export function whyUnsafe(descriptor: Descriptor, alsoTrusted: readonly string[] = []): 'owner' | 'acl' | null {
  return whyLoose(descriptor, changes, alsoTrusted);
}

/** Why what lies in a folder could be exchanged by ordinary users, who may add to it; null where it could not. */
export function whyExchangeable(descriptor: Descriptor, alsoTrusted: readonly string[] = []): 'owner' | 'acl' | null {
  return whyLoose(descriptor, exchanges, alsoTrusted);
}

function whyLoose(descriptor: Descriptor, rights: number, alsoTrusted: readonly string[]): 'owner' | 'acl' | null {
  const trusted = (sid: string) => administrators.has(sid) || alsoTrusted.includes(sid);
  if (descriptor.owner === null || !trusted(descriptor.owner)) return 'owner';
  if (descriptor.dacl === null) return 'acl';
  const loose = descriptor.dacl.some(
    (ace) => ace.allow && !ace.inheritOnly && (ace.mask & rights) !== 0 && !trusted(ace.trustee),
  );
  return loose ? 'acl' : null;
}
