import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/global-setup.ts'],
    setupFiles: ['test/setup/property-seed.ts'],
    // The same stories in every run, so that a change alone can break a run; `npm run fuzz` looks for new ones.
    provide: { propertySeed: 20_261_124 },
    reporters: ['default', './test/setup/closing-line.ts'],
    pool: 'forks',
    // One less than the cores unless told; journeys mostly wait, so two do well even on two cores.
    maxWorkers: 2,
    // Long beyond what is ever needed on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
