import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __TOOL_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    environment: 'node',
    include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
