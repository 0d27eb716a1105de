const maximumLength = 2000;
/** A control character, which browsers drop, or a backslash, which they read as a slash. */
// oxlint-disable-next-line no-control-regex -- those are what is looked for
const misread = /[\u0000-\u0020\u007f\\]/;

/** Where the browser goes after a sign-in: a path of the console, and for everything else its first page. */
export function safeReturnTo(value: unknown, consoleOrigin: string): string {
  if (typeof value !== 'string' || value.length > maximumLength) return '/';
  if (!value.startsWith('/') || value.startsWith('//') || misread.test(value)) return '/';
  const url = URL.parse(value, consoleOrigin);
  if (url === null || url.origin !== consoleOrigin) return '/';
  const path = `${url.pathname}${url.search}${url.hash}`;
  // Resolving has taken the dots out: `/.//elsewhere.example` would be an address by now.
  return path.startsWith('//') || url.pathname.startsWith('/sign-in') ? '/' : path;
}
