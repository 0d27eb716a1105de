/** How an absence type goes to Outlook. Graph's `freeBusyStatus`, the two that say "away". */
export type ShowAs = 'oof' | 'workingElsewhere';
export type Language = 'da' | 'en';
export type Localised = Readonly<Record<Language, string>>;

/** One row of a company's type table (product row 8), its overrides applied. */
export interface AbsenceType {
  readonly type: string;
  readonly label: Localised;
  readonly synced: boolean;
  readonly showAs: ShowAs;
  readonly subject: Localised;
  /** Whether colleagues may read the type's name in the subject. */
  readonly showType: boolean;
  /** Graph's `sensitivity: private`. */
  readonly private: boolean;
  readonly automaticReply: boolean;
}

export type AbsenceTypeOverride = Partial<Omit<AbsenceType, 'type'>>;

export const absenceTypePattern = /^[a-z0-9-]{1,40}$/;

const subjects: Readonly<Record<ShowAs, Localised>> = {
  oof: { da: 'Fraværende', en: 'Absent' },
  workingElsewhere: { da: 'Arbejder andet sted', en: 'Working elsewhere' },
};

const hidden = (type: string, da: string, en: string, showAs: ShowAs, synced = true): AbsenceType => ({
  type,
  label: { da, en },
  synced,
  showAs,
  subject: subjects[showAs],
  showType: false,
  private: true,
  automaticReply: synced && showAs === 'oof',
});

/** The types every company begins with; all that are hidden look exactly alike in Outlook. */
export const standardAbsenceTypes: readonly AbsenceType[] = [
  hidden('vacation', 'Ferie', 'Vacation', 'oof'),
  hidden('extra-vacation-day', 'Feriefri', 'Extra vacation day', 'oof'),
  hidden('sick', 'Syg', 'Sick', 'oof'),
  hidden('child-sick', 'Barn syg', 'Child sick', 'oof'),
  hidden('time-off-in-lieu', 'Afspadsering', 'Time off in lieu', 'oof'),
  hidden('other-absence', 'Andet fravær', 'Other absence', 'oof'),
  hidden('day-bank-minus', 'Dagebank, minusdage', 'Day bank, minus days', 'oof'),
  hidden('home-office', 'Hjemmearbejde', 'Home office', 'workingElsewhere'),
  hidden('travel', 'Rejse', 'Travel', 'workingElsewhere'),
  hidden('course', 'Kursus', 'Course', 'workingElsewhere'),
  hidden('external-activity', 'Ekstern aktivitet', 'External activity', 'workingElsewhere'),
  hidden('mileage', 'Kørsel', 'Mileage', 'oof', false),
  hidden('overtime', 'Overarbejde', 'Overtime', 'oof', false),
  hidden('time-entry', 'Tidsregistrering', 'Time entry', 'oof', false),
  hidden('working-hours', 'Arbejdstimer, flextid', 'Working hours, flexitime', 'oof', false),
  hidden('day-bank-plus', 'Dagebank, plusdage', 'Day bank, plus days', 'oof', false),
];

/**
 * A company's table: the standard types and the ones it has defined itself, its overrides merged in.
 * A type of its own begins as an absence that is synced, hidden and private, without an automatic reply.
 */
export function absenceTypesWith(
  overrides: ReadonlyMap<string, AbsenceTypeOverride>,
): ReadonlyMap<string, AbsenceType> {
  const table = new Map(standardAbsenceTypes.map((row) => [row.type, row]));
  for (const [type, override] of overrides) {
    const base = table.get(type) ?? ownType(type, override);
    table.set(type, merge(base, override));
  }
  return table;
}

function ownType(type: string, { label, showAs = 'oof' }: AbsenceTypeOverride): AbsenceType {
  return { ...hidden(type, label?.da ?? type, label?.en ?? type, showAs), automaticReply: false };
}

/** A subject that the company has not edited follows what the type shows as. */
function merge(base: AbsenceType, override: AbsenceTypeOverride): AbsenceType {
  const showAs = override.showAs ?? base.showAs;
  if (showAs === base.showAs) return { ...base, ...override, type: base.type };
  const automaticReply = base.automaticReply && showAs === 'oof';
  return { ...base, subject: subjects[showAs], automaticReply, ...override, type: base.type };
}
