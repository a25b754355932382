import type { CitationId } from '../../electron/core/plan/operation.ts';
import { text } from '../text.ts';

/** One thing that speaks for an answer, and the page that says so. */
export interface Reason {
  readonly text: string;
  readonly link: CitationId;
}

const { choose } = text;

/** What stands behind "Why?" beside each question of the interview. The help has the same. */
export const reasons = {
  products: [
    { text: choose.productsWhy, link: 'mde-configure-proxy' },
    { text: choose.cloudWhy, link: 'mdi-configure-proxy' },
  ],
  routes: [{ text: choose.routesWhy, link: 'mde-configure-proxy' }],
  proxy: [
    { text: choose.proxyNameWhy, link: 'mdi-configure-proxy' },
    { text: choose.proxyHostsWhy, link: 'mdi-configure-proxy' },
    { text: choose.proxyInspectionWhy, link: 'mdi-configure-proxy' },
    { text: choose.proxyTagsWhy, link: 'mdi-configure-proxy' },
  ],
  pac: [{ text: choose.pacWhy, link: 'mde-configure-proxy' }],
  perProduct: [
    { text: choose.perProductWhy, link: 'mde-configure-proxy' },
    { text: choose.updatesWhy, link: 'mde-configure-proxy' },
  ],
  winhttpTitle: [{ text: choose.winhttpWhy, link: 'winhttp-default-proxy' }],
  bypass: [{ text: choose.bypassWhy, link: 'general-knowledge' }],
  revocation: [
    { text: choose.revocationWhy, link: 'mde-configure-proxy' },
    { text: choose.revocationBetterWhy, link: 'general-knowledge' },
  ],
  legacy: [{ text: choose.legacyWhy, link: 'mdi-legacy-proxy' }],
  signIn: [
    { text: choose.signInWhy, link: 'mdi-configure-proxy' },
    { text: choose.signInBetterWhy, link: 'general-knowledge' },
  ],
  workspace: [{ text: choose.workspaceWhy, link: 'mdi-configure-proxy' }],
  tls: [{ text: choose.tlsWhy, link: 'mdi-known-issues' }],
} as const satisfies Partial<Record<keyof typeof choose, readonly Reason[]>>;

/** A question of the interview, by the name of its title in the catalogue. */
export type QuestionName = keyof typeof reasons;
