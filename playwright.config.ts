import { defineConfig } from 'playwright/test';
import { chromiumProgram } from './dev/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Each worker has its own shop: tests/e2e/fixtures.ts.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A test that needed it is named as flaky at the end of `npm test`.
  retries: 1,
  // A page with axe in both themes takes a slow machine most of a minute.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    // English with the euro as its currency, because the tests' works are priced in euros.
    locale: 'en-IE',
    screenshot: 'only-on-failure',
    // Recording every test takes a third of the processor; one that fails is run again.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: chromiumProgram(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
