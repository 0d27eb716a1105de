import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { WithReplay } from '../api/operations.ts';
import { paths } from '../shell/paths.ts';
import { texts, useTexts } from '../texts.tsx';
import { AppLink } from './app-link.tsx';

const words = texts(
  {
    started: 'A replay now brings to Outlook what has changed.',
    follow: 'Follow the replay',
  },
  {
    started: 'En genafspilning bringer nu det ændrede til Outlook.',
    follow: 'Følg genafspilningen',
  },
);

interface Props {
  readonly companyId: string;
  /** What has been done, such as "Saved". */
  readonly title: string;
  readonly answer: WithReplay;
  /** What the replay does; that it brings what has changed, unless told. */
  readonly does?: string;
  readonly children?: ReactNode;
}

/** Says that something was saved, and which replay brings it to Outlook. */
export function ReplayStarted({ companyId, title, answer, does, children }: Props) {
  const text = useTexts(words);
  return (
    <MessageBar intent="success" layout="multiline">
      <MessageBarBody>
        <output>
          <MessageBarTitle>{title}</MessageBarTitle>
          {children}
          {answer.replayId ? (
            <>
              {' '}
              {does ?? text.started}{' '}
              <AppLink to={paths.replay(companyId, answer.replayId)}>{text.follow}</AppLink>
            </>
          ) : (
            answer.note !== undefined && <> {answer.note}</>
          )}
        </output>
      </MessageBarBody>
    </MessageBar>
  );
}
