/** Where requests go, and how long an answer may take. */
export interface Microsoft365Settings {
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  readonly timeoutSeconds: number;
}

const microsoftLogin = 'https://login.microsoftonline.com';
const microsoftGraph = 'https://graph.microsoft.com';

/**
 * Microsoft's libraries insist on Microsoft's addresses (the Graph client sends no token anywhere else), so they keep
 * them, and only here, below both, is a request for one of the two origins sent to where the settings say.
 */
export function redirect(url: string, settings: Microsoft365Settings): string {
  if (url.startsWith(`${microsoftLogin}/`)) return settings.loginOrigin + url.slice(microsoftLogin.length);
  if (url.startsWith(`${microsoftGraph}/`)) return settings.graphOrigin + url.slice(microsoftGraph.length);
  throw new TypeError('Requests go to login.microsoftonline.com and graph.microsoft.com alone.');
}
