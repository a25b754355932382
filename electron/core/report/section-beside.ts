import { besideNote, besideTexts } from '../wording/beside-text.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { type Block, code, heading, lineBreak, listOr, paragraph, type Rich, strong, text } from './document.ts';
import type { Ticket } from './ticket.ts';

/** What has a proxy of its own beside Defender, as it was found, and how it would be changed by hand. */
export function besideSection({ plan }: Ticket): Block[] {
  const texts = besideTexts(plan.before, plan.intent);
  if (texts.length === 0) return [];
  const items = texts.map(
    ({ name, text: said, commands }): Rich => [
      strong(`${name}. `),
      text(`${said} To change it (${commands.shell}):`),
      ...commands.set.flatMap((command): Rich => [lineBreak, code(command)]),
    ],
  );
  return [heading(ticketWords.beside), paragraph(text(besideNote)), listOr(items, '')];
}
