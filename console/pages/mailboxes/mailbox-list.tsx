import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import { listMailboxes } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { CheckMailbox } from './check-mailbox.tsx';
import { MailboxState } from './mailbox-state.tsx';
import { mailboxTexts } from './texts.ts';

const useStyles = makeStyles({
  address: {
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    '@media (min-width: 641px) and (max-width: 1279px)': { minWidth: '10rem' },
    '@media (min-width: 1280px)': { minWidth: '16rem' },
  },
  reply: { '@media (min-width: 641px)': { minWidth: '8rem' } },
  beside: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

const pageSize = 50;

export function MailboxList({ companyId }: { readonly companyId: string }) {
  const text = useTexts(mailboxTexts);
  const [healed, setHealed] = useState<string | null>(null);
  const columns = useColumns(companyId, setHealed);
  const [valueOf] = useSearchValues();
  const filters = { q: valueOf('q'), state: valueOf('state') };
  return (
    <PagedList
      queryKey={['mailboxes', companyId, filters]}
      load={(cursor) => listMailboxes(companyId, { ...filters, limit: pageSize, cursor })}
      refreshMilliseconds={5_000}
      empty={
        <>
          <Healed mailbox={healed} />
          <NoMailboxes />
        </>
      }
    >
      {(rows) => (
        <>
          <Healed mailbox={rows.some(({ mailbox }) => mailbox === healed) ? null : healed} />
          <Table
            caption={text.caption}
            columns={columns}
            rows={troubleFirst(rows)}
            keyOf={({ mailbox }) => mailbox}
          />
        </>
      )}
    </PagedList>
  );
}

const troubleFirst = (rows: readonly MailboxAnswer[]): readonly MailboxAnswer[] =>
  rows.toSorted((one, other) => Number(other.state === 'attention') - Number(one.state === 'attention'));

/** Said here of a mailbox that has left the list by its healing; else its own row says it. */
function Healed({ mailbox }: { readonly mailbox: string | null }) {
  const text = useTexts(mailboxTexts);
  if (mailbox === null) return null;
  return (
    <MessageBar intent="success" layout="multiline" politeness="polite">
      <MessageBarBody>
        <MessageBarTitle>{text.healed(mailbox)}</MessageBarTitle>
        <div>{text.works}</div>
      </MessageBarBody>
    </MessageBar>
  );
}

function NoMailboxes() {
  const text = useTexts(mailboxTexts);
  const [valueOf, set] = useSearchValues();
  const [q, state] = [valueOf('q'), valueOf('state')];
  if (q === '' && state === '') return <Empty>{text.empty}</Empty>;
  return (
    <Empty>
      <p>{q === '' && state === 'attention' ? text.noTrouble : text.noneMatches}</p>
      <Button onClick={() => set({ q: null, state: null })}>{text.clear}</Button>
    </Empty>
  );
}

function useColumns(companyId: string, onWorks: (mailbox: string) => void): readonly Column<MailboxAnswer>[] {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  return [
    {
      name: text.mailbox,
      isHeading: true,
      cell: ({ mailbox }) => (
        <>
          <div className={styles.address}>{mailbox}</div>
          <AppLink
            to={paths.registrations(companyId, { mailbox })}
            aria-label={`${text.registrations}: ${mailbox}`}
          >
            {text.registrations}
          </AppLink>
        </>
      ),
    },
    { name: text.state, cell: (row) => <MailboxState mailbox={row} /> },
    { name: text.reply, cell: (row) => <Reply mailbox={row} /> },
    { name: text.act, cell: (row) => <CheckMailbox companyId={companyId} mailbox={row} onWorks={onWorks} /> },
  ];
}

function Reply({ mailbox: { automaticReply, reason } }: { readonly mailbox: MailboxAnswer }) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  const formats = useFormats();
  const { owner, from, to } = automaticReply;
  // What keeps all of the mailbox closed is told beside it already.
  const hindrance = automaticReply.reason?.code === reason?.code ? null : automaticReply.reason;
  return (
    <div className={styles.reply}>
      {text[owner]}
      {from !== null && to !== null && (
        <div className={styles.beside}>
          {formats.dateTime(from)} – {formats.dateTime(to)}
        </div>
      )}
      {hindrance && (
        <>
          <div>{hindrance.message}</div>
          <div className={styles.beside}>{hindrance.remedy}</div>
        </>
      )}
    </div>
  );
}
