import type { ExplanationAnswer } from '#api/registration-explanation.ts';
import { Instant } from '../../components/instant.tsx';
import { Section } from '../../components/section.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { texts, useTexts } from '../../texts.tsx';
import { MicrosoftAnswer } from './microsoft-answer.tsx';
import { storyTexts } from './story-texts.ts';

const operations = texts(
  {
    create: 'Make the event',
    update: 'Change the event',
    remove: 'Remove the event',
    nothing: 'Nothing sent',
  },
  {
    create: 'Opret begivenheden',
    update: 'Ændr begivenheden',
    remove: 'Fjern begivenheden',
    nothing: 'Intet sendt',
  },
);

const outcomes = texts(
  {
    'under-way': 'Under way',
    succeeded: 'Done',
    found: 'It stood there already',
    'found-gone': 'It was gone already',
    'left-behind': 'Still in the former mailbox',
    refused: 'Refused',
    unanswered: 'No answer; it is looked up before the next try',
    withheld: 'Held back: the mailbox is in trouble',
  },
  {
    'under-way': 'I gang',
    succeeded: 'Udført',
    found: 'Den stod der allerede',
    'found-gone': 'Den var allerede væk',
    'left-behind': 'Står stadig i den tidligere postkasse',
    refused: 'Afvist',
    unanswered: 'Intet svar; der ses efter før næste forsøg',
    withheld: 'Holdt tilbage: der er noget i vejen med postkassen',
  },
);

type Attempt = ExplanationAnswer['attempts'][number];

/** Every try, newest first, with what Microsoft's support asks for. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const text = useTexts(storyTexts);
  const columns = useColumns();
  const rows = attempts.map((attempt, index) => ({ ...attempt, index })).toReversed();
  return (
    <Section title={text.attempts}>
      {rows.length === 0 ? (
        <p>{text.noAttempts}</p>
      ) : (
        <Table
          caption={text.attemptsTable}
          rows={rows}
          keyOf={({ index }) => String(index)}
          columns={columns}
        />
      )}
    </Section>
  );
}

function useColumns(): readonly Column<Attempt>[] {
  const text = useTexts(storyTexts);
  const operationText = useTexts(operations);
  const outcomeText = useTexts(outcomes);
  return [
    { name: text.what, isHeading: true, cell: ({ operation }) => operationText[operation ?? 'nothing'] },
    { name: text.when, cell: ({ at }) => <Instant at={at} /> },
    { name: text.outcome, cell: ({ outcome }) => outcomeText[outcome] },
    {
      name: text.microsoft,
      cell: ({ microsoft, requestId }) => <MicrosoftAnswer answer={microsoft} requestId={requestId} />,
    },
  ];
}
