import { makeStyles, tokens } from '@fluentui/react-components';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useCompany } from '../../shell/use-company.ts';
import { useAccess } from '../../shell/use-session.ts';
import { useTexts } from '../../texts.tsx';
import { CompanySection } from './company-section.tsx';
import { FirstDaySection } from './first-day-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { settingsTexts } from './texts.ts';
import { WorkdaysSection } from './workdays-section.tsx';

const useStyles = makeStyles({
  sections: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media (min-width: 1200px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
});

/** What the company has chosen, but for types and texts, which have a page of their own. */
export default function SettingsPage({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  const { mayAdminister } = useAccess(companyId);
  const { data, error, refetch } = useCompany(companyId);
  return (
    <Page title={text.title} lead={text.lead}>
      {data === undefined &&
        (error === null ? <Loading /> : <ProblemMessage error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && (
        <div className={styles.sections} key={companyId}>
          <CompanySection company={data} isReadOnly={!mayAdminister} />
          <NotificationsSection company={data} isReadOnly={!mayAdminister} />
          <WorkdaysSection company={data} isReadOnly={!mayAdminister} />
          <FirstDaySection company={data} isReadOnly={!mayAdminister} />
        </div>
      )}
    </Page>
  );
}
