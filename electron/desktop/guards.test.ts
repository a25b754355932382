import type { App } from 'electron';
import { expect, it } from 'vitest';
import { guardApp } from './guards.ts';

/** Only these two are called before a page exists; what happens to pages is shown in real windows. */
function started(sandbox: boolean): string[] {
  const calls: string[] = [];
  const app = { enableSandbox: () => calls.push('enableSandbox'), on: (name: string) => calls.push(name) };
  guardApp(app as unknown as Pick<App, 'enableSandbox' | 'on'>, sandbox);
  return calls;
}

it('puts every page into the sandbox and guards it from its first moment', () => {
  expect(started(true)).toEqual(['enableSandbox', 'web-contents-created']);
});

it('still guards every page where the runtime has no sandbox', () => {
  expect(started(false)).toEqual(['web-contents-created']);
});
