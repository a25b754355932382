import path from 'node:path';
import type { ExportFile } from '../core/export/export-file.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { backOutFilesOf } from '../core/report/back-out-files.ts';
import { html } from '../core/report/html.ts';
import { markdown } from '../core/report/markdown.ts';
import type { Ticket } from '../core/report/ticket.ts';
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

/**
 * Writes `ticket.md`, `ticket.html`, `ticket.json`, the plan, and the way back for when this product is gone. A folder that is new or empty holds the files itself;
 * in any other a sub-folder is made for them (`ticket-<plan>-<time>`, with a number where that exists), so nothing is
 * ever overwritten. Only the owner may read them (0700, 0600). Fails with `cannot-write-file`.
 *
 * The plan's file holds its canonical bytes: `plan.json` is the file of the digest. Where names were taken out it is
 * `plan-redacted.json`, which nobody can take for that file.
 */
export async function writeTicket(
  folder: string,
  ticket: Ticket,
  beside: readonly ExportFile[] = [],
): Promise<Result<WrittenTicket>> {
  const wanted = path.resolve(folder);
  let at = wanted;
  try {
    const home = await newFolder(wanted, folderName(ticket));
    const files: string[] = [];
    for (const [name, content] of contentsOf(ticket)) {
      at = path.join(home, name);
      await writeFlushed(at, new TextEncoder().encode(content));
      files.push(name);
    }
    for (const file of [...backOutFilesOf(ticket), ...beside]) {
      at = path.join(home, file.name);
      await writeFlushed(at, storedBytes(file));
      files.push(file.name);
    }
    return ok({ folder: home, files });
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: at.slice(0, 1024), code: errorCode(error) });
  }
}

function contentsOf(ticket: Ticket): readonly (readonly [name: string, content: string])[] {
  return [
    ['ticket.md', markdown(ticket)],
    ['ticket.html', html(ticket)],
    ['ticket.json', ticketJson(ticket)],
    [ticket.planAltered ? 'plan-redacted.json' : 'plan.json', canonicalJson(ticket.plan)],
  ];
}

/** `ticket-0b6f4a52-20261122T002512Z`: which plan, and when. */
function folderName({ plan, madeAt }: Ticket): string {
  return `ticket-${plan.id.slice(0, 8)}-${madeAt.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
