import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { AbsenceTypeAnswer } from '#api/absence-types.ts';
import { listAbsenceTypes } from '../../api/operations.ts';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReadOnlyNote } from '../../components/read-only-note.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useTexts } from '../../texts.tsx';
import { AddType } from './add-type.tsx';
import { SaveTypes } from './save-types.tsx';
import { typesTexts } from './texts.ts';
import { useTypeDrafts } from './type-drafts.ts';
import { TypePanel } from './type-panel.tsx';
import { TypesTable } from './types-table.tsx';

const useStyles = makeStyles({
  tab: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    '@media (min-width: 1240px)': { gridTemplateColumns: 'minmax(0, 1fr) 20rem' },
    '@media (min-width: 1600px)': { gridTemplateColumns: 'minmax(0, 1fr) 30rem' },
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  // On a narrow screen the open type takes the place of the list.
  inTheWay: { '@media (max-width: 1239px)': { display: 'none' } },
  panel: { position: 'sticky', top: tokens.spacingVerticalS, minWidth: 0 },
  foot: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    justifyItems: 'start',
    padding: tokens.spacingHorizontalS,
  },
  meaning: { whiteSpace: 'pre-line', paddingTop: tokens.spacingVerticalS, maxWidth: '75ch' },
});

export function TypesTab({ companyId }: { readonly companyId: string }) {
  const types = useQuery({
    queryKey: ['absence-types', companyId],
    queryFn: () => listAbsenceTypes(companyId),
  });
  if (types.data !== undefined) return <Types companyId={companyId} saved={types.data.items} />;
  return types.error ? (
    <ProblemMessage error={types.error} onRetry={() => void types.refetch()} />
  ) : (
    <Loading />
  );
}

interface Props {
  readonly companyId: string;
  readonly saved: readonly AbsenceTypeAnswer[];
}

/** The type table, and beside it what colleagues see of the type that is open. */
function Types({ companyId, saved }: Props) {
  const text = useTexts(typesTexts);
  const styles = useStyles();
  const [valueOf] = useSearchValues();
  const drafts = useTypeDrafts(companyId, saved);
  const named = drafts.rows.find(({ type }) => type === valueOf('type'));
  const open = named ?? drafts.rows[0];
  return (
    <div className={styles.tab}>
      <ReadOnlyNote companyId={companyId} />
      <div className={styles.columns}>
        <div className={mergeClasses(styles.list, named !== undefined && styles.inTheWay)}>
          <TypesTable companyId={companyId} drafts={drafts} open={open?.type ?? null} />
          <div className={styles.foot}>
            <AddType companyId={companyId} taken={saved.map(({ type }) => type)} />
            <details>
              <summary>{text.columns}</summary>
              <p className={styles.meaning}>{text.columnTexts}</p>
            </details>
          </div>
        </div>
        {open !== undefined && (
          <div className={mergeClasses(styles.panel, named === undefined && styles.inTheWay)}>
            <TypePanel
              key={open.type}
              companyId={companyId}
              row={open}
              drafts={drafts}
              isNamed={named !== undefined}
            />
          </div>
        )}
      </div>
      <SaveTypes companyId={companyId} drafts={drafts} />
    </div>
  );
}
