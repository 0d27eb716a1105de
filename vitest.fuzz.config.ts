import { defineConfig, mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** `npm run fuzz`: the property tests with stories that no run has had before. */
export default mergeConfig(config, defineConfig({ test: { provide: { propertySeed: null } } }));
