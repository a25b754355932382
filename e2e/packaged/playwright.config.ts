import { defineConfig } from '@playwright/test';

/** The packaged wizard itself, with the fuses that ship: driven by Chromium's own protocol, for it has no debugger. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/packaged',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/packaged.json' }],
  ],
});
