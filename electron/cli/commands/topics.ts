import { findTopics, helpGroups } from '../../core/help/find-topics.ts';
import { helpTopics } from '../../core/help/help-topics.ts';
import type { HelpGroup, HelpPart, HelpTopic } from '../../core/help/topic.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { citations } from '../../core/wording/citations.ts';
import type { Command } from '../command-line.ts';
import { table, wrapped } from '../layout.ts';
import type { Answer } from '../surroundings.ts';

/** The offline help: its list of topics, one of them, or those that have a word. */
export function topicsCommand({ id }: Extract<Command, { name: 'topics' }>): Result<Answer> {
  const all = helpTopics();
  if (id === null) return ok({ exit: 0, value: all, lines: listOf(all) });
  const topic = all.find((each) => each.id === id);
  if (topic !== undefined) return ok({ exit: 0, value: topic, lines: topicLines(topic) });
  const found = findTopics(all, id);
  if (found.length > 0) return ok({ exit: 0, value: found, lines: listOf(found) });
  return fail({
    kind: 'usage',
    detail: `no topic of the help has ${JSON.stringify(id.slice(0, 64))}; "help topics" lists them`,
  });
}

function listOf(topics: readonly HelpTopic[]): string[] {
  // Object.keys forgets that these are the groups.
  return (Object.keys(helpGroups) as HelpGroup[]).flatMap((group) => {
    const rows = topics.filter((topic) => topic.group === group).map(({ id, title }) => [id, title]);
    return rows.length === 0 ? [] : [helpGroups[group], ...table(rows), ''];
  });
}

function topicLines({ title, parts, sources }: HelpTopic): string[] {
  return [
    title,
    '',
    ...parts.flatMap((part) => [...partLines(part), '']),
    ...sources.flatMap((source) => [citations[source].title, `  ${citations[source].url ?? ''}`]),
  ];
}

function partLines(part: HelpPart): string[] {
  switch (part.kind) {
    case 'text':
      return wrapped(part.text);
    case 'steps':
      return part.items.flatMap((item, at) => wrapped(`${at + 1}. ${item}`));
    case 'list':
      return part.items.flatMap((item) => wrapped(`- ${item}`));
    case 'commands':
      // Whole, so that they can be copied.
      return part.items.map((item) => `    ${item}`);
    default:
      return part satisfies never;
  }
}
