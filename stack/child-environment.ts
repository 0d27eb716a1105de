import type { SettingName } from '#config.ts';

/**
 * What a child of the stack gets: all that the stack itself was started with (PATH, HOME, the locale, proxies and the
 * operator's own settings), and over it what the stack decides for this piece.
 */
export const childEnvironment = (settings: Partial<Record<SettingName, string>> = {}): NodeJS.ProcessEnv => ({
  // oxlint-disable-next-line node/no-process-env -- handed on as it is and never read here
  ...process.env,
  ...settings,
});
