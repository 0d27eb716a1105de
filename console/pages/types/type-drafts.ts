import type { AbsenceTypeAnswer, AbsenceTypeChange } from '#api/absence-types.ts';
import { draftStore, useDrafts } from '../../components/draft-store.ts';

/** By company and type; a type's name holds no blank. */
const store = draftStore<AbsenceTypeChange>();

export type TypeDrafts = ReturnType<typeof useTypeDrafts>;

/** The company's types as they would be, were everything saved that has been changed. */
export function useTypeDrafts(companyId: string, saved: readonly AbsenceTypeAnswer[]) {
  const drafts = useDrafts(store);
  const keyOf = (type: string): string => `${companyId} ${type}`;
  const draftOf = (type: string): AbsenceTypeChange => drafts.get(keyOf(type)) ?? {};
  return {
    rows: saved.map((row) => drafted(row, draftOf(row.type))),
    draftOf,
    isChanged: (type: string): boolean => drafts.has(keyOf(type)),
    change(row: AbsenceTypeAnswer, change: AbsenceTypeChange) {
      const before = saved.find(({ type }) => type === row.type) ?? row;
      store.set(keyOf(row.type), differing(before, { ...draftOf(row.type), ...change }));
    },
    discard: (type: string) => store.set(keyOf(type), undefined),
    /** What was sent is saved now; what has been changed since stays. */
    settle(type: string, sent: AbsenceTypeChange) {
      if (store.all().get(keyOf(type)) === sent) store.set(keyOf(type), undefined);
    },
  };
}

function drafted(row: AbsenceTypeAnswer, draft: AbsenceTypeChange): AbsenceTypeAnswer {
  const { label, subject, ...rest } = draft;
  return {
    ...row,
    ...rest,
    label: { ...row.label, ...label },
    subject: { ...row.subject, ...subject },
  };
}

/** Only what is other than what is saved; undefined where nothing is. */
function differing(saved: AbsenceTypeAnswer, draft: AbsenceTypeChange): AbsenceTypeChange | undefined {
  const whole = drafted(saved, draft);
  const names = ['label', 'synced', 'showAs', 'subject', 'showType', 'private', 'automaticReply'] as const;
  const changed = names.filter((name) => JSON.stringify(whole[name]) !== JSON.stringify(saved[name]));
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((name) => [name, whole[name]]));
}

const standardSubjects = {
  oof: { da: 'Fraværende', en: 'Absent' },
  workingElsewhere: { da: 'Arbejder andet sted', en: 'Working elsewhere' },
} as const;

/**
 * The change that showing a type otherwise brings along: a subject that nobody has edited follows, and who works
 * elsewhere answers mail.
 */
export function showAsChange(row: AbsenceTypeAnswer, showAs: AbsenceTypeAnswer['showAs']): AbsenceTypeChange {
  const before = standardSubjects[row.showAs];
  const isStandard = row.subject.da === before.da && row.subject.en === before.en;
  return {
    showAs,
    automaticReply: showAs === 'oof' && row.automaticReply,
    ...(isStandard && { subject: standardSubjects[showAs] }),
  };
}

/** A type that tells of somebody's health. */
export const isSensitive = (type: string): boolean => type === 'sick' || type === 'child-sick';
