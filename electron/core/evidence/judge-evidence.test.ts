import { describe, expect, test } from 'vitest';
import type { Reading } from '../settings/reading.ts';
import type { MapsTestSeen, SenseEventsSeen } from './facts.ts';
import { judgeLastContact, judgeMapsTest, judgeSenseEvents, judgeSensorLog, sensorApiTest } from './judge-evidence.ts';
import type { SenseEvent } from './sense-event.ts';

const changedAt = new Date('2026-11-22T08:00:00Z');
const soon = { changedAt, now: new Date('2026-11-22T08:05:00Z'), bootedAt: new Date('2026-11-20T00:00:00Z') };
const late = { ...soon, now: new Date('2026-11-22T09:00:00Z') };
const unchanged = { ...late, changedAt: null };
const from = changedAt.toISOString();

const event = (id: SenseEvent['id'], at: string): SenseEvent => ({ id, at, host: null, count: 1, code: null });
const events = (...list: SenseEvent[]): SenseEventsSeen => ({ state: 'read', events: list });

describe('judgeSenseEvents', () => {
  test('a contact since the change confirms, also after failures', () => {
    const seen = events(event(4, '2026-11-22T08:04:00Z'), event(5, '2026-11-22T08:01:00Z'));
    expect(judgeSenseEvents(seen, soon)).toMatchObject({ state: 'confirms', again: null, facts: { event: '4' } });
  });

  test('the newest counts, in whatever order they come', () => {
    const seen = events(event(4, '2026-11-22T08:01:00Z'), event(5, '2026-11-22T08:58:00Z'));
    expect(judgeSenseEvents(seen, late)).toMatchObject({ state: 'fails', facts: { event: '5' } });
  });

  test('a contact from before the change is no sign', () => {
    const seen = events(event(4, '2026-11-22T07:59:59Z'));
    expect(judgeSenseEvents(seen, soon)).toMatchObject({
      state: 'check-again',
      again: { when: 'in-15-minutes', from },
    });
    expect(judgeSenseEvents(seen, late)).toMatchObject({
      state: 'check-again',
      again: { when: 'after-restart', from },
    });
  });

  test('a failure within the first 15 minutes is to be checked again', () => {
    expect(judgeSenseEvents(events(event(5, '2026-11-22T08:01:00Z')), soon).state).toBe('check-again');
  });

  test('without a change the newest decides, and none tells nothing', () => {
    expect(judgeSenseEvents(events(event(5, '2026-11-22T08:01:00Z')), unchanged).state).toBe('fails');
    expect(judgeSenseEvents(events(event(4, '2026-11-22T08:01:00Z')), unchanged).state).toBe('confirms');
    expect(judgeSenseEvents(events(), unchanged).state).toBe('open');
  });

  test('a log that could not be read is unread', () => {
    expect(judgeSenseEvents({ state: 'unread', win32: 5 }, soon)).toMatchObject({
      state: 'unread',
      facts: { win32: '5' },
    });
  });
});

function fileTime(iso: string, type = 3): Reading {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, (BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n, true);
  const hex = Array.from(new Uint8Array(view.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { state: 'present', type, hex };
}

describe('judgeLastContact', () => {
  test.each([
    ['a contact since the change', fileTime('2026-11-22T08:04:00Z'), soon, 'confirms'],
    ['the same as a number of 64 bits', fileTime('2026-11-22T08:04:00Z', 11), soon, 'confirms'],
    ['one from before it', fileTime('2026-11-22T07:04:00Z'), soon, 'check-again'],
    ['none at all', { state: 'absent', missingKeys: 0 }, soon, 'check-again'],
    ['one that is still to come', fileTime('2026-11-22T08:40:00Z'), soon, 'open'],
    ['one where nothing was changed', fileTime('2026-11-22T07:04:00Z'), unchanged, 'open'],
    ['a text', { state: 'present', type: 1, hex: '4100' }, soon, 'unread'],
    ['bytes that are none', { state: 'present', type: 3, hex: '41' }, soon, 'unread'],
    ['a value that could not be read', { state: 'unreadable', win32: 5 }, soon, 'unread'],
  ] as const)('%s', (_, reading, moments, state) => {
    expect(judgeLastContact(reading, moments).state).toBe(state);
  });
});

describe('judgeSensorLog', () => {
  const log = (at: string) =>
    judgeSensorLog({ state: 'read', files: [{ name: 'a.log', entries: [{ fault: 'missing-roots', at }] }] }, late);

  test('an error since the change fails, and one from before it does not count', () => {
    expect(log('2026-11-22T08:30:00Z')).toMatchObject({
      state: 'fails',
      facts: { fault: 'missing-roots', count: '1' },
    });
    expect(log('2026-11-22T07:59:00Z')?.state).toBe('open');
  });

  test('an error while the services settle is to be checked again', () => {
    const seen = {
      state: 'read',
      files: [{ name: 'a.log', entries: [{ fault: 'missing-roots', at: '2026-11-22T08:01:00Z' }] }],
    } as const;
    expect(judgeSensorLog(seen, soon)).toMatchObject({ state: 'check-again', again: { when: 'in-15-minutes', from } });
  });

  test('that there is no error confirms nothing', () => {
    expect(judgeSensorLog({ state: 'read', files: [{ name: 'a.log', entries: [] }] }, late)?.state).toBe('open');
  });

  test('where no sensor is installed there is no such evidence', () => {
    expect(judgeSensorLog({ state: 'not-installed' }, late)).toBeNull();
    expect(judgeSensorLog({ state: 'unread', why: 'denied' }, late)).toMatchObject({ state: 'unread' });
  });
});

describe('judgeMapsTest', () => {
  const ran = (code: number): MapsTestSeen => ({ state: 'ran', code, hresult: null, http: null });

  test('a success may be by the proxy from before, until the machine was restarted', () => {
    expect(judgeMapsTest(ran(0), late)).toMatchObject({ state: 'check-again', again: { when: 'after-restart', from } });
    expect(judgeMapsTest(ran(0), { ...late, bootedAt: null })?.state).toBe('check-again');
    expect(judgeMapsTest(ran(0), { ...late, bootedAt: new Date('2026-11-22T08:30:00Z') })?.state).toBe('confirms');
    expect(judgeMapsTest(ran(0), unchanged)?.state).toBe('confirms');
  });

  test('a failure is one at once', () => {
    expect(judgeMapsTest(ran(2), soon)).toMatchObject({ state: 'fails', facts: { code: '2' } });
  });

  test('a test that was not made is unread, and no program has none', () => {
    expect(judgeMapsTest({ state: 'not-run', why: 'timeout' }, soon)).toMatchObject({ state: 'unread' });
    expect(judgeMapsTest({ state: 'not-installed' }, soon)).toBeNull();
  });
});

test('the own test of the sensor is left to the admin', () => {
  expect(sensorApiTest('present')).toMatchObject({ state: 'by-hand', facts: { module: 'present' } });
});
