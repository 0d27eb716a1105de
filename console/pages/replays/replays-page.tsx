import { Page } from '../../components/page.tsx';

export default function ReplaysPage(_: { readonly companyId: string }) {
  return <Page title="Replays">{null}</Page>;
}
