/** What a browser does with cookies and redirects, without one. */
export interface WebBrowser {
  /** Goes to the address and answers with what it leads to, without following. */
  go(url: string, init?: RequestInit): Promise<Visit>;
  /** Follows redirects until a page, or until an address that begins with `until`, which is not visited. */
  follow(url: string, until?: string): Promise<Visit>;
  cookie(name: string): string | undefined;
  setCookie(name: string, value: string): void;
}

export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** All addresses are of one host, whose ports share cookies. */
export function webBrowser(): WebBrowser {
  let cookies: readonly Cookie[] = [];
  const keep = (cookie: Cookie, isGone = false): void => {
    cookies = [
      ...cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path),
      ...(isGone ? [] : [cookie]),
    ];
  };
  const go: WebBrowser['go'] = async (url, init = {}) => {
    const { pathname } = new URL(url);
    const sent = cookies.filter(({ path }) => pathname.startsWith(path));
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        ...(sent.length > 0 && { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      const isGone = attributes.some((one) => /^(max-age=0|expires=.*1970.*)$/i.test(one));
      keep({ name: pair.slice(0, at), value: pair.slice(at + 1), path }, isGone);
    }
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    go,
    async follow(url, until) {
      let visit = await go(url);
      for (let hops = 0; hops < 20; hops += 1) {
        const location = visit.headers.get('location');
        if (location === null) return visit;
        const next = new URL(location, visit.url).href;
        if (until !== undefined && next.startsWith(until)) return { ...visit, url: next };
        visit = await go(next);
      }
      throw new Error(`${url} leads round in circles`);
    },
    cookie: (name) => cookies.find((one) => one.name === name)?.value,
    setCookie: (name, value) => keep({ name, value, path: '/' }),
  };
}
