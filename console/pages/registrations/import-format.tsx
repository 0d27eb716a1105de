import { makeStyles, tokens } from '@fluentui/react-components';
import { CopyButton } from '../../components/copy-button.tsx';
import { Section } from '../../components/section.tsx';
import { useTexts } from '../../texts.tsx';
import { importTexts } from './import-texts.ts';

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
const example =
  '4711,1,7,Anna Holm,anna.holm@contoso.example,Europe/Copenhagen,vacation,approved,2026-12-01,2026-12-05,';

const useStyles = makeStyles({
  sample: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** What the file looks like, for whoever makes it. */
export function ImportFormat() {
  const text = useTexts(importTexts);
  const styles = useStyles();
  return (
    <Section title={text.columns} actions={<CopyButton value={header} what={text.columnsOf} />}>
      <pre className={styles.sample}>
        {header}
        {'\n'}
        {example}
      </pre>
      <p>{text.columnsHint}</p>
    </Section>
  );
}
