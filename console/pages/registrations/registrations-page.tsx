import { Page } from '../../components/page.tsx';

export default function RegistrationsPage(_: { readonly companyId: string }) {
  return <Page title="Registrations">{null}</Page>;
}
