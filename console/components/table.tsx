import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  frame: { overflowX: 'auto', borderRadius: tokens.borderRadiusLarge },
  table: { borderCollapse: 'collapse', width: '100%', fontSize: tokens.fontSizeBase300 },
  head: {
    textAlign: 'left',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    whiteSpace: 'nowrap',
  },
  cell: {
    textAlign: 'left',
    fontWeight: tokens.fontWeightRegular,
    verticalAlign: 'top',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    // A column is never narrower than a word; what may break anywhere, such as an id, says so itself.
    overflowWrap: 'break-word',
  },
  // In the dark theme the usual hover colour leaves links too little contrast.
  row: { ':hover': { backgroundColor: tokens.colorNeutralBackground2 } },
  wide: {
    '@media (max-width: 640px)': {
      '& thead': {
        position: 'absolute',
        clipPath: 'inset(50%)',
        width: '1px',
        height: '1px',
        overflow: 'hidden',
      },
      '& tr, & td, & tbody th': { display: 'block', border: 'none', padding: '1px 0' },
      '& tr': {
        borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
        padding: `${tokens.spacingVerticalM} 0`,
      },
      '& td': {
        display: 'grid',
        gridTemplateColumns: 'minmax(6rem, 1fr) minmax(0, 2fr)',
        columnGap: tokens.spacingHorizontalS,
        overflowWrap: 'anywhere',
      },
      '& td::before': { content: 'attr(data-label)', color: tokens.colorNeutralForeground2 },
      '& td:has(> div:empty)': { display: 'none' },
      '& td[data-label=""]': { display: 'block' },
      '& td[data-label=""]::before': { content: 'none' },
    },
  },
});

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** The cell that names its row. */
  readonly isHeading?: boolean;
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A table; on a narrow screen each row becomes a card whose values stand under their names. */
export function Table<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  const styles = useStyles();
  return (
    <section className={styles.frame} tabIndex={0} aria-label={caption}>
      <table className={mergeClasses(styles.table, styles.wide)} aria-label={caption}>
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col" className={styles.head}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={styles.row}>
              {columns.map(({ name, cell, isHeading }) =>
                isHeading ? (
                  <th key={name} scope="row" className={styles.cell}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} data-label={name} className={styles.cell}>
                    <div>{cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
