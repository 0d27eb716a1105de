import { desiredCalendarEvent, type DesiredCalendarEvent } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import type { CalendarDate } from '#domain/period.ts';
import type {
  CalendarFact,
  Employee,
  HrRegistrationEvent,
  RegistrationData,
  RegistrationEvent,
} from '#domain/registration-event.ts';
import { versionOf, type Registration } from '#domain/registration.ts';
import { findingsOf } from '#domain/repair.ts';
import {
  nextSyncStep,
  registrationStatus,
  withoutHold,
  type RegistrationStatus,
  type SyncStep,
} from '#domain/sync.ts';
import {
  anna,
  annaVacation,
  approved,
  bo,
  changed,
  companyWith,
  created,
  deleted,
  fingerprint,
  given,
  rejected,
} from './builders.ts';
import { readingOf } from './outlook-reader.ts';
import { carryOut, OutlookSimulator, tenantOf, type Fate, type OutlookEvent } from './outlook-simulator.ts';

const annaLund = { ...anna, mailbox: 'anna.lund@contoso.example' };

/** One registration of Anna's, the company, and Outlook: what happens, and what a person sees afterwards. */
export class Scene {
  readonly outlook = new OutlookSimulator(
    ['tenant-1', 'tenant-2'],
    [anna.mailbox, bo.mailbox, 'carla.krog@contoso.example'],
  );
  company: Company = companyWith();
  data: RegistrationData = annaVacation;
  /** The event that the user removed, and what HR had said by then. */
  removedByUser: { readonly version: number; readonly event: OutlookEvent } | null = null;
  requests: SyncStep['kind'][] = [];
  /** Events left behind that were removed though an administrator hadn't said so. */
  removedUnasked: string[] = [];
  private held: { readonly version: number; readonly ids: readonly string[] } | null = null;
  private readonly stream: RegistrationEvent[] = [];
  /** What a repair has read and not recorded yet. */
  private findings: { readonly sequence: number; readonly facts: readonly CalendarFact[] } | null = null;

  get registration(): Registration {
    return given(...this.stream);
  }
  get namedByHr(): string[] {
    return this.stream.flatMap((event) =>
      'data' in event && event.data ? [event.data.employee.mailbox] : [],
    );
  }
  get desired(): DesiredCalendarEvent {
    return desiredCalendarEvent(this.registration, this.company);
  }
  get status(): RegistrationStatus {
    return registrationStatus(this.registration, this.company, fingerprint);
  }
  get calendars(): OutlookEvent[] {
    return this.outlook.eventsIn(tenantOf(this.company));
  }
  nextStep(): SyncStep {
    return nextSyncStep(this.registration, this.company, fingerprint);
  }

  hrCreates(isApproved: boolean) {
    return this.hr((version) => created(version, this.data, isApproved));
  }
  hrApproves() {
    return this.hr((version) => approved(version));
  }
  hrRejects() {
    return this.hr((version) => rejected(version));
  }
  hrDeletes() {
    return this.hr((version) => deleted(version));
  }
  hrChangesFirstDayTo(from: CalendarDate) {
    return this.hrChanges({ period: { kind: 'whole-days', from, to: '2026-12-31' } });
  }
  hrChangesTypeTo(absenceType: string) {
    return this.hrChanges({ absenceType });
  }
  hrRepeats() {
    return this.hrChanges({});
  }
  hrGivesItTo(employee: Employee) {
    return this.hrChanges({ employee });
  }
  /** Anna takes another name, or her old one again: the same mailbox, and HR says so of what is hers. */
  annaIsRenamed() {
    if (this.data.employee.id !== anna.id) return this;
    const to = this.annaToday === anna ? annaLund : anna;
    this.outlook.renames(this.annaToday.mailbox, to.mailbox);
    return this.hrGivesItTo(to);
  }
  /** Where Anna is to be found now. */
  get annaToday(): Employee {
    return this.outlook.has('tenant-1', anna.mailbox) ? anna : annaLund;
  }

  userDeletesTheEvent() {
    const [event] = this.calendars;
    if (event === undefined) return this;
    this.outlook.userDeletes(tenantOf(this.company), event.id);
    if (!this.isUnknownCopy(event)) this.removedByUser = { version: versionOf(this.registration), event };
    return this;
  }
  userMovesTheEvent() {
    const [event] = this.calendars;
    if (event !== undefined) this.outlook.userMoves(tenantOf(this.company), event.id);
    return this;
  }
  userEditsTheEvent(change: Partial<OutlookEvent['content']>) {
    const [event] = this.calendars;
    if (event !== undefined) this.outlook.userEdits(tenantOf(this.company), event.id, change);
    return this;
  }
  userCopiesTheEvent() {
    const [event] = this.calendars;
    if (event !== undefined) this.outlook.userCopies(tenantOf(this.company), event.id);
    return this;
  }
  /** One that no repair has found yet. */
  isUnknownCopy({ id, isCopy }: OutlookEvent): boolean {
    const { standing, owedRemovals } = this.registration.calendar;
    return isCopy && ![standing, ...owedRemovals].some((event) => event?.calendarEventId === id);
  }

