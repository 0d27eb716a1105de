import { defineConfig } from 'vitest/config';

/** Records the histories that test/histories replays: `npm run record:histories`, after a change that is meant. */
export default defineConfig({
  test: {
    include: ['test/histories/record-histories.ts'],
    globalSetup: ['test/setup/global-setup.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
