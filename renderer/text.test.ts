import { describe, expect, it } from 'vitest';
import { helpGroups } from '../electron/core/help/find-topics.ts';
import { helpTopics } from '../electron/core/help/help-topics.ts';
import { requestWords } from '../electron/core/wording/proxy-request-text.ts';
import { fieldWords } from '../electron/core/wording/ticket-fields-text.ts';
import { text } from './text.ts';

/** What the help quotes of others: messages, policies, files and commands, and words that stand inside of a sentence. */
const ofOthers = [
  'licensing issues',
  'ApplyInternal failed two way SSL connection to service',
  '503 The service is unavailable',
  'Error 503 The service is unavailable',
  'Ok',
  'Define proxy auto-config (.pac) for connecting to the network',
  'Define addresses to bypass proxy server',
  'Azure IP Ranges and Service Tags - Public Cloud',
  '10.0.0.7 defender-proxy.contoso.com',
  'defender-proxy help COMMAND',
  'defender-proxy help topics',
  'not known',
  'no proxy',
];

/** Every text below a part of the catalogue, as a button or a heading shows it. */
function shown(part: unknown): string[] {
  if (typeof part === 'string') return [part.replace(/…$/, '')];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(shown) : [];
}

describe('the words of the window', () => {
  it('are those by which a letter that was made in it leads back to it', () => {
    const { redact, redaction, heading } = text.report;
    for (const words of [redact.tenantHosts, redaction, heading])
      expect(requestWords.withheld(2, 'window')).toContain(`"${words}"`);
  });

  it('are quoted by the help as they stand there', () => {
    const topics = helpTopics();
    const words = new Set([...shown([text, fieldWords, helpGroups]), ...topics.map(({ title }) => title), ...ofOthers]);
    const quoted = topics.flatMap(({ parts }) =>
      parts
        .filter(({ kind }) => kind !== 'commands')
        .flatMap((part) => (part.kind === 'text' ? [part.text] : part.items))
        .flatMap((line) => [...line.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)),
    );
    expect(quoted.length).toBeGreaterThan(20);
    expect(quoted.filter((name) => !words.has(name))).toEqual([]);
    expect(ofOthers.filter((name) => !quoted.includes(name))).toEqual([]);
  });
});
