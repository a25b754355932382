import { createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterEach, expect, test } from 'vitest';
import type { EffectiveProxy, EffectiveRoute } from '../core/effective/effective.ts';
import type { Machine } from '../machine/machine.ts';
import type { Check } from './checks.ts';
import { plannedRows } from './matrix-rows.ts';
import { shippedCatalogue } from './shipped-catalogue.ts';
import { testRows, usualLimits } from './test-rows.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

const by = (...hosts: string[]): EffectiveRoute => ({
  kind: 'static',
  proxies: hosts.map((host) => ({ scheme: null, host, port: 8080 })),
  bypass: [],
});

/** A machine on which every address leads to one server of this test, and how many connections are open to it. */
async function leadingTo(onConnection: (socket: Socket) => void) {
  let open = 0;
  const listening = createServer((socket) => {
    open += 1;
    socket.on('error', () => {});
    socket.on('close', () => {
      open -= 1;
    });
    socket.resume();
    onConnection(socket);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const dialled: string[] = [];
  const absent = () => {
    throw new Error('this is not asked here');
  };
  const machine = {
    route: async ({ host }: { readonly host: string }) => {
      dialled.push(host);
      return { address: '127.0.0.1', port };
    },
    trust: { judge: absent },
    winhttp: { resolve: absent },
    missingRoots: absent,
    // Of a machine nothing else is asked where no PAC file decides and no certificate is seen.
  } as unknown as Machine;
  return { machine, dialled, open: () => open };
}

/** So many hosts, by the route of their service and also directly. */
function rowsOf(count: number, route: EffectiveRoute) {
  const endpoint = shippedCatalogue().endpoints.find(({ id }) => id === 'st-edr-cus');
  if (endpoint === undefined) throw new Error('the catalogue has this row');
  const checks = Array.from({ length: count }, (_, at): Check => {
    const target = { scheme: 'https', host: `host-${at}.contoso.com`, port: 443, path: '/' } as const;
    return { endpoint: { ...endpoint, id: `host-${at}` }, target, why: null, services: ['sense'], scope: 'every-path' };
  });
  const effective: EffectiveProxy[] = [
    { service: 'sense', account: 'local-system', route, steps: [], certainty: 'documented' },
  ];
  const none = new Set<never>();
  return plannedRows(checks, {
    paths: [{ path: 'direct', route: { kind: 'direct' } }],
    effective,
    expected: effective,
    proposed: [],
    decides: 'now',
    signIn: { now: none, proposed: none },
  });
}

const now = () => new Date();
const cellMs = 1_500;

test('two hundred endpoints in a network that swallows everything end in the time of one test, and none is claimed that was not tested', async () => {
  const { machine, open } = await leadingTo(() => {});
  const start = performance.now();
  const limits = { ...usualLimits, cellMs };
  const rows = await testRows(machine, shippedCatalogue(), rowsOf(200, by('proxy.contoso.com')), { now, limits });
  expect(performance.now() - start).toBeLessThan(cellMs + 1_500);
  await expect.poll(open, { timeout: 1_000 }).toBe(0);
  const cells = rows.flatMap((row) => row.cells);
  expect(cells).toHaveLength(400);
  const tested = cells.filter(({ observation }) => observation !== null);
  expect(tested).toHaveLength(2 * usualLimits.perWay);
  expect(new Set(tested.map(({ verdict }) => verdict.kind))).toEqual(new Set(['timeout']));
  const others = cells.filter(({ observation }) => observation === null).map(({ verdict }) => verdict);
  expect(new Set(others.map(({ grade }) => grade))).toEqual(new Set(['not-tested']));
  expect(others[0]?.facts).toMatchObject({ why: 'silent', port: '443' });
  expect(new Set(others.map(({ facts }) => facts.proxy))).toEqual(new Set(['proxy.contoso.com:8080', undefined]));
});

test('a proxy that answers, however late, is asked for every endpoint', async () => {
  // Each answer takes longer than what is left of the round once the first ones are there.
  const { machine } = await leadingTo((socket) => {
    setTimeout(() => socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'), 400);
  });
  const limits = { ...usualLimits, cellMs: 1_000 };
  const rows = await testRows(machine, shippedCatalogue(), rowsOf(200, by('proxy.contoso.com')), { now, limits });
  const byProxy = rows.flatMap(({ cells }) => cells.filter(({ takes }) => takes.length > 0));
  expect(byProxy).toHaveLength(200);
  expect(new Set(byProxy.map(({ verdict }) => verdict.kind))).toEqual(new Set(['proxy-unavailable']));
});

test('a proxy that takes connections and says nothing is not passed over, as no service passes it over', async () => {
  const { machine, dialled } = await leadingTo(() => {});
  const limits = { ...usualLimits, perWay: 2, cellMs: 300 };
  const [first, second] = ['silent.contoso.com', 'next.contoso.com'];
  const rows = await testRows(machine, shippedCatalogue(), rowsOf(4, by(first, second)), { now, limits });
  const verdicts = rows.flatMap(({ cells }) =>
    cells.flatMap(({ takes, verdict }) => (takes.length > 0 ? verdict : [])),
  );
  expect(verdicts.map(({ kind }) => kind)).toEqual(['timeout', 'timeout', 'not-tested', 'not-tested']);
  expect(verdicts.at(-1)?.facts).toMatchObject({ why: 'silent', proxy: `${first}:8080` });
  expect(dialled).not.toContain(second);
});

test('where the first proxy of a list cannot be reached, those that wait go on with the next', async () => {
  const { machine, dialled } = await leadingTo(() => {});
  const [first, second] = ['nowhere.contoso.com', 'next.contoso.com'];
  // The search for a name that never ends is as silent as a connection that is dropped.
  const route: Machine['route'] = async (peer) => {
    if (peer.host === first) await new Promise((resolve) => setTimeout(resolve, 200));
    return machine.route(peer);
  };
  const limits = { ...usualLimits, perWay: 2, cellMs: 100 };
  await testRows({ ...machine, route }, shippedCatalogue(), rowsOf(4, by(first, second)), { now, limits });
  expect(dialled.filter((host) => host === second)).toHaveLength(2);
});
