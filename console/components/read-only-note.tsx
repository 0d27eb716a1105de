import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useAccess } from '../shell/use-session.ts';
import { texts, useTexts } from '../texts.tsx';

/** Why a reader finds nothing to press. */
export const readOnlyTexts = texts(
  {
    readOnly:
      'You have read-only access here. Ask whoever manages the application in Entra for the administrator role.',
  },
  {
    readOnly: 'Du har kun læseadgang her. Bed den, der styrer applikationen i Entra, om administratorrollen.',
  },
);

/** Says at the top of a page what a reader would otherwise find out button by button. */
export function ReadOnlyNote({ companyId }: { readonly companyId: string }) {
  const text = useTexts(readOnlyTexts);
  const { mayAdminister } = useAccess(companyId);
  if (mayAdminister) return null;
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{text.readOnly}</MessageBarBody>
    </MessageBar>
  );
}
