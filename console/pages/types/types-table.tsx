import { Badge, makeStyles, mergeClasses, Select, Switch, tokens } from '@fluentui/react-components';
import { useSearchParams } from 'wouter';
import type { AbsenceTypeAnswer } from '#api/absence-types.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { paths } from '../../shell/paths.ts';
import { useAccess } from '../../shell/use-session.ts';
import { useLanguage, useTexts } from '../../texts.tsx';
import { typesTexts } from './texts.ts';
import { showAsChange, type TypeDrafts } from './type-drafts.ts';

const useStyles = makeStyles({
  name: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '2rem',
  },
  open: { fontWeight: tokens.fontWeightSemibold },
  select: { minWidth: '9.5rem' },
});

interface Props {
  readonly companyId: string;
  readonly drafts: TypeDrafts;
  /** The type whose panel is open. */
  readonly open: string | null;
}

/** Every type with its switches. A change stands in a draft until it is saved. */
export function TypesTable({ companyId, drafts, open }: Props) {
  const text = useTexts(typesTexts);
  const columns: Column<AbsenceTypeAnswer>[] = [
    {
      name: text.type,
      isHeading: true,
      cell: (row) => (
        <TypeName
          companyId={companyId}
          row={row}
          isOpen={row.type === open}
          isChanged={drafts.isChanged(row.type)}
        />
      ),
    },
    choice('synced'),
    { name: text.showAs, cell: (row) => <ShowAs companyId={companyId} row={row} drafts={drafts} /> },
    choice('private'),
    choice('showType'),
    choice('automaticReply'),
  ];
  return <Table caption={text.caption} columns={columns} rows={drafts.rows} keyOf={({ type }) => type} />;

  function choice(name: ChoiceName): Column<AbsenceTypeAnswer> {
    return {
      name: text[name],
      cell: (row) => <Choice companyId={companyId} row={row} name={name} drafts={drafts} />,
    };
  }
}

interface NameProps {
  readonly companyId: string;
  readonly row: AbsenceTypeAnswer;
  readonly isOpen: boolean;
  readonly isChanged: boolean;
}

function TypeName({ companyId, row, isOpen, isChanged }: NameProps) {
  const text = useTexts(typesTexts);
  const styles = useStyles();
  const language = useLanguage();
  const [parameters] = useSearchParams();
  const query = new URLSearchParams(parameters);
  query.set('type', row.type);
  return (
    <span className={styles.name}>
      <AppLink
        to={`${paths.types(companyId)}?${query}`}
        className={mergeClasses(isOpen && styles.open)}
        aria-current={isOpen ? 'true' : undefined}
      >
        {row.label[language]}
      </AppLink>
      {isChanged && (
        <Badge appearance="tint" color="warning">
          {text.changed}
        </Badge>
      )}
    </span>
  );
}

type ChoiceName = 'synced' | 'private' | 'showType' | 'automaticReply';

interface ChoiceProps {
  readonly companyId: string;
  readonly row: AbsenceTypeAnswer;
  readonly drafts: TypeDrafts;
}

/** What isn't sent shows nowhere, so its other choices are out of reach until it is. */
function Choice({ companyId, row, name, drafts }: ChoiceProps & { readonly name: ChoiceName }) {
  const text = useTexts(typesTexts);
  const language = useLanguage();
  const { mayAdminister } = useAccess(companyId);
  return (
    <Switch
      aria-label={text.of(text[name], row.label[language])}
      checked={row[name]}
      disabled={!mayAdminister || (name !== 'synced' && !row.synced)}
      onChange={(_, { checked }) => drafts.change(row, { [name]: checked })}
    />
  );
}

function ShowAs({ companyId, row, drafts }: ChoiceProps) {
  const text = useTexts(typesTexts);
  const styles = useStyles();
  const language = useLanguage();
  const { mayAdminister } = useAccess(companyId);
  return (
    <Select
      className={styles.select}
      aria-label={text.of(text.showAs, row.label[language])}
      value={row.showAs}
      disabled={!mayAdminister || !row.synced}
      onChange={(_, { value }) =>
        drafts.change(row, showAsChange(row, value === 'oof' ? 'oof' : 'workingElsewhere'))
      }
    >
      <option value="oof">{text.oof}</option>
      <option value="workingElsewhere">{text.workingElsewhere}</option>
    </Select>
  );
}
