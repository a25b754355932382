import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { asMdavProxy, asMdiProxyUrl, asTelemetryProxy, asWinHttpProxy } from '../../electron/core/settings/grammar.ts';
import { text } from '../text.ts';
import { type Draft, hasOwnProxy } from '../wizard/draft.ts';
import { bypassEntries, typedProxy } from '../wizard/draft-intent.ts';

/** How the one typed proxy is written for everything that takes it; null while it is not whole. */
export function writtenForms(
  draft: Draft,
  snapshot: Snapshot,
): readonly (readonly [where: string, form: string | null])[] {
  const proxy = typedProxy(draft);
  const forms: (readonly [string, string | null])[] = [];
  const takes = (product: 'mdi' | 'mde' | 'mdav') => draft.products[product] && draft.own[product].kind === 'same';
  if (takes('mdi') && hasOwnProxy('mdi', snapshot))
    forms.push([text.choose.forms.mdi, proxy === null ? null : asMdiProxyUrl(proxy)]);
  if (takes('mde')) forms.push([text.choose.forms.mde, proxy === null ? null : asTelemetryProxy(proxy)]);
  if (takes('mdav')) forms.push([text.choose.forms.mdav, proxy === null ? null : asMdavProxy(proxy)]);
  if (draft.winhttp) {
    const written = proxy === null ? null : asWinHttpProxy(proxy, bypassEntries(draft.bypass));
    forms.push([text.choose.forms.winhttp, written?.access === 'named' ? written.proxy : null]);
  }
  return forms;
}
