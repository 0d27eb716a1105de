import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useAccess } from '../shell/use-session.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  { readOnly: 'You may look but not change anything here. Ask an administrator for the role.' },
  { readOnly: 'Du må se, men ikke ændre noget her. Bed en administrator om rollen.' },
);

/** Says at the top of a page what a reader would otherwise find out button by button. */
export function ReadOnlyNote({ companyId }: { readonly companyId: string }) {
  const text = useTexts(words);
  const { mayAdminister } = useAccess(companyId);
  if (mayAdminister) return null;
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{text.readOnly}</MessageBarBody>
    </MessageBar>
  );
}
