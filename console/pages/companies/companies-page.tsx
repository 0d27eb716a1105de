import { Field, Input, makeStyles } from '@fluentui/react-components';
import { listCompanies } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { AddRegular, SearchRegular } from '../../components/icons.ts';
import { Page } from '../../components/page.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Section } from '../../components/section.tsx';
import { Table } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useAccess } from '../../shell/use-session.ts';
import { useTexts } from '../../texts.tsx';
import { AddCompany } from './add-company.tsx';
import { ConnectionStateBadge } from '../../components/connection-state-badge.tsx';
import { SignInLink } from './sign-in-link.tsx';
import { companiesTexts } from './texts.ts';

const useStyles = makeStyles({ search: { maxWidth: '24rem' } });

/** So many fit on a screen; from there on one searches. */
const manyCompanies = 8;

type Company = Awaited<ReturnType<typeof listCompanies>>['items'][number];

/** All companies that the reader may see, and how each of them stands. */
export default function CompaniesPage() {
  const text = useTexts(companiesTexts);
  const { mayAdministerService } = useAccess(null);
  const [valueOf, setValues] = useSearchValues();
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <SignInLink />
          <ActButton
            companyId={null}
            appearance="primary"
            icon={<AddRegular />}
            onClick={() => setValues({ add: 'company' })}
          >
            {text.add}
          </ActButton>
        </>
      }
    >
      <Section title={text.all}>
        <PagedList
          queryKey={['companies', 'all']}
          load={(cursor) => listCompanies({ cursor, limit: 1000 })}
          refreshMilliseconds={10_000}
          empty={<Empty>{mayAdministerService ? text.none : text.noneVisible}</Empty>}
        >
          {(companies) => <Found companies={companies} />}
        </PagedList>
      </Section>
      {mayAdministerService && valueOf('add') === 'company' && (
        <AddCompany onClose={() => setValues({ add: null })} />
      )}
    </Page>
  );
}

function Found({ companies }: { readonly companies: readonly Company[] }) {
  const styles = useStyles();
  const text = useTexts(companiesTexts);
  const [valueOf, setValues] = useSearchValues();
  const search = valueOf('q');
  const wanted = search.trim().toLowerCase();
  const found = companies.filter(
    ({ id, name }) => id.includes(wanted) || name.toLowerCase().includes(wanted),
  );
  return (
    <>
      {(companies.length > manyCompanies || search !== '') && (
        <Field label={text.search} hint={text.searchHint} className={styles.search}>
          <Input
            type="search"
            value={search}
            contentBefore={<SearchRegular />}
            onChange={(_, { value }) => setValues({ q: value })}
          />
        </Field>
      )}
      {found.length === 0 ? <Empty>{text.noMatch(search)}</Empty> : <CompanyTable companies={found} />}
    </>
  );
}

function CompanyTable({ companies }: { readonly companies: readonly Company[] }) {
  const text = useTexts(companiesTexts);
  const { number } = useFormats();
  return (
    <Table
      caption={text.table}
      rows={companies}
      keyOf={({ id }) => id}
      columns={[
        {
          name: text.company,
          isHeading: true,
          cell: ({ id, name }) => <AppLink to={paths.overview(id)}>{name}</AppLink>,
        },
        {
          name: text.connection,
          cell: ({ connectionState }) => <ConnectionStateBadge state={connectionState} />,
        },
        { name: text.parked, cell: ({ id, parked }) => countOf(id, 'parked', parked) },
        { name: text.attention, cell: ({ id, attention }) => countOf(id, 'attention', attention) },
        { name: text.id, cell: ({ id }) => <code>{id}</code> },
      ]}
    />
  );

  function countOf(companyId: string, state: 'parked' | 'attention', count: number) {
    if (count === 0) return number(0);
    return <AppLink to={paths.registrations(companyId, { state })}>{number(count)}</AppLink>;
  }
}
