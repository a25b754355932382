import type { HelpTopic } from '../../electron/core/help/topic.ts';
import { text } from '../text.ts';
import { type QuestionName, type Reason, reasons } from './reasons.ts';

/** A topic of a question; what no published page says has no source there. */
function topicOf(id: string, title: string, why: readonly Reason[]): HelpTopic {
  return {
    id: `why-${id}`,
    group: 'questions',
    title,
    parts: why.map((reason) => ({ kind: 'text', text: reason.text })),
    sources: [...new Set(why.map(({ link }) => link))].filter((link) => link !== 'general-knowledge'),
  };
}

const ids: Readonly<Record<QuestionName, string>> = {
  products: 'products',
  routes: 'routes',
  proxy: 'proxy',
  pac: 'pac',
  perProduct: 'per-product',
  winhttpTitle: 'winhttp',
  bypass: 'bypass',
  revocation: 'revocation',
  legacy: 'legacy',
  signIn: 'sign-in',
  workspace: 'workspace',
  tls: 'tls',
};

// The keys of the table are the names of its questions.
const names = Object.keys(reasons) as QuestionName[];

/** Every "Why?" of the pages as a topic of the help, in the words in which it stands there. */
export const questionTopics: readonly HelpTopic[] = [
  ...names.map((name) => topicOf(ids[name], text.choose[name], reasons[name])),
  topicOf('partly', text.detect.partly, [{ text: text.detect.partlyWhy, link: 'general-knowledge' }]),
];
