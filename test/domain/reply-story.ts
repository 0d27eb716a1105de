import { toRegistrationId } from '#domain/identifiers.ts';
import { nextReplyLook, type ReplySetting } from '#domain/reply-lease.ts';
import { replyTexts } from '#domain/reply-text.ts';
import { replyWindows } from '#domain/reply-window.ts';
import { absent, replying } from './reply-absences.ts';
import { isOn, replyFingerprint, ReplyScene, type WriteFate } from './reply-slot-simulator.ts';

interface Span {
  readonly from: string;
  readonly to: string;
}

/** Both audiences' settings by the absences that make them: reckoning with zones takes most of the time. */
const known = new Map<string, readonly ReplySetting[]>();

function settingsFor(absences: ReadonlyMap<string, Span>, audience: 'none' | 'all'): readonly ReplySetting[] {
  const key = JSON.stringify([
    audience,
    [...absences].toSorted(([one], [other]) => one.localeCompare(other)),
  ]);
  const settings = known.get(key) ?? reckoned(absences, audience);
  known.set(key, settings);
  return settings;
}

function reckoned(absences: ReadonlyMap<string, Span>, audience: 'none' | 'all'): readonly ReplySetting[] {
  const company = replying({ audience });
  const registrations = [...absences].map(([name, { from, to }]) => ({
    ...absent(from, to),
    registrationId: toRegistrationId(name),
  }));
  return replyWindows(registrations, company, '2026-01-01T00:00:00.000Z').map((window) => ({
    status: 'scheduled',
    audience,
    from: window.from,
    to: window.to,
    ...replyTexts(window, company.settings),
  }));
}

const overlap = (one: Span, other: Span): boolean => one.from < other.to && one.to > other.from;

/** What happens to one mailbox, and what somebody who has seen it all would complain of. */
export class ReplyStory {
  now = '2026-05-04T08:00:00.000Z';
  readonly complaints: string[] = [];
  private readonly scene = new ReplyScene();
  private readonly absences = new Map<string, Span>();
  private audience: 'none' | 'all' = 'all';
  private count = 0;
  /** What the user had, when we last looked and it was theirs. */
  private usersLast: ReplySetting;
  /** Ours as it stood when the user began to act, and how often they have since the last look. */
  private ours: ReplySetting | null = null;
  private acts: ('off' | 'other')[] = [];
  /** Where ours was switched off by hand, plainly, or so that what can be read allows either. */
  private off: Span | null = null;
  private mayBeOff: Span[] = [];
  private isFresh = false;

  constructor(allowsExternal: boolean) {
    this.scene.slot.allowsExternal = allowsExternal;
    this.scene.slot.userSets({});
    this.usersLast = this.scene.slot.setting;
  }

  get wanted(): ReplySetting | null {
    return settingsFor(this.absences, this.audience).find(({ to }) => to > this.now) ?? null;
  }

  hrSays(name: string, period: Span | null): void {
    if (period === null) this.absences.delete(name);
    else this.absences.set(name, period);
    this.isFresh = false;
  }
  nothingIsWanted(): void {
    this.absences.clear();
    this.isFresh = false;
  }
  companyChooses(audience: 'none' | 'all'): void {
    this.audience = audience;
    this.isFresh = false;
  }

  userSetsOwn(days: number | null): void {
    this.count += 1;
    const own = { internal: `Call ${this.count}`, external: `Call ${this.count} & wait`, from: this.now };
    if (days === null) this.userActs('other', { ...own, status: 'alwaysEnabled' });
    else this.userActs('other', { ...own, status: 'scheduled', to: this.after(days) });
  }
  userEditsText(): void {
    this.count += 1;
    this.userActs('other', { internal: `Edited ${this.count}` });
  }
  userSwitches(status: 'disabled' | 'scheduled'): void {
    this.userActs(status === 'disabled' ? 'off' : 'other', { status });
  }

  private userActs(act: 'off' | 'other', change: Partial<ReplySetting>): void {
    const { slot } = this.scene;
    if (slot.lastWriter === 'absence-sync') this.ours = this.isOursSet ? slot.setting : null;
    slot.userSets(change);
    this.acts.push(act);
    this.isFresh = false;
    // What was changed back before anybody looked is ours, as far as anybody can tell.
    if (this.ours === null || replyFingerprint(slot.setting) !== replyFingerprint(this.ours)) return;
    slot.lastWriter = 'absence-sync';
    this.acts = [];
  }

