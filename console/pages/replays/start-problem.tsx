import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { ApiProblem } from '../../api/http.ts';
import { AppLink } from '../../components/app-link.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { narrowings } from './replay-choices.ts';

const words = texts(
  {
    running: 'A replay is under way already',
    oneAtATime:
      'A company has one replay at a time. Start this one when that has ended, or end that one first.',
    see: 'See the one under way',
  },
  {
    running: 'En genafspilning er allerede i gang',
    oneAtATime:
      'En virksomhed har én genafspilning ad gangen. Start denne, når den anden er slut, eller afbryd den anden først.',
    see: 'Se den, der er i gang',
  },
);

interface Props {
  readonly companyId: string;
  readonly error: unknown;
}

/** Why a replay was not started; where another runs, the way to it. */
export function StartProblem({ companyId, error }: Props) {
  const text = useTexts(words);
  if (!(error instanceof ApiProblem)) return <ProblemMessage error={error} />;
  const isShownBesideFields =
    error.errors.length > 0 && error.errors.every(({ path }) => narrowings.some((name) => name === path));
  if (isShownBesideFields) return null;
  if (error.status !== 409) return <ProblemMessage error={error} />;
  const replayId = error.body['replayId'];
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{text.running}</MessageBarTitle>
        {text.oneAtATime}
      </MessageBarBody>
      {typeof replayId === 'string' && (
        <MessageBarActions>
          <AppLink to={paths.replay(companyId, replayId)}>{text.see}</AppLink>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
