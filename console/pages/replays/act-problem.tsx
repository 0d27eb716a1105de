import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ApiProblem } from '../../api/http.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  { movedOn: 'The replay has moved on meanwhile. The page shows how it is now.' },
  { movedOn: 'Genafspilningen er kommet videre imens. Siden viser, hvordan den står nu.' },
);

/** Why a replay did not do as it was told. */
export function ActProblem({ error }: { readonly error: unknown }) {
  const text = useTexts(words);
  if (!(error instanceof ApiProblem) || error.status !== 409) return <ProblemMessage error={error} />;
  return (
    <MessageBar intent="info" role="alert">
      <MessageBarBody>{text.movedOn}</MessageBarBody>
    </MessageBar>
  );
}
