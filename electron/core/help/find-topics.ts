import type { HelpGroup, HelpPart, HelpTopic } from './topic.ts';

/** The parts of the help, in their order. */
export const helpGroups = {
  products: 'How the products find their proxy',
  steps: 'The steps',
  network: 'The network',
  operating: 'Operating',
  results: 'Results and what to do',
  questions: 'Why the settings are asked',
} as const satisfies Record<HelpGroup, string>;

const linesOf = (part: HelpPart): readonly string[] => (part.kind === 'text' ? [part.text] : part.items);

/** The topics in which every word of the query occurs, also inside of a longer word; those with all of them in the title first. */
export function findTopics(topics: readonly HelpTopic[], query: string): readonly HelpTopic[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return topics;
  const has = (hay: string) => words.every((word) => hay.toLowerCase().includes(word));
  const found = topics.filter(({ title, parts }) => has([title, ...parts.flatMap(linesOf)].join('\n')));
  return [...found.filter(({ title }) => has(title)), ...found.filter(({ title }) => !has(title))];
}
