import path from 'node:path';
import type { ExportFile } from '../core/export/export-file.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { backOutFilesOf } from '../core/report/back-out-files.ts';
import { html } from '../core/report/html.ts';
import { markdown } from '../core/report/markdown.ts';
import { plainText } from '../core/report/plain-text.ts';
import type { Ticket } from '../core/report/ticket.ts';
import { type TicketFormat, textFormats } from '../core/report/ticket-format.ts';
import { ticketJson } from '../core/report/ticket-json.ts';
import { errorCode } from '../disk/error-code.ts';
import { writeFlushed } from '../disk/replace-file.ts';
import { newFolder } from './new-folder.ts';
import { storedBytes } from './write-export.ts';

/** Where a ticket was written: an absolute folder and the names of the files in it. */
export interface WrittenTicket {
  readonly folder: string;
  readonly files: string[];
}

/** What a ticket is written as, and what lies beside it. */
export interface TicketParts {
  /** Those without a browser unless said. */
  readonly formats?: readonly TicketFormat[];
  /** Prints the HTML of the ticket; needed for `pdf`. */
  readonly print?: () => Promise<Uint8Array>;
  readonly beside?: readonly ExportFile[];
}

/**
 * Writes the ticket in its forms (`ticket.md` …), the plan, and the way back for when this product is gone. A folder that
 * is new or empty holds the files itself; in any other a sub-folder is made for them (`ticket-<plan>-<time>`, with a number where that exists), so nothing is
 * ever overwritten. Only the owner may read them (0700, 0600). Fails with `cannot-write-file`.
 *
 * The plan's file holds its canonical bytes: `plan.json` is the file of the digest. Where names were taken out it is
 * `plan-redacted.json`, which nobody can take for that file.
 */
export async function writeTicket(
  folder: string,
  ticket: Ticket,
  { formats = textFormats, print, beside = [] }: TicketParts = {},
): Promise<Result<WrittenTicket>> {
  const printed = formats.includes('pdf') && print !== undefined ? await print() : null;
  const wanted = path.resolve(folder);
  let at = wanted;
  try {
    const home = await newFolder(wanted, folderName(ticket));
    const files: string[] = [];
    const write = async (name: string, bytes: Uint8Array): Promise<void> => {
      at = path.join(home, name);
      await writeFlushed(at, bytes);
      files.push(name);
    };
    for (const format of textFormats)
      if (formats.includes(format))
        await write(`ticket.${format}`, new TextEncoder().encode(renderings[format](ticket)));
    if (printed !== null) await write('ticket.pdf', printed);
    await write(
      ticket.planAltered ? 'plan-redacted.json' : 'plan.json',
      new TextEncoder().encode(canonicalJson(ticket.plan)),
    );
    for (const file of [...backOutFilesOf(ticket), ...beside]) await write(file.name, storedBytes(file));
    return ok({ folder: home, files });
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: at.slice(0, 1024), code: errorCode(error) });
  }
}

const renderings = {
  md: markdown,
  html,
  json: ticketJson,
  txt: plainText,
} as const satisfies Record<(typeof textFormats)[number], (ticket: Ticket) => string>;

/** `ticket-0b6f4a52-20261122T002512Z`: which plan, and when. */
function folderName({ plan, madeAt }: Ticket): string {
  return `ticket-${plan.id.slice(0, 8)}-${madeAt.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
