import type { CitationId } from '../core/plan/operation.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { citations } from '../core/wording/citations.ts';

/** Where links may lead. SECURITY: the page names a link; an address never comes from it. */
const site = 'https://learn.microsoft.com/';

/** The address of a cited page; null where no published page says so, or where it is not on Microsoft's own site. */
export function linkAddress(link: CitationId): string | null {
  const { url } = citations[link];
  return url?.startsWith(site) === true ? url : null;
}

/** Opens a cited page in the person's own browser. */
export async function openLink(
  link: CitationId,
  openExternal: (address: string) => Promise<void>,
): Promise<Result<Record<never, never>>> {
  const address = linkAddress(link);
  if (address === null) return fail({ kind: 'usage', detail: `No page is published for "${link}".` });
  await openExternal(address);
  return ok({});
}
