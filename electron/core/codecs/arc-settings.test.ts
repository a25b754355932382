import { expect, test } from 'vitest';
import { type ArcSettings, parseArcSettings } from './arc-settings.ts';
import { seeded } from './seeded.ts';

const malformed: ArcSettings = { state: 'malformed' };
const ok = (proxyUrl: string | null): ArcSettings => ({ state: 'ok', proxyUrl });

test.each<[string, ArcSettings]>([
  ['{}', ok(null)],
  ['\ufeff{}', ok(null)],
  ['{"incomingconnections.enabled":true,"proxy.bypass":["Arc"]}', ok(null)],
  ['{"proxy.url":"http://proxy.contoso.com:8080"}', ok('http://proxy.contoso.com:8080')],
  ['{"proxy":{"url":"http://proxy.contoso.com:8080","bypass":[]}}', ok('http://proxy.contoso.com:8080')],
  ['{"proxy":{"url":"http://p:1"},"proxy.url":"http://p:1"}', ok('http://p:1')],
  ['{"proxy":{"url":""}}', ok(null)],
  ['{"proxy":{"url":null}}', ok(null)],
  ['{"proxy":null}', ok(null)],
  ['{"proxy":{}}', ok(null)],
  ['{"proxy":{"url":"http://p:1"},"proxy.url":"http://q:1"}', malformed],
  ['{"proxy":{"url":"http://p:1"},"proxy.url":""}', malformed],
  ['{"proxy":{"url":8080}}', malformed],
  ['{"proxy":"http://p:1"}', malformed],
  [`{"proxy.url":"http://${'p'.repeat(2042)}"}`, malformed],
  ['{"proxy.url":"http://p:1","proxy.url":"http://q:1"}', malformed],
  ['[]', malformed],
  ['', malformed],
  ['{"proxy":', malformed],
  [`{"a":"${'x'.repeat(65_536)}"}`, malformed],
])('%j', (text, settings) => {
  expect(parseArcSettings(text)).toEqual(settings);
});

test('any text is read without throwing', () => {
  const random = seeded(31);
  const whole = '{"proxy":{"url":"http://p:1","bypass":[]},"proxy.url":"http://p:1"}';
  for (let round = 0; round < 3000; round += 1) {
    const at = random.int(whole.length);
    const text = whole.slice(0, at) + random.text('{}[]":,\\ptx0 ', random.int(4)) + whole.slice(at + random.int(3));
    expect(['ok', 'malformed']).toContain(parseArcSettings(text).state);
  }
});
