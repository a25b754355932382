import { isWellFormed } from './well-formed.ts';

/**
 * Where things stand in a JSON document (RFC 8259), so that one member can be edited and the rest stays byte for
 * byte, and so that a member given twice is seen (JSON.parse takes the last one in silence).
 */

/** A value and its place: offsets in UTF-16 code units, `end` behind its last character. */
export type JsonNode =
  | { readonly kind: 'object'; readonly start: number; readonly end: number; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly start: number; readonly end: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly start: number; readonly end: number; readonly text: string }
  | { readonly kind: 'number' | 'boolean' | 'null'; readonly start: number; readonly end: number };

export interface JsonMember {
  readonly name: string;
  /** Offset of the name's opening quote. */
  readonly start: number;
  readonly value: JsonNode;
}

/** `offset` is that of the character that was not allowed there; `path` leads to the value in which it stands. */
export interface JsonFault {
  readonly kind: 'not-json' | 'duplicate-member' | 'too-deep';
  readonly offset: number;
  readonly path: readonly (string | number)[];
}

export type JsonScan =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly fault: JsonFault };

/**
 * Scans one whole document; a byte order mark before it is accepted. `deepest` is the most levels of nesting. Stricter
 * than JSON.parse in two things (RFC 7493, section 2): no member twice, and no lone surrogate, which no file can hold.
 */
export function scanJson(text: string, deepest: number): JsonScan {
  const scanner = new Scanner(text, deepest);
  try {
    return { ok: true, root: scanner.document() };
  } catch (thrown) {
    if (thrown instanceof Stop) return { ok: false, fault: thrown.fault };
    throw thrown;
  }
}

/** The member of an object by its exact name. */
export function memberOf(node: JsonNode, name: string): JsonMember | null {
  return node.kind === 'object' ? (node.members.find((member) => member.name === name) ?? null) : null;
}

/** Ends a scan from any depth; never leaves this file. */
class Stop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordShape = /true|false|null/y;
const spaceShape = /[ \t\r\n]*/y;

class Scanner {
  readonly #text: string;
  readonly #deepest: number;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, deepest: number) {
    this.#text = text;
    this.#deepest = deepest;
  }

  document(): JsonNode {
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
    this.#space();
    const root = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#stop('not-json');
    return root;
  }

  #value(): JsonNode {
    const start = this.#at;
    switch (this.#text.charAt(start)) {
      case '{':
        return this.#object(start);
      case '[':
        return this.#array(start);
      case '"': {
        const text = this.#string();
        return { kind: 'string', start, end: this.#at, text };
      }
      default:
        return this.#plain(start);
    }
  }

  #plain(start: number): JsonNode {
    const word = this.#match(wordShape);
    if (word !== null) return { kind: word === 'null' ? 'null' : 'boolean', start, end: this.#at };
    if (this.#match(numberShape) === null) this.#stop('not-json');
    return { kind: 'number', start, end: this.#at };
  }

  #object(start: number): JsonNode {
    const members: JsonMember[] = [];
    const names = new Set<string>();
    this.#list('}', (index) => {
      if (index > 0 && this.#text.charAt(this.#at) !== '"') this.#stop('not-json');
      const at = this.#at;
      const name = this.#string();
      this.#path.push(name);
      if (names.has(name)) this.#stop('duplicate-member', at);
      names.add(name);
      this.#space();
      this.#take(':');
      this.#space();
      members.push({ name, start: at, value: this.#value() });
      this.#path.pop();
    });
    return { kind: 'object', start, end: this.#at, members };
  }

  #array(start: number): JsonNode {
    const items: JsonNode[] = [];
    this.#list(']', (index) => {
      this.#path.push(index);
      items.push(this.#value());
      this.#path.pop();
    });
    return { kind: 'array', start, end: this.#at, items };
  }

  /** What stands between the brackets, parted by commas. */
  #list(close: '}' | ']', item: (index: number) => void): void {
    this.#depth += 1;
    if (this.#depth > this.#deepest) this.#stop('too-deep');
    this.#at += 1;
    this.#space();
    for (let index = 0; index > 0 || this.#text.charAt(this.#at) !== close; index += 1) {
      item(index);
      this.#space();
      if (this.#text.charAt(this.#at) === close) break;
      this.#take(',');
      this.#space();
    }
    this.#at += 1;
    this.#depth -= 1;
  }
  #depth = 0;

  #string(): string {
    const start = this.#at;
    this.#take('"');
    while (this.#text.charAt(this.#at) !== '"') {
      if (this.#at >= this.#text.length || this.#text.charCodeAt(this.#at) < 0x20) this.#stop('not-json');
      this.#at += this.#text.charAt(this.#at) === '\\' ? this.#escapeLength() : 1;
    }
    this.#at += 1;
    // A string literal without a raw control character or a wrong escape is one that JSON.parse accepts.
    const text = String(JSON.parse(this.#text.slice(start, this.#at)));
    return isWellFormed(text) ? text : this.#stop('not-json', start);
  }

  #escapeLength(): number {
    const rest = this.#text.slice(this.#at, this.#at + 6);
    if (/^\\u[0-9a-fA-F]{4}$/.test(rest)) return 6;
    if (/^\\["\\/bfnrt]/.test(rest)) return 2;
    return this.#stop('not-json');
  }

  #take(mark: string): void {
    if (this.#text.charAt(this.#at) !== mark) this.#stop('not-json');
    this.#at += 1;
  }

  #space(): void {
    this.#match(spaceShape);
  }

  #match(shape: RegExp): string | null {
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  #stop(kind: JsonFault['kind'], offset = this.#at): never {
    throw new Stop({ kind, offset, path: [...this.#path] });
  }
}
