import { draftStore, useDrafts } from '../../components/draft-store.ts';

/** By company and section; a company's id holds no blank. */
const store = draftStore<Readonly<Record<string, unknown>>>();

/**
 * What is being entered in a section in place of what is saved. As long as nothing is, what is saved shows, also when
 * it changes elsewhere; what has been entered is never overwritten, and stays while one looks at other pages.
 */
export function useDraft<Values extends Readonly<Record<string, unknown>>>(
  companyId: string,
  section: string,
  saved: Values,
) {
  const key = `${companyId} ${section}`;
  const changes = (useDrafts(store).get(key) ?? {}) as Partial<Values>;
  const keep = (changed: Partial<Values>) => store.set(key, differing(saved, changed));
  return {
    draft: { ...saved, ...changes },
    isChanged: Object.keys(changes).length > 0,
    set: (changed: Partial<Values>) => keep({ ...changes, ...changed }),
    discard: () => store.set(key, undefined),
    /** What was sent is saved now; what has been entered since stays. */
    settle: (sent: Values) => {
      const since = Object.entries(store.all().get(key) ?? {}).filter(
        ([name, value]) => sent[name] !== value,
      );
      store.set(key, since.length === 0 ? undefined : Object.fromEntries(since));
    },
  };
}

/** Only what is other than what is saved; undefined where nothing is. */
function differing<Values extends Readonly<Record<string, unknown>>>(
  saved: Values,
  draft: Partial<Values>,
): Partial<Values> | undefined {
  const changed = Object.entries(draft).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(saved[name]),
  );
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as Partial<Values>);
}
