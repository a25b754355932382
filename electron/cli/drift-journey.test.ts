import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Audit } from '../core/drift/audit.ts';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { Ticket } from '../core/report/ticket.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { labIn, ranProgram } from './program-for-tests.ts';

/** A server weeks after its change, as a scheduled task and an administrator of many servers see it. */

let base = '';
const at = (name: string) => path.join(base, name);

const run = (lab: string | null, ...args: readonly string[]) =>
  ranProgram([...args, ...(lab === null ? [] : ['--lab', lab, '--state', at(lab)])], {
    pickMachine: labIn(openLab, at),
  });

/** Sets a value of the lab's registry behind the program's back. */
async function tamper(lab: string, name: string, change: (value: { hex: string }) => void): Promise<void> {
  const file = at(`${lab}/registry.json`);
  const registry = JSON.parse(await readFile(file, 'utf8')) as unknown; // searched for the name below
  const found = valueIn(registry, name);
  if (found === null) throw new Error(`there is no ${name}`);
  change(found);
  await writeFile(file, JSON.stringify(registry));
}

function valueIn(tree: unknown, name: string): { hex: string } | null {
  if (typeof tree !== 'object' || tree === null) return null;
  for (const [key, value] of Object.entries(tree)) {
    if (key.endsWith(name) && typeof value === 'object') return value as { hex: string }; // as the lab keeps it
    const inner = valueIn(value, name);
    if (inner !== null) return inner;
  }
  return null;
}

const lab = 'direct';

beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'drift-'));
  await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
  const planned = await run(lab, 'plan', '--intent', at('intent.json'), '--out', at('plan.json'));
  const digest = /Digest \(SHA-256\): ([0-9a-f]{64})/.exec(planned.out)?.[1] ?? '';
  expect((await run(lab, 'apply', '--plan', at('plan.json'), '--digest', digest)).code).toBe(0);
  const fields = ['--ticket-number', 'CHG0031337', '--change-window', 'Sunday', '--requester', 'jane'];
  expect((await run(lab, 'report', '--out', at('ticket'), ...fields)).code).toBe(0);
  await mkdir(at('audits'));
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));

test('the ticket has its fields in every form, and names the exact command of the lab', async () => {
  const back = `undo --run ${Ticket.parse(JSON.parse(await readFile(at('ticket/ticket.json'), 'utf8'))).plan.id} --lab direct --state ${at(lab)}`;
  for (const form of ['md', 'html', 'json', 'txt']) {
    const text = await readFile(at(`ticket/ticket.${form}`), 'utf8');
    expect(text).toContain('CHG0031337');
    if (form === 'md' || form === 'txt') expect(text).toContain(back);
  }
});

test('what is as it was left is no drift, and ends with code 0', async () => {
  const ended = await run(lab, 'audit', '--ticket', at('ticket/ticket.json'), '--out', at('audits/a.json'));
  expect(ended).toMatchObject({ code: 0, err: expect.stringContaining('LAB') as string });
  expect(ended.out).toContain('compared with the ticket CHG0031337 of');
  expect(ended.out).toContain('Nothing has changed since the ticket');
  const kept = Audit.parse(JSON.parse(await readFile(at('audits/a.json'), 'utf8')));
  expect(kept.endpoints.length).toBeGreaterThan(5);
  expect(kept.values.every(({ state }) => state === 'as-left')).toBe(true);
});

test('another value is named with before, after and now, and ends with code 1', async () => {
  await tamper(lab, 'TelemetryProxyServer', (value) => {
    value.hex = Buffer.from('other.contoso.com:1\0', 'utf16le').toString('hex');
  });
  const ended = await run(lab, 'audit', '--ticket', at('ticket/ticket.json'), '--out', at('audits/b.json'));
  expect(ended.code).toBe(1);
  const flat = ended.out.replace(/\s+/g, ' ');
  expect(flat).toContain('TelemetryProxyServer: was left as proxy.contoso.com:8080, and is now other.contoso.com:1');
  expect(flat).toMatch(/MDE telemetry \(DiagTrack\): was proxy\.contoso\.com:8080, is now other\.contoso\.com:1\./);
});

