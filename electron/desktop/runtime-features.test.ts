import { expect, it } from 'vitest';
import { runtimeFeatures } from './runtime-features.ts';

const versions = { ...process.versions, electron: '25.1.1', chrome: '114.0', node: '18.15.0' };

it.each<[NodeJS.Platform, number | null, boolean]>([
  ['win32', null, true],
  ['linux', 1000, true],
  ['linux', 0, false],
  ['darwin', 0, true],
])('on %s as user %s the sandbox is there: %s', (platform, user, sandbox) => {
  const getuid = user === null ? undefined : () => user;
  expect(runtimeFeatures({ versions, platform, getuid }).sandbox).toBe(sandbox);
});

it('names the versions of the runtime', () => {
  expect(runtimeFeatures({ versions, platform: 'win32' })).toMatchObject({
    electron: '25.1.1',
    chromium: '114.0',
    node: '18.15.0',
  });
});
