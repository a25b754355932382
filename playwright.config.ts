import { defineConfig } from '@playwright/test';
import type { HandName } from './e2e/hand.ts';

/** What there is no other hand for. */
const oneHand = {
  /** Its subject is the keyboard. */
  keyboard: '**/journeys/keyboard.spec.ts',
  /** Its subject is the second engine; what it presses there is pressed in the corridor. */
  chromium: '**/journeys/chromium.spec.ts',
  /** It presses nothing: it asks the calls of the program. */
  matrix: '**/journeys/matrix.spec.ts',
} as const;

/** Journeys and guards in real Electron. Two windows at a time, no second tries: a test that fails has failed. */
export default defineConfig<{ by: HandName }>({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/e2e.json' }]],
  projects: [
    {
      name: 'mouse',
      testMatch: '**/*.spec.ts',
      // The packaged wizard has a suite and settings of its own.
      testIgnore: ['**/packaged/**', oneHand.keyboard],
    },
    {
      // Each journey again, by a person who has no mouse.
      name: 'keyboard',
      use: { by: 'keyboard' },
      testMatch: '**/journeys/*.spec.ts',
      testIgnore: [oneHand.chromium, oneHand.matrix],
    },
  ],
});
