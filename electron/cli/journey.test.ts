import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Channel } from '../core/export/channel.ts';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { Snapshot } from '../core/plan/snapshot.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { scenarioNames } from '../machine/lab/scenarios/scenarios.ts';
import { commandNames } from './command-line.ts';
import type { World } from './program.ts';
import { labIn, ranProgram } from './program-for-tests.ts';

/** The corridor as a person at a console walks it, in this process; what is printed is caught. */

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'journey-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const at = (name: string) => path.join(base, name);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The one JSON document that `--json` printed. */
  readonly json: () => {
    readonly value: never;
    readonly problem: { readonly kind: string } | null;
    readonly exit: number;
  };
}

async function run(scenario: string | null, args: readonly string[], world: Partial<World> = {}): Promise<Ended> {
  const lab = scenario === null ? [] : ['--lab', scenario, '--state', at('lab')];
  const ended = await ranProgram([...args, ...lab], {
    pickMachine: labIn(openLab, () => at('lab')),
    scenarios: async () => scenarioNames,
    ...world,
  });
  return { ...ended, json: () => JSON.parse(ended.out) as never }; // compared by each test
}

const registry = async () => JSON.parse(await readFile(at('lab/registry.json'), 'utf8')) as unknown;

/** The example intent planned on a lab; returns the digest that was shown. */
async function planned(scenario: string): Promise<string> {
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  const ended = await run(scenario, ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  expect(ended.code).toBe(0);
  const digest = /Digest \(SHA-256\): ([0-9a-f]{64})/.exec(ended.out)?.[1] ?? '';
  expect(digest).toBe(sha256(await readFile(at('plan.json'))));
  return digest;
}

test('the corridor is walked from detection to the ticket, and back', { timeout: 60_000 }, async () => {
  const found = await run('sensor-v2', ['detect']);
  expect(found).toMatchObject({ code: 0, err: expect.stringContaining('LAB "sensor-v2"') as string });
  expect(found.out).toMatch(/MDI sensor \(Local Service\) +direct/);

  const example = await run(null, ['intent', '--example']);
  expect(JSON.parse(example.out)).toEqual(exampleIntent);
  await writeFile(at('intent.json'), example.out);
  const start = await (async () => {
    await run('sensor-v2', ['detect']);
    return registry();
  })();

  const digest = await planned('sensor-v2');
  expect(await registry()).toEqual(start);
  const applied = await run('sensor-v2', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  expect(applied).toMatchObject({ code: 0, out: expect.stringMatching(/: applied\n/) as string });

  const verified = await run('sensor-v2', ['verify']);
  expect(verified).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /\nWorks: \d+\. Used by none of these services, and not counted: fails: \d+\.\n$/,
    ) as string,
  });

  const reported = await run('sensor-v2', ['report', '--out', at('ticket')]);
  expect(reported.code).toBe(0);
  expect((await readdir(at('ticket'))).sort()).toEqual([
    'back-out.ps1',
    'back-out.reg',
    'plan.json',
    'ticket.html',
    'ticket.json',
    'ticket.md',
    'ticket.txt',
  ]);
  expect(sha256(await readFile(at('ticket/plan.json')))).toBe(digest);
  expect(await readFile(at('ticket/ticket.md'), 'utf8')).toContain(digest);

  expect((await run('sensor-v2', ['runs'])).out).toMatch(/7 changes, applied, by\s+CONTOSO\\Administrator/);
  expect(await run('sensor-v2', ['undo'])).toMatchObject({
    code: 0,
    out: expect.stringContaining(': put back') as string,
  });
  expect(await registry()).toEqual(start);
  expect(await run('sensor-v2', ['undo'])).toMatchObject({ code: 4, out: '' });
});

test('the apply command that is shown is the one that applies', async () => {
  await planned('direct');
  await rm(at('plan.json'));
  const shown = await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  const line = /^ {2}defender-proxy (apply .*)$/m.exec(shown.out)?.[1]?.split(' ') ?? [];
  expect(line).toContain('--digest');
  expect((await run(null, line)).code).toBe(0);
});

