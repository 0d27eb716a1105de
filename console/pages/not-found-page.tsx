import { AppLink } from '../components/app-link.tsx';
import { Page } from '../components/page.tsx';
import { paths } from '../shell/paths.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  { title: 'There is no such page', back: 'To the companies' },
  { title: 'Den side findes ikke', back: 'Til virksomhederne' },
);

export default function NotFoundPage() {
  const text = useTexts(words);
  return (
    <Page title={text.title}>
      <AppLink to={paths.companies}>{text.back}</AppLink>
    </Page>
  );
}
