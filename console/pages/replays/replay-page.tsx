import { Page } from '../../components/page.tsx';

export default function ReplayPage(_: { readonly companyId: string; readonly replayId: string }) {
  return <Page title="Replay">{null}</Page>;
}
