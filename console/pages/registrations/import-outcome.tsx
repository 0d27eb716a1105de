import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { ImportedAnswer } from '#api/imports.ts';
import { ApiProblem } from '../../api/http.ts';
import { AppLink } from '../../components/app-link.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { useConnection } from '../../shell/use-overview.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { FaultyRows, type Fault } from './faulty-rows.tsx';
import { importTexts } from './import-texts.ts';
import { faultyRowsFile, faultsFile } from './faulty-rows-file.ts';

interface Props {
  readonly companyId: string;
  readonly fileName: string;
  readonly answer: ImportedAnswer | null;
  readonly error: unknown;
  readonly onRecordOthers: () => void;
}

/** What came of the import, and what to do about the rest. */
export function ImportOutcome({ companyId, fileName, answer, error, onRecordOthers }: Props) {
  const text = useTexts(importTexts);
  const faults = faultsIn(error);
  return (
    <Section title={text.outcome}>
      {answer !== null && <Recorded companyId={companyId} answer={answer} />}
      {answer !== null && answer.faulty.length > 0 && (
        <FaultyRows
          faults={answer.faulty}
          downloadLabel={text.downloadRows}
          file={() => faultyRowsFile(fileName, answer)}
        />
      )}
      {error !== null && faults.length === 0 && <ProblemMessage error={error} />}
      {faults.length > 0 && (
        <>
          <MessageBar intent="error" layout="multiline" role="alert">
            <MessageBarBody>
              <MessageBarTitle>{text.refusedTitle(faults.length)}</MessageBarTitle>
              <div>{text.refused}</div>
            </MessageBarBody>
            <MessageBarActions>
              <Button onClick={onRecordOthers}>{text.recordOthers}</Button>
            </MessageBarActions>
          </MessageBar>
          <FaultyRows
            faults={faults}
            downloadLabel={text.downloadFaults}
            file={() => faultsFile(fileName, faults)}
          />
        </>
      )}
    </Section>
  );
}

/** The rows of a file that the service has refused; none where it has refused it for something else. */
function faultsIn(error: unknown): readonly Fault[] {
  const faulty = error instanceof ApiProblem ? error.body['faulty'] : undefined;
  return Array.isArray(faulty) ? faulty : [];
}

function Recorded({ companyId, answer }: { readonly companyId: string; readonly answer: ImportedAnswer }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const { recorded, duplicates, skipped, replayId } = answer;
  return (
    <MessageBar intent={skipped > 0 ? 'warning' : 'success'} layout="multiline" politeness="polite">
      <MessageBarBody>
        <MessageBarTitle>{text.recordedTitle(formats.number(recorded))}</MessageBarTitle>
        <div>{text.recorded(formats.number(duplicates), formats.number(skipped))}</div>
        <div>{replayId === null ? <NoReplay companyId={companyId} /> : text.replay}</div>
        {skipped > 0 && <div>{text.mendSkipped}</div>}
      </MessageBarBody>
      {replayId !== null && (
        <MessageBarActions>
          <AppLink to={paths.replay(companyId, replayId)}>{text.followReplay}</AppLink>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** The service words this in English alone; what it says follows from the connection. */
function NoReplay({ companyId }: { readonly companyId: string }) {
  const text = useTexts(importTexts);
  const { data } = useConnection(companyId);
  const isOpen = data !== null && data !== undefined && openStates.has(data.state);
  if (isOpen) return <>{text.nothingToBring}</>;
  return (
    <>
      {text.notConnected} <AppLink to={paths.connect(companyId)}>{text.toConnection}</AppLink>
    </>
  );
}

const openStates: ReadonlySet<string> = new Set(['unverified', 'healthy', 'expiring']);
