import { expect, test } from 'vitest';
import { fleetCounts, fleetCsv, fleetHtml } from './fleet.ts';
import { audit, files, made } from './fleet-for-tests.ts';

test('what cannot be read comes first, then what has changed, then the others by name', () => {
  const servers = fleetCsv(files)
    .trim()
    .split('\r\n')
    .map((row) => row.split(',')[0]);
  expect(servers).toEqual(['Server', '', 'DC03', 'DC01', 'DC02']);
  expect(fleetCounts(files)).toEqual({ servers: 3, drifted: 1, notAllSeen: 0, unreadable: 1 });
});

test('a cell that a spreadsheet would take for a formula is text', () => {
  const row = fleetCsv(files).split('\r\n')[2] ?? '';
  expect(row).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(row).toContain('TelemetryProxyServer was left as proxy.contoso.com:8080, and is now other:1');
});

test('the page names every server and every bad file, escapes what it shows, and is the same each time', () => {
  const page = fleetHtml(files, made);
  for (const part of [
    'DC01',
    'DC02',
    'DC03',
    'bad.json',
    'not valid JSON',
    'not known',
    '3 results, 1 with changes',
    '&lt;b&gt;',
  ])
    expect(page).toContain(part);
  expect(page).not.toMatch(/<script|<b>/);
  expect(fleetHtml([...files].reverse(), made)).toBe(page);
});

test('a server of which not all was seen is not called unchanged, and is no drift', () => {
  const whole = audit('DC04', true);
  const values = whole.values.map((value) => ({ ...value, state: 'unreadable' as const }));
  const partly = [{ file: 'd.json', audit: { ...whole, drift: false, values } }];
  const [head = '', row = ''] = fleetCsv(partly).split('\r\n');
  expect(row.split(',').slice(2, 4).join()).toBe('"no change, but not all was seen"');
  expect(head.split(',').indexOf('Settings and services not seen')).toBe(6);
  expect(row.replace(/"[^"]*"/, '').split(',')[6]).toBe('1');
  expect(fleetHtml(partly, made)).toContain('no change, but not all was seen');
  expect(fleetCounts(partly)).toEqual({ servers: 1, drifted: 0, notAllSeen: 1, unreadable: 0 });
});
