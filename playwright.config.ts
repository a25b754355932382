import { defineConfig } from '@playwright/test';

/** Journeys and guards in real Electron. Two windows at a time, no second tries: a test that fails has failed. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // The packaged wizard has a suite and settings of its own.
  testIgnore: '**/packaged/**',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/e2e.json' }]],
});
