import type { WebFrameMain } from 'electron';
import { expect, it } from 'vitest';
import { announce } from './announce.ts';

const probes = { kind: 'probes', done: 1, total: 2, latest: null } as const;

function contents(url: string, destroyed = false) {
  const sent: unknown[] = [];
  // Only the address and the parent of a frame are looked at.
  const mainFrame = { url, parent: null } as WebFrameMain;
  return { sent, isDestroyed: () => destroyed, mainFrame, send: (...args: unknown[]) => void sent.push(args) };
}

it('reaches the wizard page', () => {
  const window = contents('app://wizard/');
  announce(window, 'progress', probes);
  expect(window.sent).toEqual([['progress', probes]]);
});

it('reaches no other page and no closed window', () => {
  for (const window of [contents('app://ticket/x'), contents('app://wizard/', true)]) {
    announce(window, 'progress', probes);
    expect(window.sent).toEqual([]);
  }
});
