import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Work } from '../answering/between-threads.ts';
import { underWay } from '../answering/under-way.ts';
import { beforeClosing } from './before-closing.ts';

/** A window that closes when nobody prevents it, and the questions that were asked. */
function windowWith(answers: readonly Promise<boolean>[]) {
  let now: Work | null = null;
  const work = underWay((other) => {
    now = other;
  });
  const asked: string[] = [];
  const left = [...answers];
  let closed = false;
  const events = new EventEmitter();
  const window = Object.assign(events, {
    close() {
      let prevented = false;
      events.emit('close', {
        preventDefault: () => {
          prevented = true;
        },
      });
      closed ||= !prevented;
    },
    isDestroyed: () => closed,
    // Of a window only this much is asked for.
  }) as unknown as Parameters<typeof beforeClosing>[0];
  beforeClosing(
    window,
    () => now,
    (what) => {
      asked.push(what);
      return left.shift() ?? Promise.reject(new Error('asked too often'));
    },
  );
  return { window, events, work, asked, closed: () => closed };
}

test('a window behind which nothing runs closes unasked', () => {
  const { window, work, asked, closed } = windowWith([]);
  work.begin('change')();
  window.close();
  expect([asked, closed()]).toEqual([[], true]);
});

test('while a change is made it stays open until somebody closes it anyway', async () => {
  const answers = [Promise.resolve(false), Promise.resolve(true)];
  const { window, work, asked, closed } = windowWith(answers);
  work.begin('look');
  work.begin('change');
  window.close();
  await answers[0];
  await new Promise(setImmediate);
  expect([asked, closed()]).toEqual([['change'], false]);
  window.close();
  await new Promise(setImmediate);
  expect([asked, closed()]).toEqual([['change', 'change'], true]);
});

test('it asks one question at a time', () => {
  const { window, work, asked, closed } = windowWith([new Promise(() => undefined)]);
  work.begin('tests');
  window.close();
  window.close();
  expect([asked, closed()]).toEqual([['tests'], false]);
});

test('the end of the session is not held', () => {
  const { window, events, work, asked, closed } = windowWith([]);
  work.begin('change');
  events.emit('session-end', {});
  window.close();
  expect([asked, closed()]).toEqual([[], true]);
});