  companyChooses(choices: Parameters<typeof companyWith>[0]) {
    const { connection, settings } = this.company;
    this.company = companyWith({ connection, settings, ...choices });
    return this;
  }
  companyMovesToTenant(tenantId: string) {
    this.company = { ...this.company, connection: { ...this.company.connection, tenantId } };
    return this;
  }

  companyPurges() {
    const connection = {
      ...this.company.connection,
      isOpen: false,
      isPurging: true,
      reason: { code: 'connection-off' },
    } as const;
    this.company = { ...this.company, connection };
    return this;
  }
  companyIsOnAgain() {
    const connection = { ...this.company.connection, isOpen: true, isPurging: false, reason: null };
    this.company = { ...this.company, connection };
    return this;
  }

  repairReads() {
    const { registration } = this;
    const reading = readingOf(registration, this.company, this.outlook);
    this.findings = reading && {
      sequence: registration.sequence,
      facts: findingsOf(registration, this.company, fingerprint, reading),
    };
    return this;
  }
  /** A reading holds only while nothing has been recorded since. */
  repairLearns() {
    if (this.findings?.sequence === this.registration.sequence) this.notes(...this.findings.facts);
    this.findings = null;
    return this;
  }
  repairs() {
    return this.repairReads().repairLearns();
  }

  replayHoldsTheRemoval() {
    const registrationVersion = versionOf(this.registration);
    this.held = { version: registrationVersion, ids: this.idsLeftBehind };
    return this.notes({ type: 'RemovalHeld', replayId: 'replay-1', registrationVersion });
  }
  administratorRejectsTheRemoval() {
    const registrationVersion = versionOf(this.registration);
    this.held = { version: registrationVersion, ids: this.idsLeftBehind };
    return this.notes({ type: 'RemovalRejected', replayId: 'replay-1', registrationVersion });
  }
  private get idsLeftBehind(): string[] {
    return this.registration.calendar.owedRemovals.map(({ calendarEventId }) => calendarEventId);
  }
  administratorReleasesTheRemoval() {
    this.held = null;
    return this.notes({ type: 'RemovalReleased', replayId: 'replay-1' });
  }
  administratorAsksForSync() {
    this.held = null;
    return this.notes({ type: 'SyncRequested' });
  }
  /** Whether a removal is left undone because it is held. */
  get isHeld(): boolean {
    const released = nextSyncStep(withoutHold(this.registration), this.company, fingerprint);
    return this.nextStep().kind === 'none' && released.kind === 'remove';
  }
  notes(...facts: readonly CalendarFact[]) {
    this.stream.push(...facts);
    return this;
  }

  /** One step of ours, if there is one to take. */
  sync(fate: Fate = 'answered') {
    const step = this.nextStep();
    if (step.kind === 'none') return this;
    this.requests.push(step.kind);
    if (step.kind === 'remove') this.checkAsked(step.standing.calendarEventId);
    const before = new Set(this.calendars.map(({ id }) => id));
    this.stream.push(...carryOut(step, this.registration, this, fate));
    if (this.calendars.some(({ id }) => !before.has(id))) this.removedByUser = null;
    return this;
  }
  /** Until nothing is left to do; a removal in a mailbox that is unknown is never done. */
  comesToRest() {
    for (let steps = 0; steps < 16 && this.nextStep().kind !== 'none'; steps += 1) this.sync();
    return this;
  }

  private checkAsked(id: string): void {
    if (this.held === null || this.company.connection.isPurging) return;
    const isBound = this.held.version === versionOf(this.registration);
    if (isBound && this.held.ids.includes(id)) this.removedUnasked.push(id);
  }
  private hrChanges(change: Partial<RegistrationData>) {
    this.data = { ...this.data, ...change };
    return this.hr((version) => changed(version, this.data));
  }
  private hr(say: (version: number) => HrRegistrationEvent) {
    this.stream.push(say(versionOf(this.registration) + 1));
    return this;
  }
}

/** Anna's approved vacation stands in Outlook, and all is at rest. */
export function standingVacation(): Scene {
  const scene = new Scene().hrCreates(true).comesToRest();
  scene.requests = [];
  return scene;
}

/** What is seen of them in the calendars, without ids. */
export function seen(scene: Scene): readonly { readonly mailbox: string; readonly start: string }[] {
  return scene.calendars.map(({ address, content }) => ({
    mailbox: address,
    start: content.start.slice(0, 10),
  }));
}
