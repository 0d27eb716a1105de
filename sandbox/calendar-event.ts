export type JsonObject = Readonly<Record<string, unknown>>;

export interface DateTimeTimeZone {
  readonly dateTime: string;
  readonly timeZone: string;
}

export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

export const showAsValues = ['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'] as const;
export const sensitivityValues = ['normal', 'personal', 'private', 'confidential'] as const;
export const importanceValues = ['low', 'normal', 'high'] as const;

/** The part of a calendar event that its creator or a later PATCH determines. */
export interface EventContent {
  readonly subject: string;
  readonly body: { readonly contentType: 'text' | 'html'; readonly content: string };
  readonly start: DateTimeTimeZone;
  readonly end: DateTimeTimeZone;
  readonly isAllDay: boolean;
  readonly showAs: (typeof showAsValues)[number];
  readonly sensitivity: (typeof sensitivityValues)[number];
  readonly importance: (typeof importanceValues)[number];
  readonly isReminderOn: boolean;
  readonly reminderMinutesBeforeStart: number;
  readonly responseRequested: boolean;
  readonly allowNewTimeProposals: boolean;
  readonly hideAttendees: boolean;
  readonly categories: readonly string[];
  readonly location: JsonObject;
  readonly attendees: readonly JsonObject[];
  readonly extendedProperties: readonly ExtendedProperty[];
}

export interface CalendarEvent extends EventContent {
  readonly immutableId: string;
  readonly mutableId: string;
  readonly iCalUId: string;
  readonly changeKey: string;
  readonly transactionId: string | null;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
  readonly inDeletedItems: boolean;
  /** Instants (milliseconds) of start and end in the zone of creation; calendarView compares these. */
  readonly startsAt: number;
  readonly endsAt: number;
}
