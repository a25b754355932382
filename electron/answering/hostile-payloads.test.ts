import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { IpcMain } from 'electron';
import { expect, test } from 'vitest';
import { type CallName, contract } from '../contract/contract.ts';
import { type Seeded, seeded } from '../core/codecs/seeded.ts';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { Problem } from '../core/plan/problem.ts';
import { LogEntry, type LogEvent } from '../core/support/log-entry.ts';
import { openChannels } from '../desktop/channels.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { answers } from './answers.ts';
import { wizardHandlers } from './handlers.ts';
import { newSession } from './session.ts';

/**
 * A hijacked page: 10,000 payloads over every call of the true contract, to the true handlers on a lab machine, with
 * the ids and digests that such a page would know. The seed is fixed: a failure comes again.
 */
const rounds = 10_000;
const page = { url: 'app://wizard/index.html', parent: null };

type Listener = (
  event: { senderFrame: unknown },
  raw: unknown,
) => Promise<{ ok: boolean; value?: unknown; problem?: unknown }>;

/** These really work for a page that asks well; a few well-asked ones of each are enough. */
const slow: ReadonlySet<CallName> = new Set<CallName>([
  'detect',
  'detectElevated',
  'plan',
  'apply',
  'undo',
  'verify',
  'tryRoute',
  'retest',
  'checkServices',
  'testAsServices',
  'sealMdiPassword',
  'ticket',
  'saveTicket',
  'export',
  'saveSupport',
  'saveRequest',
  'help',
]);

async function hostilePage() {
  const base = await mkdtemp(path.join(os.tmpdir(), 'hostile-'));
  const stateDir = path.join(base, 'lab');
  const elevated: unknown[] = [];
  const opened = await openLab({
    scenario: 'sensor-v2',
    stateDir,
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  // What would ask a person for rights is counted and declined; everything else is the lab's own.
  const machine: typeof opened.value = {
    ...opened.value,
    elevation: {
      ...opened.value.elevation,
      run: async (argv) => {
        elevated.push(argv);
        return { kind: 'not-confirmed' };
      },
    },
  };
  const opens: string[] = [];
  const events: LogEvent[] = [];
  const handlers = wizardHandlers({
    machine,
    features: { electron: '45.4.1', chromium: '156.0', node: '24.0.0', sandbox: true },
    session: newSession(),
    planFolder: path.join(base, 'plans'),
    announce: () => undefined,
    labState: null,
    printPdf: () => Promise.reject(new Error('nothing is printed')),
    chooseFolder: async () => null,
    chooseFile: async () => null,
    openExternal: async (address) => void opens.push(address),
    openFolder: async () => '',
    writeClipboard: () => undefined,
    readLog: async () => [],
  });
  const channels = new Map<string, Listener>();
  const ipc = { handle: (name: string, on: Listener) => channels.set(name, on) };
  // The map stands for Electron's channels; nothing else of it is used.
  const tell = (event: LogEvent) => void events.push(event);
  openChannels(ipc as unknown as Pick<IpcMain, 'handle'>, { answer: answers(handlers, tell), tell });
  const ask = (name: CallName, raw: unknown) => {
    const on = channels.get(name);
    if (on === undefined) throw new Error(`no channel ${name}`);
    return on({ senderFrame: page }, raw);
  };
  const close = async () => {
    await machine.close();
    await rm(base, { recursive: true, force: true });
  };
  return { base, stateDir, machine, ask, elevated, opens, events, close };
}

/** What the lab's network needs to be reached; tests of a page that asks well may begin it. */
const network = /^(?:pki\/|network\.log$|ports\.json$)/;

/** Every file of the server below a folder, with its hash. */
async function files(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), sha256(await readFile(file))] as const;
    });
  const all = (await Promise.all(found)).filter(([name]) => !network.test(name.replaceAll('\\', '/')));
  return Object.fromEntries(all.sort());
}

const nasty = (random: Seeded, known: readonly string[], depth = 0): unknown => {
  switch (random.int(depth > 3 ? 12 : 16)) {
    case 0:
      return null;
    case 1:
      return undefined;
    case 2:
      return random.pick([Number.NaN, Number.POSITIVE_INFINITY, -0, -1, 2 ** 53, 1e308, 0.1]);
    case 3:
      return random.pick([true, false]);
    case 4:
      return 'x'.repeat(random.pick([0, 1, 255, 70_000, 300_000]));
    case 5:
    case 6:
      return known[random.int(known.length)];
    case 7:
      return random.pick([
        '../../etc/passwd',
        'C:\\Windows\\System32',
        '\\\\server\\share',
        'javascript:alert(1)',
        'file:///etc/passwd',
        'https://contoso.com',
        '\u0000',
        '\ud800',
        '__proto__',
        'constructor',
      ]);
    case 8:
      return random.pick<unknown>([
        new Date(0),
        new Map([['a', 1]]),
        new Set([1]),
        /x/,
        new Uint8Array(8),
        10n,
        Symbol('x'),
        () => 1,
      ]);
    case 9:
      return random.text('abcdef0123456789-{}[]":,', random.int(64));
    case 10:
      return JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    case 11:
      return Array.from({ length: random.pick([0, 1, 5000]) }, () => random.int(9));
    case 12:
      return Array.from({ length: random.int(4) }, () => nasty(random, known, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.int(4) }, () => [random.text('abcdefghij', 4), nasty(random, known, depth + 1)]),
      );
  }
};

