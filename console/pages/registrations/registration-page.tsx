import { Page } from '../../components/page.tsx';

export default function RegistrationPage(_: { readonly companyId: string; readonly registrationId: string }) {
  return <Page title="Registration">{null}</Page>;
}