test('what could not be seen is not called unchanged, and ends with code 10', async () => {
  const server = 'sensor-v2';
  await run(server, 'report', '--out', at('seen'), '--formats', 'json');
  const ticket = Ticket.parse(JSON.parse(await readFile(at('seen/ticket.json'), 'utf8')));
  const [first] = ticket.after?.effective ?? [];
  if (first === undefined) throw new Error('there are services');
  await writeFile(at('seen.json'), JSON.stringify(ticket));
  expect((await run(server, 'audit', '--ticket', at('seen.json'))).code).toBe(0);
  first.route = { kind: 'unknown', store: 'winhttp' };
  await writeFile(at('unseen.json'), JSON.stringify(ticket));
  const ended = await run(server, 'audit', '--ticket', at('unseen.json'), '--out', at('c.json'));
  expect(ended.code).toBe(10);
  expect(ended.out.replace(/\s+/g, ' ')).toMatch(/Of \d+ settings and services 1 could not be seen\./);
  await mkdir(at('only'));
  await writeFile(at('only/c.json'), await readFile(at('c.json'), 'utf8'));
  const fleet = await run(null, 'fleet', '--from', at('only'), '--out', at('only-page'));
  expect(fleet.code).toBe(10);
  expect(fleet.out.replace(/\s+/g, ' ')).toContain('Without a change, but not all was seen: 1.');
});

test('a ticket that is none, of another machine, or without its names is refused', async () => {
  await writeFile(at('bad.json'), '{"schema":2}');
  expect((await run(lab, 'audit', '--ticket', at('bad.json'))).code).toBe(3);
  expect((await run('sensor-v2', 'audit', '--ticket', at('ticket/ticket.json'))).code).toBe(4);
  await run(lab, 'report', '--out', at('hidden'), '--leave-out', 'machines', '--formats', 'json');
  expect((await readdir(at('hidden'))).sort()).toEqual(['plan-redacted.json', 'proxy-request.txt', 'ticket.json']);
  const refused = await run(lab, 'audit', '--ticket', at('hidden/ticket.json'));
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('cannot be compared') as string });
});

test('the results of many servers are one page and one table, and a bad file is named', async () => {
  await writeFile(at('audits/junk.json'), '{');
  await writeFile(at('audits/readme.txt'), 'not looked at');
  const ended = await run(null, 'fleet', '--from', at('audits'), '--out', at('fleet'));
  expect(ended).toMatchObject({ code: 1, err: '' });
  expect(ended.out.replace(/\s+/g, ' ')).toContain(
    'Results: 2. With changes since the ticket: 1. Without a change, but not all was seen: 0.',
  );
  expect(ended.out.replace(/\s+/g, ' ')).toContain('Files that do not count: 1.');
  expect(ended.out.replace(/\s+/g, ' ')).toContain('junk.json: The result of a comparison is not valid JSON');
  expect(await readFile(at('fleet/fleet.html'), 'utf8')).toContain('junk.json');
  expect((await readFile(at('fleet/fleet.csv'), 'utf8')).split('\r\n')).toHaveLength(5);
  expect((await run(null, 'fleet', '--from', at('nowhere'), '--out', at('fleet'))).code).toBe(3);
});

test('a folder without any result is bad input, and not a change', async () => {
  for (const [folder, files] of [
    ['none', []],
    ['junk', ['junk.json']],
  ] as const) {
    await mkdir(at(folder));
    for (const file of files) await writeFile(at(`${folder}/${file}`), '{');
    const ended = await run(null, 'fleet', '--from', at(folder), '--out', at(`${folder}-page`));
    expect(ended.code).toBe(3);
    expect(ended.out).toContain('No file of this folder is the result of an audit.');
  }
});

test('a profile is kept from a plan or from a server, and another server is compared with it', async () => {
  expect((await run(null, 'intent', '--save', at('p.json'), '--plan', at('plan.json'))).code).toBe(0);
  expect(JSON.parse(await readFile(at('p.json'), 'utf8'))).toEqual(exampleIntent);
  expect((await run(lab, 'intent', '--save', at('p.json'))).code).toBe(3);
  expect((await run('static-proxy', 'intent', '--save', at('own.json'))).code).toBe(0);
  const other = await run('policy-locked', 'intent', '--compare', at('p.json'));
  expect(other.code).toBe(1);
  expect(other.out).toMatch(/differs from the profile in \d+ settings?\./);
  expect(other.out).toMatch(/\n {4}here +\S.*\n(?: {13}.*\n)* {4}profile +\S/);
  expect(other.out).toMatch(/Does not apply here\n.*Group Policy|Does not apply here\n.*Defender proxy - servers/);
});
