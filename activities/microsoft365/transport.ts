/** Where requests go, and how long an answer may take. */
export interface Microsoft365Settings {
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  readonly timeoutSeconds: number;
  /** Told of every request that has left; `status` is null where no answer came. */
  readonly noteRequest?: (method: string, url: string, status: number | null) => void;
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

/** Sends a request for Microsoft, once. It follows no redirect, so that no token or secret leaves for another host. */
export async function fetchFromMicrosoft(
  url: string,
  init: RequestInit,
  settings: Microsoft365Settings,
): Promise<Response> {
  const address = redirect(url, settings);
  let status: number | null = null;
  try {
    const response = await fetch(address, { ...init, redirect: 'error' });
    ({ status } = response);
    return response;
  } finally {
    settings.noteRequest?.(init.method ?? 'GET', url, status);
  }
}
