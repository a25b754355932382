import { expect, it } from 'vitest';
import { helpTopics } from '../../core/help/help-topics.ts';
import { commandNames } from '../command-line.ts';
import { topicsCommand } from './topics.ts';

const lines = (id: string | null): string => {
  const answer = topicsCommand({ name: 'topics', id });
  return answer.ok ? answer.value.lines.join('\n') : JSON.stringify(answer.problem);
};

it('lists the topics of the help by groups', () => {
  expect(lines(null)).toMatch(/^How the products find their proxy\n/);
  expect(lines(null)).toContain('result-inspection');
});

it('prints a topic with its commands whole, and its sources', () => {
  expect(lines('winhttp')).toContain('\n    netsh winhttp reset proxy\n');
  expect(lines('winhttp')).toContain('https://learn.microsoft.com/');
});

it('lists the topics that have a word, and says so where none has it', () => {
  expect(lines('SSLOptions')).toContain('mdav-offline');
  expect(lines('SSLOptions')).not.toContain('hosts-file');
  expect(lines('zebra')).toContain('"kind":"usage"');
});

it('every command that an administrator types stands in a topic', () => {
  const whole = JSON.stringify(helpTopics());
  expect(commandNames.filter((name) => !whole.includes(`defender-proxy ${name}`))).toEqual([]);
});
