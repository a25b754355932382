import { afterEach, expect, test } from 'vitest';
import { startAttempt } from './attempt.ts';
import { connectFirst, dial } from './dial.ts';
import { clearPeer, type Peer } from './runtime/peers.ts';

let peer: Peer | null = null;
afterEach(async () => {
  await peer?.close();
  peer = null;
});

test('the next address is taken where the first refuses', async () => {
  peer = await clearPeer(() => {});
  const attempt = startAttempt(2000, undefined);
  const result = await connectFirst(['127.0.0.2', '127.0.0.1'], peer.port, attempt, attempt.signal);
  expect(result).toMatchObject({ ok: true, value: { address: '127.0.0.1' } });
  attempt.end();
});

test('where every address refuses the first one’s error is told', async () => {
  const attempt = startAttempt(2000, undefined);
  const result = await connectFirst(['127.0.0.1', '127.0.0.2'], 1, attempt, attempt.signal);
  expect(result).toMatchObject({ ok: false, code: 'ECONNREFUSED', detail: expect.stringContaining('127.0.0.1:1') });
  attempt.end();
});

test('a name is resolved only where the machine gives no address', async () => {
  peer = await clearPeer(() => {});
  const attempt = startAttempt(2000, undefined);
  const { port } = peer;
  const given = { route: async () => ({ address: '127.0.0.1', port }) };
  const origin = { host: 'localhost', port, role: 'origin' } as const;
  expect((await dial(origin, given, attempt, 1000)).dns).toBeNull();
  const asked = await dial(origin, { route: async () => null }, attempt, 1000);
  expect(asked.dns?.result).toMatchObject({ ok: true, value: expect.arrayContaining(['127.0.0.1']) });
  expect(asked.tcp?.result).toMatchObject({ ok: true, value: { address: '127.0.0.1' } });
  attempt.end();
});
