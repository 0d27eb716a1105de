import { Page } from '../../components/page.tsx';

export default function MailboxesPage(_: { readonly companyId: string }) {
  return <Page title="Mailboxes">{null}</Page>;
}
