import { defineConfig } from '@playwright/test';
import type { HandName } from './e2e/hand.ts';

/** Journeys without a hand: there is nothing on the page that is pressed. */
const byNobody = [
  // It asks the calls of the program.
  '**/journeys/matrix.spec.ts',
  // It chooses in the menu of the window, which is no part of the page.
  '**/journeys/appearance.spec.ts',
];

/** Its subject is the second engine; what it presses there is pressed in the corridor. */
const secondEngine = '**/journeys/chromium.spec.ts';

/**
 * Journeys that the keyboard alone walks: what the mouse would press on their way it presses in the others too, and what
 * they are about is what is then to be read.
 */
const byKeyboardAlone = [
  'beside',
  'cancelled',
  'every-step',
  'help',
  'interrupted',
  'keyboard',
  'networks',
  'pseudo-locale',
  'resistance',
  'routes',
  'scenarios',
  'signed-in-sensor',
  'tests',
  'ticket',
].map((name) => `**/journeys/${name}.spec.ts`);

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
      testIgnore: ['**/packaged/**', ...byKeyboardAlone],
    },
    {
      // Every journey, by a person who has no mouse.
      name: 'keyboard',
      use: { by: 'keyboard' },
      testMatch: '**/journeys/*.spec.ts',
      testIgnore: [...byNobody, secondEngine],
    },
  ],
});
