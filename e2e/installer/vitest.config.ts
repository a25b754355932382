import { defineConfig } from 'vitest/config';

/** What `npm run dist` makes, looked at and installed; `node scripts/test.mjs installer` makes it first. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/installer/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // One Wine prefix at a time; its steps follow each other.
    fileParallelism: false,
  },
});
