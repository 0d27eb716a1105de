import { Page } from '../../components/page.tsx';

export default function CompaniesPage() {
  return <Page title="Companies">{null}</Page>;
}
