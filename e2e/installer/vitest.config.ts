import { defineConfig } from 'vitest/config';

/** They look at the bundles too, which those of a signed release are then made over. */
const looking = ['e2e/installer/papers.test.ts', 'e2e/installer/windows-folder.test.ts'];

/** What `npm run dist` makes, looked at and installed; `node scripts/test.mjs installer` makes it first. */
export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Each installs on a Windows of its own, and mostly waits for it.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'looked at', include: looking } },
      {
        extends: true,
        test: {
          name: 'installed',
          include: ['e2e/installer/*.test.ts'],
          exclude: looking,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
