import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { IpcMain } from 'electron';
import { expect, it } from 'vitest';
import type { contract, Handlers } from '../contract/contract.ts';
import { fail, ok } from '../core/plan/result.ts';
import { openChannels } from '../desktop/channels.ts';
import { answers } from './answers.ts';
import { programLog } from './program-log.ts';

const secrets = [
  'P@ssw0rd',
  'proxy.contoso.com',
  'CONTOSO\\alice',
  'contoso-corp',
  '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111',
];
const [password = '', host = '', account = '', workspace = '', id = ''] = secrets;

/** A fault that carries all of it, in its message, its code and its name. */
const fault = (code: string, name = 'Error') =>
  Object.assign(new Error(`${password} ${host} ${account} ${workspace}`), { code, name });

type Listener = (event: { senderFrame: unknown }, raw: unknown) => Promise<unknown>;

it('says what was called and how it ended, and nothing of what went in, came out or was said', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'log-'));
  const log = programLog(path.join(folder, 'logs'), () => new Date('2026-01-02T03:04:05Z'));
  const channels = new Map<string, Listener>();
  const handlers = {
    openLink: async () => ok({}),
    copy: async () => fail({ kind: 'bad-field', file: 'intent', at: host, expected: account }),
    undo: () => Promise.reject(fault('ECONNREFUSED')),
    openRun: () => Promise.reject(fault(host, account)),
    detect: () => Promise.reject(password),
    sealMdiPassword: () => Promise.reject(fault('ERR_INVALID_ARG_TYPE', 'TypeError')),
  };
  // Of the calls only these are made.
  openChannels(
    { handle: (name: string, on: Listener) => channels.set(name, on) } as unknown as Pick<IpcMain, 'handle'>,
    { answer: answers(handlers as unknown as Handlers, log.tell), tell: log.tell },
  );
  const call = (name: keyof typeof contract, raw: unknown, url = 'app://wizard/index.html') =>
    channels.get(name)?.({ senderFrame: { url, parent: null } }, raw);
  await call('openLink', { link: 'mde-configure-proxy' });
  await call('copy', { text: secrets.join(' ') });
  await call('undo', { run: id });
  await call('openRun', { run: id });
  await call('detect', {});
  await call('sealMdiPassword', { snapshot: id, password });
  await call('plan', { snapshot: host });
  await call('about', {}, `https://${host}/`);
  // A name that could hold something is no name.
  log.tell({ kind: 'fault', where: host, name: account, code: null });
  await log.settled();

  const entries = await log.read();
  expect(
    entries.map((entry) => [
      entry.kind,
      'name' in entry && entry.name,
      'outcome' in entry ? entry.outcome : 'code' in entry && entry.code,
    ]),
  ).toEqual([
    ['call', 'openLink', 'ok'],
    ['call', 'copy', 'bad-field'],
    ['fault', 'Error', 'ECONNREFUSED'],
    ['call', 'undo', 'unexpected'],
    ['fault', 'Error', null],
    ['call', 'openRun', 'unexpected'],
    ['fault', 'Error', null],
    ['call', 'detect', 'unexpected'],
    ['fault', 'TypeError', 'ERR_INVALID_ARG_TYPE'],
    ['call', 'sealMdiPassword', 'unexpected'],
    ['call', 'plan', 'ipc-refused'],
    ['call', 'about', 'ipc-refused'],
  ]);
  for (const name of await readdir(path.join(folder, 'logs'))) {
    const text = await readFile(path.join(folder, 'logs', name), 'utf8');
    for (const secret of secrets) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
  await rm(folder, { recursive: true, force: true });
});
