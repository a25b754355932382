import { describe, expect, test } from 'vitest';
import { longestSenseEvent, parseSenseEvent } from './sense-event.ts';

const event = (id: number, data: string) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-SENSE' Guid='{cb2ff72d-d4e4-585d-33f9-f3a395c40be7}'/><EventID>${id}</EventID><Version>0</Version><TimeCreated SystemTime='2026-11-22T08:15:02.1234567Z'/><EventRecordID>9</EventRecordID></System><EventData>${data}</EventData></Event>`;
const uri =
  "<Data Name='Message1'>https://edr-eus3.us.endpoint.security.microsoft.com/edr/commands/cnc?a=1&amp;b=2</Data>";

describe('parseSenseEvent', () => {
  test('event 4 has the host that was reached and how often, and nothing else of its address', () => {
    expect(parseSenseEvent(event(4, `<Data Name='UInt1'>3</Data>${uri}`))).toEqual({
      id: 4,
      at: '2026-11-22T08:15:02.123Z',
      host: 'edr-eus3.us.endpoint.security.microsoft.com',
      count: 3,
      code: null,
    });
  });

  test('event 5 has the last HTTP error', () => {
    const seen = parseSenseEvent(event(5, `<Data Name='UInt1'>12</Data>${uri}<Data Name='Int1'>12007</Data>`));
    expect(seen).toMatchObject({ id: 5, count: 12, code: 12007 });
  });

  test('data without names still tell the host', () => {
    expect(parseSenseEvent(event(15, '<Data>https://winatp-gw-eus.microsoft.com</Data>'))).toMatchObject({
      id: 15,
      host: 'winatp-gw-eus.microsoft.com',
      count: null,
    });
  });

  test.each([
    ['another event', event(7, uri)],
    ['no time', event(4, uri).replace(/SystemTime='[^']*'/, "SystemTime='soon'")],
    ['an event that is too long', event(4, `${uri}${' '.repeat(longestSenseEvent)}`)],
    ['no XML at all', 'EventID 4'],
  ])('%s is none of ours', (_, xml) => {
    expect(parseSenseEvent(xml)).toBeNull();
  });

  test('what is no address of the web names no host', () => {
    expect(parseSenseEvent(event(4, "<Data Name='Message1'>file://server/share</Data>"))?.host).toBeNull();
  });
});
