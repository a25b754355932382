import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { root } from '../fixtures.ts';

/** The folder that electron-builder has packed. */
export const folder = `${root}out/package/linux-unpacked`;
export const executable = `${folder}/defender-proxy-wizard`;

const asNode = (env: NodeJS.ProcessEnv) => env.ELECTRON_RUN_AS_NODE !== undefined;
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs an executable of Electron to its end; as plain Node where the environment says so and it listens. */
export async function ended(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(file, [...(asNode(env) ? [] : sandbox), ...args], { cwd: root, env: { ...process.env, ...env } });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...text };
}

export interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

/** Starts the packaged wizard and takes hold of its page. */
export async function opened(args: readonly string[]): Promise<Window> {
  const child = spawn(executable, [...sandbox, '--remote-debugging-port=0', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser = await chromium.connectOverCDP(await endpoint(child), { noDefaults: true });
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the window has no context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  return {
    page,
    async close() {
      const end = once(child, 'exit');
      await page.close();
      await end;
      await browser.close();
    },
  };
}

/** Where Chromium listens for its own protocol, from what it says on standard error. */
async function endpoint(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('no standard error');
  for await (const line of createInterface({ input: child.stderr })) {
    const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the wizard ended without a window');
}
