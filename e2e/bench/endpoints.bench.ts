// Measures the test of endpoints beside `curl --parallel`, through the same squid with the same delay on the way, and
// prints ratios: `endpoints.bench.cjs ROUNDS`. Run with --expose-gc.

import { fork, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { EndpointCatalogue } from '../../electron/core/connectivity/endpoint.ts';
import { ProbeTarget } from '../../electron/core/connectivity/observation.ts';
import type { EffectiveProxy } from '../../electron/core/effective/effective.ts';
import { openLab } from '../../electron/machine/lab/open-lab.ts';
import type { Machine } from '../../electron/machine/machine.ts';
import type { Check } from '../../electron/verify/checks.ts';
import { plannedRows } from '../../electron/verify/matrix-rows.ts';
import { shippedCatalogue } from '../../electron/verify/shipped-catalogue.ts';
import { type TestOptions, testRows } from '../../electron/verify/test-rows.ts';
import { type RealProxy, squid } from '../peers/proxies.ts';
import type { Asked } from './endpoints.child.ts';

/** One way of every byte, in milliseconds: a server that is 60 ms away. */
const delayMs = 30;
const together = 60;
const many = 1_000;
/** More than may wait for a silent proxy at once. */
const inHole = 200;
const rounds = Number(process.argv[2] ?? 5);
const catalogue: EndpointCatalogue = shippedCatalogue();
const route = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
  bypass: [],
} as const;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const say = (what: string, text: string) => console.log(`endpoints, ${what.padEnd(22)} ${text}`);
const ms = (value: number) => `${value.toFixed(0).padStart(6)} ms`;

/** Sixty endpoints of the catalogue, each with a host of its own. */
function someChecks(): Check[] {
  const hosts = new Set<string>();
  const rows = catalogue.endpoints.flatMap((endpoint): Check[] => {
    const target = ProbeTarget.safeParse({
      scheme: endpoint.protocol,
      host: endpoint.testHost,
      port: endpoint.port,
      path: endpoint.probe.path,
    });
    if (!target.success || target.data.scheme !== 'https' || hosts.has(target.data.host)) return [];
    hosts.add(target.data.host);
    return [{ endpoint, target: target.data, why: null, services: ['sense'], scope: 'every-path' }];
  });
  return rows.slice(0, together);
}

/** As many hosts as are wanted, of the form that the lab serves. */
function manyChecks(): Check[] {
  const endpoint = catalogue.endpoints.find(({ id }) => id === 'st-edr-cus');
  if (endpoint === undefined) throw new Error('the catalogue has this row');
  return Array.from({ length: many }, (_, at) => {
    const name = [26 * 26, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(at / place) % 26))).join('');
    const host = `edr-${name}.us.endpoint.security.microsoft.com`;
    const target = { scheme: 'https', host, port: 443, path: endpoint.probe.path } as const;
    return { endpoint: { ...endpoint, id: `host-${at}` }, target, why: null, services: ['sense'], scope: 'every-path' };
  });
}

const effective: readonly EffectiveProxy[] = [
  {
    service: 'sense',
    account: 'local-system',
    route: { ...route, proxies: [...route.proxies], bypass: [] },
    steps: [],
    certainty: 'documented',
  },
];

/** By the proxy alone, or also directly. */
function rowsOf(checks: readonly Check[], alsoDirectly = false) {
  const direct = alsoDirectly ? [{ path: 'direct', route: { kind: 'direct' } } as const] : [];
  const none = new Set<never>();
  return plannedRows(checks, {
    paths: direct,
    effective,
    expected: effective,
    proposed: [],
    decides: 'now',
    signIn: { now: none, proposed: none },
  });
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly took: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { took: performance.now() - start, result };
}

const child = (name: string) => path.join(__dirname, `${name}.child.cjs`);

/** The process that has the network, and the question to it. */
function startNetwork(stateDir: string) {
  const process = fork(child('endpoints'), [stateDir], { stdio: 'inherit' });
  return {
    ask: (asked: Asked): Promise<number> =>
      new Promise((resolve) => {
        process.once('message', (value) => resolve(Number(value)));
        process.send(asked);
      }),
    end: () => process.disconnect(),
  };
}

function curl(port: number, folder: string, checks: readonly Check[]): Promise<void> {
  const config = path.join(folder, 'curl.txt');
  const transfers = checks.flatMap(({ target }) =>
    target === null ? [] : [`url = "https://${target.host}${target.path}"\noutput = "/dev/null"`],
  );
  writeFileSync(config, transfers.join('\n'));
  const args = [
    '--parallel',
    '--parallel-max',
    String(together),
    '--parallel-immediate',
    '--insecure',
    '--silent',
    '--http1.1',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn('curl', [...args, '--proxy', `http://127.0.0.1:${port}`, '--config', config], {
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`curl ended with ${code}`))));
  });
}