  private get isOursSet(): boolean {
    const had = this.scene.writes.filter(
      ({ fate }) => fate === 'answered' || fate === 'lost after the effect',
    );
    return had.at(-1)?.attempt.kind === 'set';
  }

  isDownFor(days: number): void {
    this.now = this.after(days);
    this.isFresh = false;
  }

  /** Time goes on, and only the looks that are due by themselves are taken. */
  passes(days: number): void {
    const end = this.after(days);
    if (!this.isFresh) this.looks();
    for (;;) {
      const due = nextReplyLook(this.scene.record, this.wanted, this.now);
      if (due === null || due > end) break;
      if (due <= this.now) {
        this.complaints.push(`a look is due at ${due}, though it is ${this.now}`);
        break;
      }
      this.now = due;
      this.looks();
    }
    this.now = end;
    this.checkRest();
  }

  looks(fate: WriteFate = 'answered'): void {
    const before = this.scene.writes.length;
    this.noteWhatIsTheUsers();
    this.scene.looks(this.wanted, this.now, fate);
    for (let index = before; index < this.scene.writes.length; index += 1) this.checkWrite(index);
    this.followTheWindow();
    this.isFresh = fate === 'answered';
    if (this.isFresh) this.checkRest();
  }

  private noteWhatIsTheUsers(): void {
    const { lastWriter, setting } = this.scene.slot;
    if (lastWriter !== 'user') return;
    if (this.ours !== null && setting.status === 'disabled') {
      const isPlain = this.acts.join() === 'off' && !isSame(setting, this.usersLast);
      if (this.off !== null) this.mayBeOff.push(this.off);
      this.off = isPlain ? this.ours : null;
      if (!isPlain) this.mayBeOff.push(this.ours);
    }
    this.usersLast = setting;
    this.ours = null;
    this.acts = [];
  }

  /** An absence's window may change: what was switched off for it stays off. */
  private followTheWindow(): void {
    const { wanted } = this;
    if (wanted === null) return;
    if (this.off !== null && overlap(this.off, wanted)) this.off = wanted;
    const isSet = this.scene.slot.lastWriter === 'absence-sync' && this.isOursSet;
    this.mayBeOff = this.mayBeOff
      .filter((span) => !(isSet && overlap(span, wanted)))
      .map((span) => (overlap(span, wanted) ? wanted : span));
  }

  private checkRest(): void {
    const { wanted } = this;
    const { lastWriter, setting } = this.scene.slot;
    if (this.scene.isRestless) this.complaints.push('restless');
    const isOff = wanted !== null && this.off !== null && overlap(this.off, wanted);
    const mayBeOff = isOff || (wanted !== null && this.mayBeOff.some((span) => overlap(span, wanted)));
    if (lastWriter === 'absence-sync' && this.isOursSet) {
      if (wanted === null) this.complaints.push('ours stands where none is wanted');
      else if (!isSame(setting, this.shown(wanted))) this.complaints.push('another of ours stands');
      if (isOff) this.complaints.push('ours stands where it was switched off');
      return;
    }
    if (wanted !== null && !mayBeOff && !isOn(setting, this.now)) this.complaints.push('ours is missing');
    if (lastWriter === 'user') return;
    const due: ReplySetting = { ...this.usersLast, status: 'disabled' };
    if (JSON.stringify(setting) !== JSON.stringify(due)) this.complaints.push('something else came back');
  }

  private checkWrite(index: number): void {
    const [previous, write] = [this.scene.writes[index - 1], this.scene.writes[index]];
    if (write === undefined) return;
    const { attempt, before, lastWriterBefore } = write;
    if (lastWriterBefore === 'user' && isOn(before, this.now))
      this.complaints.push('written over the user’s own');
    if (isSame(attempt.setting, before)) this.complaints.push('written though equal');
    const isRepeat = previous?.fate === 'answered' && isSame(previous.attempt.setting, attempt.setting);
    if (isRepeat && lastWriterBefore === 'absence-sync') this.complaints.push('written twice');
  }

  private shown(setting: ReplySetting): ReplySetting {
    return this.scene.slot.allowsExternal ? setting : { ...setting, audience: 'none' };
  }
  private after(days: number): string {
    return new Date(Date.parse(this.now) + days * 24 * 60 * 60 * 1000).toISOString();
  }
}

const isSame = (one: ReplySetting, other: ReplySetting): boolean =>
  replyFingerprint(one) === replyFingerprint(other);