/** A payload in the form of the call, with one to two of its fields (or one more) hostile. */
function payloadFor(
  shape: readonly string[],
  good: Record<string, unknown>,
  random: Seeded,
  known: readonly string[],
): unknown {
  if (random.int(5) === 0) return nasty(random, known);
  const payload: Record<string, unknown> = {};
  for (const key of shape) {
    if (random.int(8) === 0) continue;
    payload[key] =
      random.int(3) === 0 ? nasty(random, known) : random.int(2) === 0 ? known[random.int(known.length)] : good[key];
  }
  if (random.int(3) === 0)
    payload[random.pick(['operations', 'path', 'argv', '__proto__x', 'run', 'file'])] = nasty(random, known);
  return payload;
}

test('10,000 hostile payloads: an answer of the contract to each, no prompt, and nothing is altered', {
  timeout: 120_000,
}, async () => {
  const at = await hostilePage();
  try {
    const snapshot = (await at.ask('detect', {})).value as { id: string }; // what `detect` answers by its contract
    const planned = (await at.ask('plan', { snapshot: snapshot.id, intent: exampleIntent })).value as {
      plan: { id: string };
      digest: string;
    };
    const good: Record<string, unknown> = {
      snapshot: snapshot.id,
      plan: planned.plan.id,
      digest: 'a'.repeat(64),
      run: crypto.randomUUID(),
      intent: exampleIntent,
      ticket: crypto.randomUUID(),
      secret: crypto.randomUUID(),
      row: 'mdi-sensor-api',
      redaction: { accountNames: true, machineNames: true, addresses: true, tenantHosts: true },
      channel: 'reg',
      link: 'mde-configure-proxy',
      text: 'x',
      which: 'own',
      password: 'S3cr3t',
    };
    const known = [
      snapshot.id,
      planned.plan.id,
      planned.digest.slice(1),
      planned.digest.toUpperCase(),
      crypto.randomUUID(),
      'a'.repeat(64),
    ];
    const before = await files(at.stateDir);
    const beside = (await readdir(at.base)).sort();
    const random = seeded(7100);
    // Object.entries forgets that its keys are those of the contract.
    const calls = Object.entries(contract)
      .filter(([, entry]) => entry.kind === 'call')
      .map(([name]) => name as CallName);
    const wellAsked = new Map<CallName, number>();
    const answers = { ok: 0, refused: 0, problem: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const name = calls[round % calls.length] ?? 'about';
      const { input } = contract[name];
      const payload = payloadFor(Object.keys(input.shape), good, random, known);
      const fits = input.safeParse(payload).success;
      if (fits && slow.has(name)) {
        const times = (wellAsked.get(name) ?? 0) + 1;
        wellAsked.set(name, times);
        if (times > 2) continue;
      }
      const answer = await at.ask(name, payload);
      if (answer.ok) {
        answers.ok += 1;
        expect(contract[name].output.safeParse(answer.value).success, `${name}, round ${round}`).toBe(true);
        continue;
      }
      const problem = Problem.parse(answer.problem);
      if (!fits) expect(problem, `round ${round}`).toEqual({ kind: 'ipc-refused', channel: name });
      // A thing that main does not hold is told; a fault or an answer out of its contract is not.
      if (problem.kind === 'unexpected')
        expect(problem.detail, `${name}, round ${round}`).not.toMatch(/failed|did not fit/);
      answers[fits ? 'problem' : 'refused'] += 1;
    }
    expect(answers.refused).toBeGreaterThan(rounds / 2);
    expect(answers.ok).toBeGreaterThan(10);
    // Rights are asked for with the arguments of the program alone, and a plan only by the digest that was shown.
    for (const argv of at.elevated)
      expect(JSON.stringify(argv)).toMatch(/^\["(?:detect|undo|probe)","--run","[0-9a-f-]{36}"/);
    for (const address of at.opens) expect(address).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(await files(at.stateDir)).toEqual(before);
    expect((await readdir(at.base)).sort()).toEqual(beside);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(at.events.filter(({ kind }) => kind === 'fault')).toEqual([]);
    for (const event of at.events) LogEntry.parse({ ...event, at: new Date(0).toISOString() });
  } finally {
    await at.close();
  }
});
