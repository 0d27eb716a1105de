import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setAbsenceType, type WithReplay } from '../../api/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { texts, useLanguage, useTexts } from '../../texts.tsx';
import { SaveBar } from './save-bar.tsx';
import { typesTexts } from './texts.ts';
import { isSensitive, type TypeDrafts } from './type-drafts.ts';

const words = texts(
  {
    unsaved: (names: string) => `Not saved yet: ${names}`,
    empty: (names: string) => `A subject is empty: ${names}`,
  },
  {
    unsaved: (names: string) => `Endnu ikke gemt: ${names}`,
    empty: (names: string) => `Et emne er tomt: ${names}`,
  },
);

interface Props {
  readonly companyId: string;
  readonly drafts: TypeDrafts;
}

/** Saves every type that is changed, one after another; what is saved is saved even where a later one is refused. */
export function SaveTypes({ companyId, drafts }: Props) {
  const text = useTexts(typesTexts);
  const word = useTexts(words);
  const language = useLanguage();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const changed = drafts.rows.filter(({ type }) => drafts.isChanged(type));
  const save = useMutation({
    mutationFn: async () => {
      let last: WithReplay = {};
      for (const { type } of changed) {
        const sent = drafts.draftOf(type);
        const answer = await setAbsenceType(companyId, type, sent);
        // One replay takes up what the others have changed.
        if (answer.replayId || answer.note) last = answer;
        await client.invalidateQueries({ queryKey: ['absence-types', companyId] });
        drafts.settle(type, sent);
      }
      return last;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['absence-type-preview', companyId] }),
  });
  const namesOf = (rows: typeof changed) => rows.map(({ label }) => label[language]).join(', ');
  const empty = changed.filter(({ subject }) => subject.da.trim() === '' || subject.en.trim() === '');
  const showsIllness = changed.some(
    ({ type, synced, showType }) =>
      isSensitive(type) && synced && showType && drafts.draftOf(type).showType === true,
  );
  const told = empty.length > 0 ? word.empty(namesOf(empty)) : word.unsaved(namesOf(changed));
  return (
    <SaveBar
      companyId={companyId}
      unsaved={changed.length === 0 ? null : told}
      isSaving={save.isPending}
      saved={save.data}
      onDiscard={() => {
        save.reset();
        for (const { type } of changed) drafts.discard(type);
      }}
      onSave={() => {
        if (empty.length > 0) return;
        if (showsIllness) setAsking(true);
        else save.mutate();
      }}
    >
      <ProblemMessage error={save.error} />
      <ConfirmDialog
        isOpen={isAsking}
        title={text.confirmTitle}
        confirmLabel={text.confirmLabel}
        onConfirm={() => save.mutate()}
        onClose={() => setAsking(false)}
      >
        {text.confirmText}
      </ConfirmDialog>
    </SaveBar>
  );
}
