import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { SearchField } from '../../components/search-field.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { useOverview } from '../../shell/use-overview.ts';
import { useTexts } from '../../texts.tsx';
import { mailboxTexts } from './texts.ts';

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  search: { flex: '1 1 18rem', maxWidth: '36rem', boxSizing: 'border-box' },
  states: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    border: 'none',
    padding: 0,
    margin: 0,
    minWidth: 0,
  },
});

/** Narrows the list, and says how many need somebody whatever is shown. */
export function MailboxFilters({ companyId }: { readonly companyId: string }) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  const formats = useFormats();
  const [valueOf, set] = useSearchValues();
  const trouble = useOverview(companyId).data?.mailboxesInTrouble;
  const choices = [
    ['', text.all],
    ['attention', text.attentionOf(trouble === undefined ? '…' : formats.number(trouble))],
    ['ok', text.ok],
    ['unknown', text.unknown],
  ] as const;
  return (
    <search className={styles.filters}>
      <SearchField
        className={styles.search}
        label={text.search}
        value={valueOf('q')}
        onChange={(q) => set({ q })}
      />
      <fieldset className={styles.states} aria-label={text.filter}>
        {choices.map(([state, label]) => (
          <ToggleButton
            key={state}
            appearance="subtle"
            checked={valueOf('state') === state}
            onClick={() => set({ state })}
          >
            {label}
          </ToggleButton>
        ))}
      </fieldset>
    </search>
  );
}
