import { Page } from '../../components/page.tsx';

export default function ActivityPage(_: { readonly companyId: string }) {
  return <Page title="Activity">{null}</Page>;
}