test('a plan of a lab shows every change with before, after and reason', async () => {
  await planned('direct');
  const { out } = await run('direct', ['plan', '--intent', at('intent.json')]);
  expect(out).toMatch(/1\. WinHTTP proxy\n {4}where +HKLM\\SOFTWARE\\\S+.*WinHttpSettings\n {4}before +direct/);
  expect(out).toMatch(/after +http:\/\/proxy\.contoso\.com:8080\n {4}why +\S/);
  expect(out).toContain('add --out FILE');
  expect(out.split('\n').filter((line) => line.length > 100 && !/^ {4}where/.test(line))).toEqual([]);
});

test('a plan goes out through every channel, on any computer, and what a channel cannot carry is named', async () => {
  await planned('sensor-v2');
  const exported = (to: string) => run(null, ['export', '--plan', at('plan.json'), '--to', to, '--out', at(to)]);
  for (const to of Channel.options) {
    const ended = await exported(to);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(await readdir(at(to))).toContain('README.txt');
    expect(ended.out.split('\n').filter((line) => line.length > 100 && !line.includes(base))).toEqual([]);
  }
  expect((await exported('gpo')).out).toMatch(
    /Not in it\n {2}\d+ WinHTTP proxy\. This value does not lie below a policy/,
  );
  const again = await run(null, ['export', '--plan', at('plan.json'), '--to', 'reg', '--out', at('reg'), '--json']);
  const { value } = again.json() as unknown as { readonly value: { readonly folder: string } };
  expect(value).toMatchObject({ channel: 'reg', files: ['README.txt', 'apply.reg', 'back-out.reg'] });
  for (const name of ['README.txt', 'apply.reg', 'back-out.reg'])
    expect((await readFile(path.join(value.folder, name))).equals(await readFile(at(`reg/${name}`)))).toBe(true);
});

test('a plan with a blocker is not exported', async () => {
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  await run('policy-locked', ['plan', '--intent', at('intent.json'), '--out', at('blocked.json')]);
  const blocked = await run(null, ['export', '--plan', at('blocked.json'), '--to', 'reg', '--out', at('none')]);
  expect(blocked).toMatchObject({ code: 4, out: '' });
  expect(await readdir(base)).not.toContain('none');
});

test('a channel that carries nothing of a plan writes nothing and ends with code 4', async () => {
  const intent = { ...exampleIntent, winhttp: null, mdi: null, mdav: null, noRevocationPath: false };
  await writeFile(at('mde.json'), JSON.stringify(intent));
  await run('direct', ['plan', '--intent', at('mde.json'), '--out', at('mde-plan.json')]);
  const empty = await run(null, [
    'export',
    '--plan',
    at('mde-plan.json'),
    '--to',
    'gpp',
    '--out',
    at('none'),
    '--json',
  ]);
  expect(empty).toMatchObject({ code: 4 });
  expect(empty.json().problem).toMatchObject({ kind: 'nothing-to-export' });
  expect(await readdir(base)).not.toContain('none');
});

