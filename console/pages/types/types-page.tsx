import { Page } from '../../components/page.tsx';

export default function TypesPage(_: { readonly companyId: string }) {
  return <Page title="Types">{null}</Page>;
}
