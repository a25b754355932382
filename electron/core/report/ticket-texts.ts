import type { z } from '../zod.ts';
import { changeTexts, type FieldPath } from './every-text.ts';
import { imageTexts } from './image-texts.ts';

/** A text of a document with the fields that lead to it (`hex`: from inside a stored image). */
export interface TicketText {
  readonly text: string;
  readonly path: FieldPath;
}

/** Every text of a document in its order, those inside of stored images included, without their terminators. */
export function textsIn<S extends z.ZodType>(schema: S, document: z.infer<S>): readonly TicketText[] {
  const found: TicketText[] = [];
  changeTexts(schema, document, {
    text: (text, path) => {
      found.push({ text, path });
      return text;
    },
    hex: (hex, type) => {
      found.push(...imageTexts(hex, type).map((text) => ({ text: text.replace(/\0+$/, ''), path: ['hex'] })));
      return hex;
    },
  });
  return found;
}
