import { Tab, TabList } from '@fluentui/react-components';
import { Page } from '../../components/page.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useTexts } from '../../texts.tsx';
import { RepliesTab } from './replies-tab.tsx';
import { typesTexts } from './texts.ts';
import { TypesTab } from './types-tab.tsx';

interface Props {
  readonly companyId: string;
}

/** What colleagues see of absence, and what they are answered. */
export default function TypesPage({ companyId }: Props) {
  const text = useTexts(typesTexts);
  const [valueOf, set] = useSearchValues();
  const tab = valueOf('tab') === 'replies' ? 'replies' : 'types';
  return (
    <Page title={text.title} lead={text.lead}>
      <TabList
        selectedValue={tab}
        onTabSelect={(_, { value }) => set({ tab: value === 'replies' ? 'replies' : null, type: null })}
      >
        <Tab id="tab-types" value="types" aria-controls="tab-panel">
          {text.types}
        </Tab>
        <Tab id="tab-replies" value="replies" aria-controls="tab-panel">
          {text.replies}
        </Tab>
      </TabList>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'types' ? <TypesTab companyId={companyId} /> : <RepliesTab companyId={companyId} />}
      </div>
    </Page>
  );
}
