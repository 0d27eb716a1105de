import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '../../components/icons.ts';
import { SearchField } from '../../components/search-field.tsx';
import { stateTexts } from '../../components/state-badge.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useTexts } from '../../texts.tsx';
import { filterNames, noFilters } from './filter-names.ts';
import { listTexts } from './texts.ts';

const states = ['attention', 'parked', 'waiting', 'syncing', 'synced', 'removed', 'ignored'] as const;

const useStyles = makeStyles({
  filters: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
  },
  search: { flex: '3 1 16rem', maxWidth: '36rem', boxSizing: 'border-box' },
  state: { flex: '1 1 9rem', maxWidth: '20rem' },
  date: { flex: '1 1 8rem', maxWidth: '11rem' },
  chosen: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** Narrows the list; all of it stands in the address. */
export function RegistrationFilters() {
  const text = useTexts(listTexts);
  const stateText = useTexts(stateTexts);
  const styles = useStyles();
  const [valueOf, set] = useSearchValues();
  return (
    <search className={styles.filters}>
      <SearchField
        className={styles.search}
        label={text.search}
        value={valueOf('q')}
        onChange={(q) => set({ q })}
      />
      <Field label={text.state} className={styles.state}>
        <Select value={valueOf('state')} onChange={(_, { value }) => set({ state: value })}>
          <option value="">{text.everyState}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {stateText[state]}
            </option>
          ))}
        </Select>
      </Field>
      {(['from', 'to'] as const).map((edge) => (
        <Field key={edge} label={text[edge]} className={styles.date}>
          <Input type="date" value={valueOf(edge)} onChange={(_, { value }) => set({ [edge]: value })} />
        </Field>
      ))}
      <Chosen />
    </search>
  );
}

/** Filters that no field shows, each with the way to be rid of it. */
function Chosen() {
  const text = useTexts(listTexts);
  const styles = useStyles();
  const [valueOf, set] = useSearchValues();
  const [mailbox, employeeId] = [valueOf('mailbox'), valueOf('employeeId')];
  const tags = [
    ...(mailbox === '' ? [] : [{ name: 'mailbox', label: text.ofMailbox(mailbox) }]),
    ...(employeeId === '' ? [] : [{ name: 'employeeId', label: text.ofEmployee(employeeId) }]),
  ];
  if (filterNames.every((name) => valueOf(name) === '')) return null;
  return (
    <div className={styles.chosen}>
      {tags.map(({ name, label }) => (
        <Button
          key={name}
          icon={<DismissRegular />}
          iconPosition="after"
          aria-label={text.removeFilter(label)}
          onClick={() => set({ [name]: null })}
        >
          {label}
        </Button>
      ))}
      <Button appearance="subtle" onClick={() => set(noFilters)}>
        {text.clear}
      </Button>
    </div>
  );
}
