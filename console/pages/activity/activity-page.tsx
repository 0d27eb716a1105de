import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { ActivityAnswer } from '#api/activity.ts';
import { listActivity } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { Page } from '../../components/page.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Section } from '../../components/section.tsx';
import { Table } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  {
    title: 'Activity',
    lead: 'Who changed what, and what was sent to Microsoft 365, the newest first.',
    list: 'What has happened',
    table: 'Acts and answers',
    filter: 'Show',
    all: 'Everything',
    administrator: 'What administrators did',
    'absence-sync': 'What Absence Sync did by itself',
    microsoft: 'What Microsoft 365 answered',
    when: 'When',
    who: 'Who',
    what: 'What',
    registration: 'Registration',
    answer: 'Microsoft’s answer',
    anAdministrator: 'Administrator',
    requestId: 'Request id',
    none: 'Nothing has happened yet.',
    noneOfThese: 'Nothing of this kind has happened yet.',
  },
  {
    title: 'Aktivitet',
    lead: 'Hvem der har ændret hvad, og hvad der er sendt til Microsoft 365, det nyeste først.',
    list: 'Det er sket',
    table: 'Handlinger og svar',
    filter: 'Vis',
    all: 'Alt',
    administrator: 'Hvad administratorer har gjort',
    'absence-sync': 'Hvad Absence Sync selv har gjort',
    microsoft: 'Hvad Microsoft 365 har svaret',
    when: 'Hvornår',
    who: 'Hvem',
    what: 'Hvad',
    registration: 'Registrering',
    answer: 'Microsofts svar',
    anAdministrator: 'Administrator',
    requestId: 'Request-id',
    none: 'Der er ikke sket noget endnu.',
    noneOfThese: 'Der er ikke sket noget af den slags endnu.',
  },
);

const useStyles = makeStyles({
  filter: { maxWidth: '24rem' },
  short: { whiteSpace: 'nowrap' },
  answer: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
  request: { display: 'inline-flex', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const actors = ['administrator', 'absence-sync', 'microsoft'] as const;

/** The company's log. */
export default function ActivityPage({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(words);
  const [valueOf, setValues] = useSearchValues();
  const actor = actors.find((each) => each === valueOf('actor'));
  return (
    <Page title={text.title} lead={text.lead}>
      <Section title={text.list}>
        <Field label={text.filter} className={styles.filter}>
          <Select value={actor ?? ''} onChange={(_, { value }) => setValues({ actor: value })}>
            <option value="">{text.all}</option>
            {actors.map((each) => (
              <option key={each} value={each}>
                {text[each]}
              </option>
            ))}
          </Select>
        </Field>
        <PagedList
          queryKey={['activity', companyId, actor]}
          load={(cursor) => listActivity(companyId, { actor, cursor, limit: 50 })}
          refreshMilliseconds={5_000}
          empty={<Empty>{actor === undefined ? text.none : text.noneOfThese}</Empty>}
        >
          {(rows) => <ActivityTable companyId={companyId} rows={numbered(rows)} />}
        </PagedList>
      </Section>
    </Page>
  );
}

type Row = ActivityAnswer & { readonly key: string };

/** The log's rows have no name of their own: equal ones of one moment are told apart by their number. */
function numbered(rows: readonly ActivityAnswer[]): Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = [row.at, row.action, row.registrationId, row.requestId].join(' ');
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return { ...row, key: `${name} ${number}` };
  });
}

interface ActivityTableProps {
  readonly companyId: string;
  readonly rows: readonly Row[];
}

function ActivityTable({ companyId, rows }: ActivityTableProps) {
  const styles = useStyles();
  const text = useTexts(words);
  return (
    <Table
      caption={text.table}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        {
          name: text.when,
          isHeading: true,
          cell: ({ at }) => (
            <span className={styles.short}>
              <Instant at={at} />
            </span>
          ),
        },
        { name: text.who, cell: (row) => <span className={styles.short}>{whoOf(row)}</span> },
        { name: text.what, cell: ({ summary }) => summary },
        {
          name: text.registration,
          cell: ({ registrationId }) =>
            registrationId === undefined ? (
              '–'
            ) : (
              <AppLink to={paths.registration(companyId, registrationId)}>{registrationId}</AppLink>
            ),
        },
        { name: text.answer, cell: (row) => <MicrosoftAnswer row={row} /> },
      ]}
    />
  );

  function whoOf({ actor, actorKind }: Row): string {
    switch (actorKind) {
      case 'administrator':
        return actor === actorKind ? text.anAdministrator : actor;
      case 'absence-sync':
        return 'Absence Sync';
      case 'microsoft':
        return 'Microsoft 365';
    }
  }
}

/** What Microsoft's support asks for. */
function MicrosoftAnswer({ row: { microsoft, requestId } }: { readonly row: Row }) {
  const styles = useStyles();
  const text = useTexts(words);
  const id = microsoft?.requestId ?? requestId;
  if (microsoft === undefined && id === undefined) return <>–</>;
  return (
    <div className={styles.answer}>
      {microsoft && (
        <span>
          {microsoft.status} {microsoft.code}
        </span>
      )}
      {id !== undefined && id !== '' && (
        <span className={styles.request}>
          <span className={styles.id} title={id}>
            {id.slice(0, 8)}…
          </span>
          <CopyButton value={id} what={text.requestId} />
        </span>
      )}
    </div>
  );
}
