import { describe, expect, test } from 'vitest';
import type { EvidenceItem, EvidenceKind, EvidenceState } from '../evidence/evidence.ts';
import { SensorLogFault } from '../evidence/sensor-log.ts';
import { evidenceMoment, evidenceText } from './evidence-text.ts';

const from = '2026-11-22T08:00:00.000Z';
const item = (kind: EvidenceKind, state: EvidenceState, facts: EvidenceItem['facts'] = {}): EvidenceItem => ({
  kind,
  service: 'sense',
  state,
  again: state === 'check-again' ? { when: 'in-15-minutes', from } : null,
  facts,
});

describe('evidenceText', () => {
  test('check again says from when it counts', () => {
    expect(evidenceText(item('sense-events', 'check-again', { why: 'no-event' })).action).toBe(
      'Check again at 2026-11-22 08:15:00 UTC, 15 minutes after the change.',
    );
    const restart = {
      ...item('maps-test', 'check-again', { code: '0' }),
      again: { when: 'after-restart', from } as const,
    };
    expect(evidenceText(restart).action).toContain('after the next restart');
  });

  test("the codes of the antivirus' test are explained", () => {
    const said = evidenceText(item('maps-test', 'fails', { code: '2', hresult: '0x80072F8F', http: '451' }));
    expect(said.sentence).toContain('exit code 2, 0x80072F8F, HTTP 451');
    expect(said.sentence).toContain('TLS failed');
  });

  test('a connection past the proxy names both ends', () => {
    const facts = { program: 'MsSense.exe', expected: 'proxy', direct: '203.0.113.44:443', proxy: '10.20.0.8:8080' };
    expect(evidenceText(item('connections', 'differs', facts)).sentence).toBe(
      'MsSense.exe is connected past the proxy, to 203.0.113.44:443, and also through it (10.20.0.8:8080).',
    );
  });

  test.each(SensorLogFault.options)("%s of the sensor's log has a sentence and an action", (fault) => {
    const said = evidenceText(item('sensor-log', 'fails', { fault, at: from, file: 'a.log', count: '1' }));
    expect(said.sentence).toContain('a.log has one entry at 2026-11-22 08:00:00 UTC: ');
    expect(said.action).toMatch(/\.$/);
  });

  const states = ['confirms', 'differs', 'fails', 'check-again', 'open', 'unread', 'by-hand'] as const;
  const kinds = ['connections', 'sense-events', 'last-contact', 'sensor-log', 'maps-test', 'sensor-api-test'] as const;
  test.each(kinds.flatMap((kind) => states.map((state) => [kind, state] as const)))(
    '%s %s is one or more whole sentences, whatever facts are missing',
    (kind, state) => {
      const { title, word, sentence, action } = evidenceText(item(kind, state));
      expect(title).toMatch(/^MDE sensor: \w/);
      expect(word).not.toBe('');
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(action).toMatch(/^$|^[A-Z].*\.$/);
      expect(sentence + action).not.toMatch(/undefined|NaN|null/);
    },
  );
});

test('the moment from which it counts is said', () => {
  const evidence = { takenAt: '2026-11-22T08:05:00.000Z', items: [] };
  expect(evidenceMoment({ ...evidence, changedAt: from })).toContain('after the change at 2026-11-22 08:00:00 UTC');
  expect(evidenceMoment({ ...evidence, changedAt: null })).toContain('Nothing was changed');
});
