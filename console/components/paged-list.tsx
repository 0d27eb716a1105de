import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page } from '../api/operations.ts';
import { texts, useLanguage, useTexts } from '../texts.tsx';
import { Loading } from './loading.tsx';
import { ProblemMessage } from './problem-message.tsx';

const words = texts(
  {
    more: 'Show more',
    shown: (count: number) => `${count} shown`,
    all: (count: number) => `${count} in all`,
  },
  {
    more: 'Vis flere',
    shown: (count: number) => `${count} vises`,
    all: (count: number) => `${count} i alt`,
  },
);

const useStyles = makeStyles({
  foot: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  count: { color: tokens.colorNeutralForeground2 },
});

interface Props<Item> {
  /** What the list depends on, without the language. */
  readonly queryKey: readonly unknown[];
  readonly load: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly refreshMilliseconds?: number;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list of the API, page by page as the reader asks for more. */
export function PagedList<Item>({ queryKey, load, refreshMilliseconds, empty, children }: Props<Item>) {
  const text = useTexts(words);
  const styles = useStyles();
  const language = useLanguage();
  const list = useInfiniteQuery({
    queryKey: [...queryKey, language],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: (query) =>
      // Only what is on one page is kept fresh: to read many again would load the service for nothing.
      (query.state.data?.pages.length ?? 0) > 1 ? false : (refreshMilliseconds ?? false),
  });
  if (list.error && list.data === undefined)
    return <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Loading />;
  const items = list.data.pages.flatMap((page) => page.items);
  const problem = list.error && <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return problem ?? <>{empty}</>;
  return (
    <>
      {problem}
      {children(items)}
      <div className={styles.foot}>
        {list.hasNextPage && (
          <Button
            onClick={() => void list.fetchNextPage()}
            disabledFocusable={list.isFetchingNextPage}
            {...(list.isFetchingNextPage && { icon: <Spinner size="tiny" /> })}
          >
            {text.more}
          </Button>
        )}
        <output className={styles.count}>
          {list.hasNextPage ? text.shown(items.length) : text.all(items.length)}
        </output>
      </div>
    </>
  );
}
