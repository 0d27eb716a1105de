import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { ApiProblem, Unreachable } from '../api/http.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  {
    failed: 'That did not work',
    unreachable: 'The service does not answer',
    unreachableDetail:
      'Nothing is lost. Check that it is running; this page continues by itself once it answers.',
    unexpected: 'Something unexpected has happened in this page. Load it again.',
    retry: 'Try again',
    forbidden: 'You don’t have permission to do this',
  },
  {
    failed: 'Det lykkedes ikke',
    unreachable: 'Tjenesten svarer ikke',
    unreachableDetail:
      'Intet er gået tabt. Se efter, om den kører; siden fortsætter selv, når den svarer igen.',
    unexpected: 'Der er sket noget uventet på siden. Indlæs den igen.',
    retry: 'Prøv igen',
    forbidden: 'Det har du ikke adgang til',
  },
);

interface Props {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Fields whose faults are shown beside them, and not here. */
  readonly shownFields?: readonly string[];
}

const none: readonly string[] = [];

/** What went wrong and the way out, as the service has worded it. */
export function ProblemMessage({ error, onRetry, shownFields = none }: Props) {
  const text = useTexts(words);
  if (error === null || error === undefined) return null;
  const { title, lines } = worded(error, shownFields, text);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </MessageBarBody>
      {onRetry && (
        <MessageBarActions>
          <Button size="small" onClick={onRetry}>
            {text.retry}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function worded(error: unknown, shownFields: readonly string[], text: (typeof words)['da']) {
  if (error instanceof Unreachable) return { title: text.unreachable, lines: [text.unreachableDetail] };
  if (!(error instanceof ApiProblem)) return { title: text.failed, lines: [text.unexpected] };
  const faults = error.errors
    .filter(({ path }) => !shownFields.includes(path))
    .map(({ path, message }) => `${path} ${message}`.trim());
  const remedy = remedyOf(error);
  const lines = [error.message, ...(remedy === null ? [] : [remedy]), ...(faults.length > 1 ? faults : [])];
  return { title: error.status === 403 ? text.forbidden : text.failed, lines: [...new Set(lines)] };
}

function remedyOf({ body }: ApiProblem): string | null {
  const reason = body['reason'];
  if (typeof reason !== 'object' || reason === null || !('remedy' in reason)) return null;
  return typeof reason.remedy === 'string' ? reason.remedy : null;
}

/** The fault of one field, to stand beside it. */
export function faultOf(error: unknown, path: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.errors.find((fault) => fault.path === path)?.message;
}
