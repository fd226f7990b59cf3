import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Integration tests mostly wait, so more workers than cores; each needs its own numbered database of Redis.
    maxWorkers: Math.min(12, availableParallelism() + 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          // Drawing the demo gallery's pictures takes seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/support/start-services.ts',
          setupFiles: 'tests/support/integration-environment.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Whole shops whose processes are killed, frozen and disconnected: tests/faults/README.md.
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: 'tests/support/start-services.ts',
          setupFiles: 'tests/support/integration-environment.ts',
          // A test that needed it is named as flaky at the end of `npm test`.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