test('a plan with something in the way names it and ends with code 4', async () => {
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  const blocked = await run('policy-locked', ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  expect(blocked.code).toBe(4);
  expect(blocked.out).toMatch(/What stands in the way\n.*Defender proxy - servers/);
  const digest = sha256(await readFile(at('plan.json')));
  const refused = await run('policy-locked', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  expect(refused).toMatchObject({ code: 4, out: '' });
});

test('a machine that already is as wanted needs no change: there is nothing to apply, and it verifies', async () => {
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  const args = ['plan', '--intent', at('intent.json'), '--out', at('plan.json'), '--json'];
  await run('sensor-v2', args);
  const digest = sha256(await readFile(at('plan.json')));
  await run('sensor-v2', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  await rm(at('plan.json'));
  const again = await run('sensor-v2', args);
  expect(again.json().value).toMatchObject({ plan: { operations: [], blockers: [] } });
  const empty = sha256(await readFile(at('plan.json')));
  const applied = ['apply', '--plan', at('plan.json'), '--digest', empty, '--undo-unless-verified'];
  const refused = await run('sensor-v2', applied);
  expect(refused).toMatchObject({
    code: 4,
    out: '',
    err: expect.stringContaining('The plan has no changes') as string,
  });
  expect((await run('sensor-v2', ['verify'])).code).toBe(0);
  // Nothing was made of it: the run before is still the one to undo.
  expect((await run('sensor-v2', ['runs', '--json'])).json().value).toHaveLength(1);
  expect(await run('sensor-v2', ['undo'])).toMatchObject({ code: 0 });
});

test('what is printed to be kept names no host of the onboarding unless it is asked for', {
  timeout: 60_000,
}, async () => {
  const own = 'us4-v20.events.endpoint.security.microsoft.com';
  const option = '--include-tenant-hosts';
  const digest = await planned('direct');
  const applying = ['apply', '--plan', at('plan.json'), '--digest', digest, '--undo-unless-verified'];
  for (const args of [['detect'], ['verify']]) {
    const usual = await run('direct', [...args, '--json']);
    expect(usual.out).toContain('*.events.endpoint.security.microsoft.com');
    expect(usual.out).not.toContain(own);
    expect((await run('direct', [...args, option, '--json'])).out).toContain(own);
  }
  expect(Snapshot.parse((await run('direct', ['detect', '--json'])).json().value).onboarding).toEqual({
    hosts: ['*.us.endpoint.security.microsoft.com', '*.events.endpoint.security.microsoft.com', '*.data.microsoft.com'],
    connectivity: 'streamlined',
  });
  const applied = await run('direct', [...applying, '--json']);
  expect(applied.out).toContain('*.events.endpoint.security.microsoft.com');
  expect(applied.out).not.toContain(own);
});

test('the plan of a v3 sensor says whose plan it is, at the console and in the ticket', {
  timeout: 60_000,
}, async () => {
  const flat = (text: string) => text.replace(/\s+/g, ' ');
  const says = 'its plan is the plan of Defender for Endpoint and Antivirus';
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  const made = await run('sensor-v3', ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  expect(flat(made.out)).toContain(says);
  await run('sensor-v3', ['report', '--out', at('ticket'), '--plan', at('plan.json')]);
  expect(flat(await readFile(at('ticket/ticket.md'), 'utf8'))).toContain(says);
});

test('neither a test nor a ticket is made here by the plan of another server', { timeout: 60_000 }, async () => {
  await planned('sensor-v2');
  await rm(at('lab'), { recursive: true });
  for (const args of [['verify'], ['report', '--out', at('ticket')]]) {
    const refused = await run('direct', [...args, '--plan', at('plan.json'), '--json']);
    expect([refused.code, refused.json().problem]).toEqual([
      4,
      { kind: 'plan-other-machine', planned: 'DC01 (lab sensor-v2)', here: 'DC01 (lab direct)' },
    ]);
  }
  expect(await readdir(base)).not.toContain('ticket');
});

test('a plain undo takes the latest run of which something is left', async () => {
  const first = await planned('direct');
  await run('direct', ['apply', '--plan', at('plan.json'), '--digest', first]);
  await rm(at('plan.json'));
  const intent = { ...exampleIntent, mde: { route: { kind: 'static', proxy: 'proxy-b.contoso.com:8080' } } };
  await writeFile(at('intent.json'), JSON.stringify(intent));
  await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  const second = sha256(await readFile(at('plan.json')));
  expect((await run('direct', ['apply', '--plan', at('plan.json'), '--digest', second])).code).toBe(0);
  expect((await run('direct', ['undo'])).code).toBe(0);
  expect((await run('direct', ['undo'])).code).toBe(0);
  expect((await run('direct', ['undo'])).code).toBe(4);
});

test('what is not proven to work is put back where that was asked for', { timeout: 60_000 }, async () => {
  const digest = await planned('proxy-403');
  const start = await registry();
  const args = ['apply', '--plan', at('plan.json'), '--digest', digest, '--undo-unless-verified', '--json'];
  const ended = await run('proxy-403', args);
  expect(ended.code).toBe(5);
  expect(ended.json().value).toMatchObject({
    outcome: { state: 'applied' },
    verification: { run: expect.any(String) as string },
    undo: { state: 'undone', problem: null },
  });
  expect(await registry()).toEqual(start);
});

test('a value that a policy puts back at once is not proven, and what was done is put back', {
  timeout: 60_000,
}, async () => {
  const digest = await planned('reverted-by-policy');
  const start = await registry();
  const args = ['apply', '--plan', at('plan.json'), '--digest', digest, '--undo-unless-verified', '--json'];
  const ended = await run('reverted-by-policy', args);
  expect(ended.code).toBe(5);
  expect(ended.json().value).toMatchObject({ verification: { deviations: ['mdav.policy.proxyServer'] } });
  expect(await registry()).toEqual(start);
});

test('a run that was undone is not compared with what it wrote', { timeout: 60_000 }, async () => {
  const digest = await planned('direct');
  await run('direct', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  await run('direct', ['undo']);
  const verified = await run('direct', ['verify', '--json']);
  expect(verified.json().value).toMatchObject({ deviations: [], unexpected: [] });
  expect((await run('direct', ['report', '--out', at('ticket')])).code).toBe(0);
  expect(await readFile(at('ticket/ticket.md'), 'utf8')).not.toMatch(/no longer holds?|another proxy than expected/);
});

test('a failed change is told with its Windows error, and ends with code 5', async () => {
  const digest = await planned('third-write-denied');
  const ended = await run('third-write-denied', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  expect(ended.code).toBe(5);
  expect(ended.out).toMatch(/Windows error 5 \(access denied\)/);
  expect(ended.out).toMatch(/3\. .*failed, not\s+written/);
});

test('what could not be put back ends with code 6', async () => {
  const digest = await planned('service-stuck');
  const ended = await run('service-stuck', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  expect(ended.code).toBe(6);
  expect(ended.out).toContain('Every setting was put back, but a service could not be started again.');
  expect(ended.out.replace(/\s+/g, ' ')).toMatch(/put back; its services are stopped \(AATPSensorUpdater/);
  expect((await run('service-stuck', ['detect'])).out).toContain('MDI is installed, but does not run');
});

test('without administrator rights nothing is applied or undone', async () => {
  await planned('direct');
  const digest = sha256(await readFile(at('plan.json')));
  await rm(at('lab'), { recursive: true });
  const apply = await run('limited-user', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  expect(apply.code).toBe(4); // of another lab, which is seen first
  const undo = await run('limited-user', ['undo', '--run', crypto.randomUUID()]);
  expect(undo).toMatchObject({ code: 8, out: '' });
});

test('a machine without runs can be tested and documented as it is', { timeout: 60_000 }, async () => {
  const verified = await run('static-proxy', ['verify', '--json']);
  expect(verified.code).toBe(0);
  expect(verified.json().value).toMatchObject({ run: null, deviations: [] });
  expect((await run('static-proxy', ['report', '--out', at('ticket')])).code).toBe(0);
  expect(await readdir(at('ticket'))).toContain('ticket.md');
});

test('a plan is tried before it is applied, and the ticket has those tests beside the later ones', {
  timeout: 60_000,
}, async () => {
  const digest = await planned('sensor-v2');
  const tried = await run('sensor-v2', ['verify', '--plan', at('plan.json'), '--proposed', '--out', at('before.json')]);
  expect(tried.code).toBe(0);
  expect(tried.out).toContain('judged by what the plan would set');
  expect(tried.err).toMatch(/\[\d+ of \d+\] Works: contoso-corpsensorapi\.atp\.azure\.com/);
  const again = await run('sensor-v2', ['verify', '--plan', at('plan.json'), '--out', at('before.json')]);
  expect(again.code).toBe(3); // nothing is written over
  await run('sensor-v2', ['apply', '--plan', at('plan.json'), '--digest', digest]);
  const late = await run('sensor-v2', ['verify', '--plan', at('plan.json'), '--proposed', '--json']);
  expect(late.json().problem).toMatchObject({ kind: 'plan-used' });
  const reported = await run('sensor-v2', ['report', '--out', at('ticket'), '--before', at('before.json')]);
  expect(reported.code).toBe(0);
  expect(await readFile(at('ticket/ticket.md'), 'utf8')).toContain(
    '| Product | Before | As planned | After | In words |',
  );
  const kept = JSON.parse(await readFile(at('before.json'), 'utf8')) as object; // a verification, as it was kept
  for (const [at1, other] of [
    ['plan', { plan: crypto.randomUUID() }],
    ['run', { run: crypto.randomUUID() }],
  ] as const) {
    await writeFile(at('other.json'), JSON.stringify({ ...kept, ...other }));
    const refused = await run('sensor-v2', ['report', '--out', at('t'), '--before', at('other.json'), '--json']);
    expect(refused.json().problem).toMatchObject({ kind: 'bad-field', file: 'verification', at: at1 });
  }
});

test('a ticket is written of a plan that was not applied, and leaves out what it is told to', async () => {
  await planned('direct');
  const args = ['report', '--out', at('t'), '--plan', at('plan.json'), '--leave-out', 'machines,accounts,addresses'];
  expect((await run('direct', args)).code).toBe(0);
  expect(await readdir(at('t'))).toContain('plan-redacted.json');
  expect(await readFile(at('t/ticket.md'), 'utf8')).not.toContain('DC01');
});

test('one target is tested by the path that was asked for', async () => {
  const args = ['probe', 'contoso-corpsensorapi.atp.azure.com', '--path', '/tri/sensor/api/ping'];
  const through = await run('sensor-v2', [...args, '--proxy', 'proxy.contoso.com:8080']);
  expect(through).toMatchObject({
    code: 0,
    out: expect.stringMatching(/by the proxy\s+proxy\.contoso\.com:8080\n\nWorks/) as string,
  });
  expect(through.out).toMatch(/CONNECT +\d+ ms +200/);
  expect(through.out).toMatch(/Certificates as presented/);
  const direct = await run('sensor-v2', [...args, '--json']);
  expect(direct.code).toBe(1);
  expect(direct.json().value).toMatchObject({ verdict: { grade: 'fails' }, observation: { via: { kind: 'direct' } } });
});

/** A change to the example that makes it wrong, and what is said of it. */
const intents: readonly [string, (intent: Record<string, never>) => unknown, RegExp][] = [
  ['an unknown field', (intent) => ({ ...intent, extra: 1 }), /"extra"/],
  ['a missing field', ({ mde: _, ...intent }) => intent, /"mde"/],
  ['an unknown route', (intent) => ({ ...intent, mde: { route: { kind: 'vpn' } } }), /"mde\.route/],
  ...(
    [
      ['proxy.contoso.com:0', /port/i],
      ['proxy.contoso.com:65536', /65535/],
      ['http://proxy.contoso.com:8080', /http/],
      ['user:secret@proxy.contoso.com:8080', /password|credential|user name/i],
      ['pröxy.contoso.com:8080', /ASCII|letters/i],
      ['proxy contoso.com:8080', /space/i],
      ['[2001:db8::1]:8080', /IPv6/],
      ['proxy.contoso.com', /port/i],
    ] as const
  ).map(
    ([proxy, said]) =>
      [
        `the proxy ${proxy}`,
        (intent: Record<string, never>) => ({ ...intent, mde: { route: { kind: 'static', proxy } } }),
        new RegExp(`mde\\.route\\.proxy[^]*${said.source}`, said.flags),
      ] as [string, (intent: Record<string, never>) => unknown, RegExp],
  ),
];

test.each(intents)('an intent with %s is refused with its field named and nothing changed', async (_, change, said) => {
  await writeFile(at('intent.json'), JSON.stringify(change(structuredClone(exampleIntent) as never))); // to be made wrong
  await run('direct', ['detect']);
  const start = await registry();
  const ended = await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
  expect(ended).toMatchObject({ code: 3, out: '' });
  expect(ended.err.replaceAll('\n', ' ')).toMatch(said);
  expect(ended.err).not.toContain('secret');
  expect(await readdir(base)).not.toContain('plan.json');
  expect(await registry()).toEqual(start);
});

const files: readonly [string, string | Uint8Array, string][] = [
  ['no JSON', '{"schema":1,', 'file-not-json'],
  ['empty', '', 'file-not-json'],
  ['too large', ' '.repeat(300 * 1024), 'file-too-large'],
  ['not text', Uint8Array.from([0xc3, 0x28]), 'file-not-json'],
  ['with a field twice', '{"schema":1,"schema":1}', 'bad-field'],
];

test.each(files)('an intent file that is %s is one problem', async (_, content, kind) => {
  await writeFile(at('intent.json'), content);
  const ended = await run('direct', ['plan', '--intent', at('intent.json'), '--json']);
  expect(ended.code).toBe(3);
  expect(ended.json()).toMatchObject({ exit: 3, value: null, problem: { kind } });
});

test('an intent that PowerShell saved in UTF-16 is read', async () => {
  await writeFile(at('intent.json'), `\ufeff${JSON.stringify(exampleIntent)}`, 'utf16le');
  expect((await run('direct', ['plan', '--intent', at('intent.json')])).code).toBe(0);
});

test('a plan altered by one byte is refused as tampered, and one that was saved anew too', async () => {
  const digest = await planned('direct');
  await appendFile(at('plan.json'), '\n');
  const args = ['apply', '--plan', at('plan.json'), '--json', '--digest'];
  expect((await run('direct', [...args, digest])).json()).toMatchObject({
    exit: 4,
    problem: { kind: 'plan-tampered' },
  });
  const saved = sha256(await readFile(at('plan.json')));
  expect((await run('direct', [...args, saved])).json()).toMatchObject({ problem: { kind: 'plan-not-canonical' } });
  expect((await run('direct', ['verify', '--plan', at('plan.json'), '--json'])).json()).toMatchObject({
    problem: { kind: 'plan-not-canonical' },
  });
});

test('a plan overwrites neither what it is made from nor another plan, and says where it cannot be written', async () => {
  await planned('direct');
  const over = await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('intent.json')]);
  expect(over.code).toBe(2);
  const kept = await readFile(at('plan.json'));
  const twice = await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('plan.json'), '--json']);
  expect(twice.json()).toMatchObject({ exit: 3, problem: { kind: 'file-exists' } });
  expect(await readFile(at('plan.json'))).toEqual(kept);
  const nowhere = await run('direct', ['plan', '--intent', at('intent.json'), '--out', at('no/plan.json'), '--json']);
  expect(nowhere.json()).toMatchObject({ exit: 3, problem: { kind: 'cannot-write-file', code: 'ENOENT' } });
});

test('with --json everything is one document on stdout, problems too', async () => {
  const found = await run('direct', ['detect', '--json']);
  expect(Snapshot.safeParse(found.json().value).success).toBe(true);
  for (const args of [
    ['detect', '--json', '--nonsense'],
    ['apply', '--json'],
    ['--json', 'nothing'],
    ['detect', '--json', '--lab', 'nowhere'],
  ]) {
    const ended = await run(null, args);
    expect(ended.code).toBe(2);
    expect(ended.json().problem).not.toBeNull();
    expect(ended.err).toBe('');
  }
  expect((await run(null, ['--help', '--json'])).json().exit).toBe(0);
  expect((await run(null, ['runs', '--json'])).json()).toMatchObject({ exit: 2, problem: { kind: 'no-machine' } });
});

test('a fault of the program is told as one and ends with code 9', async () => {
  const ended = await run('direct', ['detect'], {
    newId: () => {
      throw new Error('no ids left');
    },
  });
  expect(ended.code).toBe(9);
  expect(ended.err).toContain('no ids left');
});

test('an interrupted test ends at once with code 130', async () => {
  const abort = new AbortController();
  abort.abort();
  expect((await run('static-proxy', ['verify'], { signal: abort.signal })).code).toBe(130);
  expect((await run('static-proxy', ['report', '--out', at('ticket')], { signal: abort.signal })).code).toBe(130);
  expect(await readdir(base)).not.toContain('ticket');
});

test('help shows every command, every lab and every exit code', async () => {
  const { out, code } = await run(null, []);
  expect(code).toBe(0);
  for (const word of [
    'detect',
    'intent',
    'plan',
    'apply',
    'verify',
    'report',
    'export',
    'undo',
    'runs',
    'probe',
    '--json',
    '130',
  ])
    expect(out).toContain(word);
  for (const name of Object.keys(scenarioNames)) expect(out).toContain(name);
  expect((await run(null, ['help', 'apply'])).out).toContain('--undo-unless-verified');
  for (const name of commandNames)
    expect((await run(null, ['help', name])).out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect((await run(null, ['--version'])).out).toBe('0.0.0-test\n');
});

test('only apply and undo are said to write', async () => {
  const digest = await planned('direct');
  const writing: string[] = [];
  for (const args of [['detect'], ['runs'], ['apply', '--plan', at('plan.json'), '--digest', digest], ['undo']])
    await run('direct', args, { onWriting: () => writing.push(args[0] ?? '') });
  expect(writing).toEqual(['apply', 'undo']);
});
