import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import {
  asMdavProxy,
  asMdiProxyUrl,
  asTelemetryProxy,
  asWinHttpProxy,
  type HostPort,
  parseHostPort,
} from '../../electron/core/settings/grammar.ts';
import { text } from '../text.ts';
import { type Draft, type DraftProduct, hasOwnProxy, legacyFound } from '../wizard/draft.ts';
import { bypassEntries, typedProxy } from '../wizard/draft-intent.ts';

/** A product's place and the text that is written there; null while what was typed is not whole. */
export type WrittenForm = readonly [where: string, form: string | null];

/** How the typed proxy, or a product's own, is written for everything that takes a fixed one. */
export function writtenForms(draft: Draft, snapshot: Snapshot): readonly WrittenForm[] {
  const forms: WrittenForm[] = [];
  // The legacy method writes host and port into the settings of the accounts, and no ProxyUrl.
  const accounts = legacyFound(snapshot) && draft.legacy === 'update';
  const add = (product: DraftProduct, write: (proxy: HostPort) => string) => {
    const { kind } = draft.own[product];
    if (!draft.products[product] || !hasOwnProxy(product, snapshot)) return;
    if (kind === 'same' || kind === 'static') {
      const proxy = proxyOf(draft, product);
      const place = product === 'mdi' && accounts ? text.choose.forms.accounts : text.choose.forms[product];
      forms.push([place, proxy === null ? null : write(proxy)]);
    }
  };
  add('mdi', accounts ? asTelemetryProxy : asMdiProxyUrl);
  add('mde', asTelemetryProxy);
  add('mdav', asMdavProxy);
  if (draft.winhttp) {
    const proxy = typedProxy(draft);
    const written = proxy === null ? null : asWinHttpProxy(proxy, bypassEntries(draft.bypass));
    forms.push([text.choose.forms.winhttp, written?.access === 'named' ? written.proxy : null]);
  }
  return forms;
}

function proxyOf(draft: Draft, product: DraftProduct): HostPort | null {
  const own = draft.own[product];
  if (own.kind === 'same') return typedProxy(draft);
  const parsed = parseHostPort(own.text.trim());
  return parsed.ok ? parsed.value : null;
}
