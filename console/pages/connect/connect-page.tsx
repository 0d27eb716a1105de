import { Page } from '../../components/page.tsx';

export default function ConnectPage(_: { readonly companyId: string }) {
  return <Page title="Connect">{null}</Page>;
}
