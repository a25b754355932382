import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  define: { __TOOL_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    environment: 'node',
    include: ['e2e/exports/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
