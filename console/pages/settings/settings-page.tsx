import { Page } from '../../components/page.tsx';

export default function SettingsPage(_: { readonly companyId: string }) {
  return <Page title="Settings">{null}</Page>;
}
