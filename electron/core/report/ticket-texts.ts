import { changeTexts, type FieldPath } from './every-text.ts';
import { imageTexts } from './image-texts.ts';
import { Ticket } from './ticket.ts';

/** A text of the ticket with the fields that lead to it (`hex`: from inside a stored image). */
export interface TicketText {
  readonly text: string;
  readonly path: FieldPath;
}

/** Every text of the ticket in its order, those inside of stored images included, without their terminators. */
export function textsOf(ticket: Ticket): readonly TicketText[] {
  const found: TicketText[] = [];
  changeTexts(Ticket, ticket, {
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
