import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { listRegistrations } from '../../api/operations.ts';
import type { RegistrationAnswer } from '#api/registrations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { useAbsenceTypeLabels } from './absence-type-labels.ts';
import { filterNames, noFilters } from './filter-names.ts';
import { listTexts } from './texts.ts';

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold },
  beside: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    '@media (min-width: 641px) and (max-width: 1279px)': { minWidth: '9rem' },
    '@media (min-width: 1280px)': { minWidth: '15rem' },
  },
  where: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
  },
  period: { '@media (min-width: 641px)': { minWidth: '8rem' } },
  since: { whiteSpace: 'nowrap' },
});

/** As many as fill a large screen. */
const pageSize = 50;

export function RegistrationList({ companyId }: { readonly companyId: string }) {
  const text = useTexts(listTexts);
  const columns = useColumns(companyId);
  const [valueOf, set] = useSearchValues();
  const filters = Object.fromEntries(filterNames.map((name) => [name, valueOf(name)]));
  const isFiltered = filterNames.some((name) => filters[name] !== '');
  return (
    <PagedList
      queryKey={['registrations', companyId, filters]}
      load={(cursor) =>
        listRegistrations(companyId, { ...filters, sort: 'changed', limit: pageSize, cursor })
      }
      refreshMilliseconds={5_000}
      empty={
        isFiltered ? (
          <Empty>
            <p>{text.noneMatches}</p>
            <Button onClick={() => set(noFilters)}>{text.clear}</Button>
          </Empty>
        ) : (
          <Empty>
            <p>{text.none}</p>
            <AppLink to={paths.registrations(companyId, { import: 'file' })}>{text.import}</AppLink>
          </Empty>
        )
      }
    >
      {(rows) => (
        <Table
          caption={text.caption}
          columns={columns}
          rows={rows}
          keyOf={({ registrationId }) => registrationId}
        />
      )}
    </PagedList>
  );
}

function useColumns(companyId: string): readonly Column<RegistrationAnswer>[] {
  const text = useTexts(listTexts);
  const styles = useStyles();
  const formats = useFormats();
  const labelOf = useAbsenceTypeLabels(companyId);
  return [
    {
      name: text.employee,
      isHeading: true,
      cell: ({ registrationId, employeeName, employeeId, mailbox }) => (
        <>
          <AppLink to={paths.registration(companyId, registrationId)} className={styles.name}>
            {employeeName ?? employeeId ?? text.unknownEmployee}
          </AppLink>
          <div className={styles.beside}>{mailbox ?? registrationId}</div>
        </>
      ),
    },
    { name: text.type, cell: ({ absenceType }) => (absenceType === null ? '' : labelOf(absenceType)) },
    {
      name: text.period,
      cell: ({ period }) => period && <div className={styles.period}>{formats.period(period)}</div>,
    },
    {
      name: text.where,
      cell: ({ state, reason }) => (
        <span className={styles.where}>
          <StateBadge state={state} />
          {reason && <span>{reason.message}</span>}
        </span>
      ),
    },
    {
      name: text.since,
      cell: ({ state, syncedAt }) =>
        state === 'synced' &&
        syncedAt !== null && (
          <span className={styles.since}>
            <Instant at={syncedAt} />
          </span>
        ),
    },
  ];
}
