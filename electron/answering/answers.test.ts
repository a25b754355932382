import type { IpcMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { type CallName, contract, type Handlers } from '../contract/contract.ts';
import { ok } from '../core/plan/result.ts';
import { openChannels } from '../desktop/channels.ts';
import { answers } from './answers.ts';

const id = '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111';
const digest = 'a'.repeat(64);
const wizard = { url: 'app://wizard/index.html', parent: null };
const about = {
  toolVersion: '0.1.0',
  electron: '45.4.1',
  chromium: '156.0',
  node: '24.0.0',
  machine: 'SRV01',
  lab: null,
  elevated: false,
  unfinished: null,
};

type Listener = (event: { senderFrame: unknown }, raw: unknown) => Promise<unknown>;

/** Serves handlers on a channel table instead of Electron's. */
function served(changes: Partial<Handlers> = {}) {
  const calls: string[] = [];
  const names = Object.keys(contract).filter((name) => name !== 'progress') as CallName[];
  const plain = Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        calls.push(name);
        return ok(name === 'runs' ? [] : name === 'about' ? about : {});
      },
    ]),
  );
  const channels = new Map<string, Listener>();
  const ipc = { handle: (name: string, listener: Listener) => channels.set(name, listener) };
  // The stand-ins answer by name alone; what they answer is checked by the contract, as that of true handlers is.
  openChannels(ipc as unknown as Pick<IpcMain, 'handle'>, {
    answer: answers({ ...plain, ...changes } as Handlers),
    tell: () => undefined,
  });
  const invoke = (name: string, raw: unknown, frame: unknown = wizard) =>
    channels.get(name)?.({ senderFrame: frame }, raw);
  return { channels, calls, invoke };
}

const refused = (channel: string) => ({ ok: false, problem: { kind: 'ipc-refused', channel } });

describe('answers', () => {
  it('serves the calls of the contract and nothing else', () => {
    expect([...served().channels.keys()].sort()).toEqual(
      Object.entries(contract)
        .filter(([, entry]) => entry.kind === 'call')
        .map(([name]) => name)
        .sort(),
    );
  });

  it('answers the wizard page', async () => {
    expect(await served().invoke('about', {})).toEqual({ ok: true, value: about });
  });

  it.each([
    ['the ticket preview', { url: `app://ticket/${id}`, parent: null }],
    ['a frame inside the page', { url: 'app://wizard/', parent: wizard }],
    ['a page from elsewhere', { url: 'https://contoso.com/', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['a frame that is gone', null],
  ])('refuses %s, and does nothing for it', async (_who, frame) => {
    const { invoke, calls } = served();
    expect(await invoke('about', {}, frame)).toEqual(refused('about'));
    expect(calls).toEqual([]);
  });

  it.each([
    ['about', undefined],
    ['about', null],
    ['about', { extra: 1 }],
    ['apply', { plan: id }],
    ['apply', { plan: 'x', digest }],
    ['apply', { plan: id, digest: digest.toUpperCase() }],
    ['apply', { plan: id, digest, operations: [] }],
    ['undo', { run: '../../x' }],
    ['openLink', { link: 'https://contoso.com/' }],
    ['copy', { text: 'x'.repeat(262_145) }],
    ['copy', { text: 1 }],
    ['plan', { snapshot: id, intent: {} }],
  ])('refuses %s with an input that does not fit, and does nothing', async (name, raw) => {
    const { invoke, calls } = served();
    expect(await invoke(name, raw)).toEqual(refused(name));
    expect(calls).toEqual([]);
  });

  it('hands the page no answer that says more than the contract', async () => {
    const chatty = async () => ok({ ...about, secret: 'hunter2' });
    const answer = await served({ about: chatty }).invoke('about', {});
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'unexpected' } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('hands the page no problem that the union does not have', async () => {
    const odd = async () => ({ ok: false, problem: { kind: 'not-confirmed', secret: 'hunter2' } }) as never;
    const answer = await served({ about: odd }).invoke('about', {});
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'unexpected' } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('turns a fault into a problem without its message', async () => {
    const broken = async () => {
      throw Object.assign(new TypeError('http://admin:hunter2@proxy.contoso.com'), { code: 'ERR_X' });
    };
    expect(await served({ about: broken }).invoke('about', {})).toEqual({
      ok: false,
      problem: { kind: 'unexpected', detail: 'about failed with TypeError (ERR_X).' },
    });
  });
});
