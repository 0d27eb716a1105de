import { Page } from '../../components/page.tsx';

export default function OverviewPage(_: { readonly companyId: string }) {
  return <Page title="Overview">{null}</Page>;
}