async function measure(folder: string): Promise<void> {
  const stateDir = path.join(folder, 'lab');
  const network = startNetwork(stateDir);
  let proxy: RealProxy | null = null;
  const opened = await openLab({
    scenario: 'static-proxy',
    stateDir,
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const lab = opened.value;
  const leadingTo = (port: number): Machine => ({ ...lab, route: async () => ({ address: '127.0.0.1', port }) });
  const test = (port: number, rows: ReturnType<typeof rowsOf>, options: Partial<TestOptions> = {}) =>
    testRows(leadingTo(port), catalogue, rows, { now: () => new Date(), ...options });
  try {
    const home = path.join(folder, 'squid');
    mkdirSync(home);
    proxy = await squid(home, { port: await network.ask({ kind: 'upstream' }) });
    const far = await network.ask({ kind: 'relay', to: proxy.port, delayMs });
    const near = proxy.port;
    const checks = someChecks();
    const rows = rowsOf(checks);

    // Certificates of the lab are made when they are first asked for.
    const warm = await test(near, rows);
    const healthy = warm.filter(({ cells }) => cells.every(({ verdict }) => verdict.grade === 'works')).length;
    await curl(near, folder, checks);
    const seen = { ours: [] as number[], first: [] as number[], curl: [] as number[] };
    // Taken in turns, so that a busy moment of the machine meets both.
    for (let at = 0; at < rounds; at += 1) {
      let first = 0;
      const start = performance.now();
      const ours = await timed(() =>
        test(far, rows, {
          onRow: () => {
            first ||= performance.now() - start;
          },
        }),
      );
      seen.ours.push(ours.took);
      seen.first.push(first);
      seen.curl.push((await timed(() => curl(far, folder, checks))).took);
    }
    let slowest = 0;
    for (const row of rows) slowest = Math.max(slowest, (await timed(() => test(far, [row]))).took);
    const [ours, other] = [median(seen.ours), median(seen.curl)];
    say(
      `${rows.length} by a proxy`,
      `${ms(ours)}   curl --parallel ${other.toFixed(0)} ms   ratio ${(ours / other).toFixed(2)} (at most 1.3); ${healthy} healthy`,
    );
    say(
      'slowest single',
      `${ms(slowest)}   all at once ${ours.toFixed(0)} ms   ratio ${(ours / slowest).toFixed(2)} (at most 2)`,
    );
    say('first result', `${ms(median(seen.first))}   (at most 1000)`);

    const hole = await network.ask({ kind: 'silent' });
    const long = await timed(() => test(hole, rowsOf(manyChecks().slice(0, inHole), true)));
    const told = long.result.flatMap((row) => row.cells);
    const made = told.filter(({ observation }) => observation !== null).length;
    say(
      'black-holed',
      `${ms(long.took)}   ${inHole} endpoints by 2 ways, ${made} tests made, ${told.length - made} not (at most 15000)`,
    );

    const both = rowsOf(checks, true);
    const cells = both.length * 2;

    const control = new AbortController();
    const running = test(hole, both, { signal: control.signal });
    while ((await network.ask({ kind: 'open' })) < cells) await new Promise((resolve) => setTimeout(resolve, 20));
    const cancelled = await timed(async () => {
      control.abort();
      await running;
      while ((await network.ask({ kind: 'open' })) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    say('cancelled', `${ms(cancelled.took)}   ${cells} sockets open, then none (at most 1000)`);

    await memory((onRow) => test(near, rowsOf(manyChecks()), { onRow }));
  } finally {
    await proxy?.stop();
    network.end();
    await lab.close();
  }
}

/** What is held at each quarter, after the collector: results add up, and nothing else may. */
async function memory(run: (onRow: (done: number, total: number) => void) => Promise<unknown[]>): Promise<void> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  const held: number[] = [];
  let peak = 0;
  collect();
  const before = process.memoryUsage().heapUsed;
  const results = await run((done, total) => {
    peak = Math.max(peak, process.memoryUsage().rss);
    if (done < Math.ceil((total * (held.length + 1)) / 4)) return;
    collect();
    held.push(process.memoryUsage().heapUsed - before);
  });
  collect();
  const left = process.memoryUsage().heapUsed - before;
  const mb = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;
  const size = JSON.stringify(results).length;
  say(
    'memory',
    `${results.length} endpoints: ${held.map(mb).join(', ')} at each quarter; ${mb(left)} at the end for ${mb(size)} of results, ratio ${(left / size).toFixed(2)}; ${mb(peak)} of the process at most`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-endpoints-'));
  chmodSync(folder, 0o755); // the proxy runs as a user of its own
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
