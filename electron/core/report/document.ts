import type { Grade } from '../connectivity/verdict.ts';

/** A piece of running text. Renderings escape it; nothing in it is markup. */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'grade'; readonly grade: Grade; readonly text: string }
  /** A new line where the rendering has lines inside of a cell, a space where it has not. */
  | { readonly kind: 'break' };
export type Rich = readonly Span[];

/** What a ticket is made of; the same for every rendering. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly content: Rich }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Rich[] }
  | {
      readonly kind: 'table';
      /** What the table shows, for those who hear it. */
      readonly caption: string;
      readonly columns: readonly string[];
      /** The share of the width that each column gets, in per cent; null where what is in them may decide. */
      readonly shares: readonly number[] | null;
      readonly rows: readonly (readonly Rich[])[];
    }
  | { readonly kind: 'code'; readonly text: string };

export interface TicketDocument {
  readonly title: string;
  /** Stamped above everything; null on a real machine. */
  readonly lab: string | null;
  readonly blocks: readonly Block[];
}

export const text = (content: string): Span => ({ kind: 'text', text: content });
export const code = (content: string): Span => ({ kind: 'code', text: content });
export const strong = (content: string): Span => ({ kind: 'strong', text: content });
export const grade = (value: Grade, content: string): Span => ({ kind: 'grade', grade: value, text: content });
export const lineBreak: Span = { kind: 'break' };
/** A link, or plain text where there is no address. */
export const link = (content: string, url: string | null): Span =>
  url === null ? text(content) : { kind: 'link', text: content, url };

export const heading = (content: string): Block => ({ kind: 'heading', level: 2, text: content });
export const subheading = (content: string): Block => ({ kind: 'heading', level: 3, text: content });
export const paragraph = (...content: Span[]): Block => ({ kind: 'paragraph', content });
export const table = (
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Rich[])[],
  shares: readonly number[] | null = null,
): Block => ({ kind: 'table', caption, columns, shares, rows });

/** A list, or a sentence where there is nothing to list. */
export function listOr(items: readonly Rich[], otherwise: string): Block {
  return items.length === 0 ? paragraph(text(otherwise)) : { kind: 'list', ordered: false, items };
}

/** Steps in their order. */
export const steps = (items: readonly Rich[]): Block => ({ kind: 'list', ordered: true, items });
