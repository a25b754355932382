import { expect, it } from 'vitest';
import { HelpTopic } from '../../electron/core/help/topic.ts';
import { text } from '../text.ts';
import { questionTopics } from './help-questions.ts';

it('has every "Why?" of the pages, in its own words', () => {
  const whys = Object.values(text).flatMap((part) =>
    typeof part === 'string' ? [] : Object.entries(part).filter(([name]) => name.endsWith('Why')),
  );
  expect(whys.length).toBeGreaterThan(6);
  const said = questionTopics.flatMap(({ parts }) => parts).map((part) => JSON.stringify(part));
  expect(said.sort()).toEqual(whys.map(([, why]) => JSON.stringify({ kind: 'text', text: why })).sort());
  for (const topic of questionTopics) HelpTopic.parse(topic);
});
