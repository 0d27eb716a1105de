import { makeStyles, tokens } from '@fluentui/react-components';
import { useLocation } from 'wouter';
import { ActButton } from '../../components/act-button.tsx';
import { ArrowUploadRegular } from '../../components/icons.ts';
import { Page } from '../../components/page.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { ImportPage } from './import-page.tsx';
import { RegistrationFilters } from './registration-filters.tsx';
import { RegistrationList } from './registration-list.tsx';
import { listTexts } from './texts.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    minWidth: 0,
  },
});

/** Is a registration in Outlook, and if not, why? */
export default function RegistrationsPage({ companyId }: { readonly companyId: string }) {
  const [valueOf] = useSearchValues();
  return valueOf('import') === '' ? <ListPage companyId={companyId} /> : <ImportPage companyId={companyId} />;
}

function ListPage({ companyId }: { readonly companyId: string }) {
  const text = useTexts(listTexts);
  const styles = useStyles();
  const [, navigate] = useLocation();
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <ActButton
          companyId={companyId}
          icon={<ArrowUploadRegular />}
          onClick={() => navigate(paths.registrations(companyId, { import: 'file' }))}
        >
          {text.import}
        </ActButton>
      }
    >
      <div className={styles.list}>
        <RegistrationFilters />
        <RegistrationList companyId={companyId} />
      </div>
    </Page>
  );
}
