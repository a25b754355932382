import { helpGroups } from './find-topics.ts';
import { networkTopics } from './network.ts';
import { operatingTopics } from './operating.ts';
import { productTopics } from './products.ts';
import { resultTopics } from './results.ts';
import type { HelpTopic } from './topic.ts';

/** The whole help, in the order in which it is shown. */
export function helpTopics(): readonly HelpTopic[] {
  const all = [...productTopics, ...operatingTopics, ...networkTopics, ...resultTopics()];
  return Object.keys(helpGroups).flatMap((group) => all.filter((topic) => topic.group === group));
}
