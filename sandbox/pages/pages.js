// Without this script every link and form works; with it a page follows what happens and keeps focus and scroll.

const followMilliseconds = 1000;
const shortcutsKept = 'sandbox-shortcuts';

const byId = (id) => document.getElementById(id);
const parse = (text) => new DOMParser().parseFromString(text, 'text/html');

/** What the reader has under the hands isn't pulled away: a form that is being filled in, or what is being pressed. */
const isBusy = (region) =>
  region.querySelector('form[data-touched], :active') !== null ||
  (region.contains(document.activeElement) &&
    document.activeElement?.matches('input:not([type=hidden]), select, textarea'));

/** Puts new markup in the place of old, with focus, open parts and scroll as they were. */
function replaceContent(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : '';
  const open = [...old.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const scrolled = [...old.querySelectorAll('[id]')]
    .filter((element) => element.scrollTop > 0 || element.scrollLeft > 0)
    .map(({ id, scrollTop, scrollLeft }) => ({ id, scrollTop, scrollLeft }));
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const id of open) byId(id)?.setAttribute('open', '');
  for (const { id, ...position } of scrolled) Object.assign(byId(id) ?? {}, position);
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** The page's own address, without what is told once. */
function currentAddress() {
  const url = new URL(location.href);
  url.searchParams.delete('told');
  url.hash = '';
  return url.href;
}

/** @returns whether all of it is shown now; what is busy is left for later. */
function replaceRegions(fresh) {
  let isWhole = true;
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(region.id);
    if (!next) continue;
    if (isBusy(region)) isWhole = false;
    else replaceContent(region, next);
  }
  return isWhole;
}

let going = 0;

/** Shows another page of ours in place of this one, once it is fetched. */
async function go(asked, keepInHistory = true) {
  const mine = ++going;
  const answer = await asked;
  const text = await answer.text();
  if (mine !== going) return;
  if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) {
    location.assign(currentAddress());
    return;
  }
  const fresh = parse(text);
  const url = new URL(answer.url);
  url.searchParams.delete('told');
  if (keepInHistory && url.href !== currentAddress()) history.pushState(null, '', url);
  else history.replaceState(null, '', url);
  document.title = fresh.title;
  for (const id of ['told', 'conditions', 'main']) {
    const old = byId(id);
    const next = fresh.getElementById(id);
    if (old && next) replaceContent(old, next);
  }
  const nav = document.querySelector('header.top');
  const nextNav = fresh.querySelector('header.top');
  if (nav && nextNav) replaceContent(nav, nextNav);
}

const isOurs = (url) =>
  url.origin === location.origin && /^\/(?:$|calendars\/|controls\/)/.test(url.pathname);

async function follow(href) {
  const url = new URL(href, location.href);
  const samePage = decodeURIComponent(url.pathname) === decodeURIComponent(location.pathname);
  const opener = document.activeElement?.id ?? '';
  await go(fetch(href));
  const title = byId('details-title');
  if (samePage && url.searchParams.has('event') && title) title.focus();
  else if (!samePage) {
    byId('main')?.focus();
    scrollTo(0, 0);
  } else if (opener === 'close-details' || document.activeElement === document.body)
    (byId(openedFrom) ?? byId('go-today'))?.focus();
}

let openedFrom = '';

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copy = target?.closest('[data-copy]');
  if (copy) return void copyText(copy);
  if (event.defaultPrevented || event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target?.closest('a[href]');
  const cell = target?.closest('[data-href]');
  const href = link?.getAttribute('href') ?? cell?.getAttribute('data-href');
  if (!href || href.startsWith('#') || !isOurs(new URL(href, location.href))) return;
  event.preventDefault();
  if (link?.classList.contains('event')) openedFrom = link.id;
  void follow(href).catch(() => location.assign(href));
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  delete form.dataset.touched;
  const isPost = form.method === 'post';
  const address = new URL(form.action);
  if (!isPost) address.search = fields.toString();
  const asked = fetch(address, isPost ? { method: 'POST', body: fields } : {});
  void go(asked)
    .then(() => {
      if (isPost && document.activeElement === document.body) byId('main')?.focus({ preventScroll: true });
      if (isPost) byId('told')?.scrollIntoView({ block: 'nearest' });
    })
    // What has been answered was done, and isn't sent twice.
    .catch(() =>
      asked.then(
        () => location.reload(),
        () => form.submit(),
      ),
    );
});

document.addEventListener('input', (event) => {
  const form = event.target instanceof Element ? event.target.closest('form[method=post]') : null;
  if (form instanceof HTMLElement) form.dataset.touched = '';
});

addEventListener('popstate', () => void go(fetch(location.href), false).catch(() => location.reload()));

async function copyText(button) {
  const text = byId(button.dataset.copy)?.textContent?.trim() ?? '';
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(byId(button.dataset.copy));
    button.textContent = 'Selected: copy it';
  }
  setTimeout(() => (button.textContent = words), 2000);
}

// Letters can be switched off: speech input may press them by accident.
const areShortcutsOn = () => localStorage.getItem(shortcutsKept) !== 'off';

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest('input, select, textarea, #team-scroll'))
    return;
  if (event.key !== 'Escape' && !areShortcutsOn()) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (!(link instanceof HTMLElement)) return;
  event.preventDefault();
  link.click();
});

function showShortcuts() {
  const place = byId('keys');
  if (!place) return;
  const button = document.createElement('button');
  button.type = 'button';
  const show = () => {
    button.setAttribute('aria-pressed', String(areShortcutsOn()));
    button.textContent = areShortcutsOn() ? 'Keys are on: ← → t w m' : 'Keys are off';
  };
  button.addEventListener('click', () => {
    localStorage.setItem(shortcutsKept, areShortcutsOn() ? 'off' : 'on');
    show();
  });
  show();
  place.replaceChildren(button);
  place.hidden = false;
}

/**
 * Follows the sandbox: asks for its change counter, and for the page where that has risen. Once at the beginning too,
 * for what has changed since the page was made.
 */
async function followChanges() {
  let known = '';
  for (;;) {
    if (!document.hidden) {
      try {
        const { changes } = await (await fetch('/sandbox/changes')).json();
        const before = going;
        let isShown = true;
        if (changes !== known) {
          const address = currentAddress();
          const fresh = parse(await (await fetch(address)).text());
          if (before === going && address === currentAddress()) isShown = replaceRegions(fresh);
        }
        if (isShown) known = changes;
      } catch {
        // The sandbox is being started again; the next question finds it.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, followMilliseconds));
  }
}

if (new URL(location.href).searchParams.has('told')) history.replaceState(null, '', currentAddress());
showShortcuts();
void followChanges();
