import { defineConfig } from 'vitest/config';

/**
 * Their subject is time, or the whole process (what it holds open, what nobody in it has caught): each has a process of
 * its own, and nothing runs beside it.
 */
const alone = [
  'electron/machine/lab/network/lab-network.test.ts',
  'electron/probe/hostile-peers.test.ts',
  'electron/probe/probe.test.ts',
  'electron/verify/matrix.test.ts',
  'electron/verify/test-rows.test.ts',
];

export default defineConfig({
  define: { __TOOL_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    environment: 'node',
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts'],
          exclude: alone,
          // By itself it leaves one core free, and spends half of the other on loading the same modules for each file.
          maxWorkers: '100%',
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
