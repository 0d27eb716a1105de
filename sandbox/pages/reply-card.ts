import { textOf } from '../html-body.ts';
import type { AutomaticReplies, MailboxProfile } from '../mailbox.ts';
import { localTimeOf } from '../time-zones.ts';
import { shortDay } from './date-text.ts';
import { fact } from './event-details.ts';
import { html, type Html } from './html.ts';
import { timeOf, type MailboxZone } from './placed-event.ts';

export const statusWords: Readonly<Record<AutomaticReplies['status'], string>> = {
  disabled: 'Off',
  alwaysEnabled: 'On',
  scheduled: 'On for a period',
};

const audienceWords: Readonly<Record<AutomaticReplies['externalAudience'], string>> = {
  none: 'Nobody',
  contactsOnly: "The mailbox's contacts",
  all: 'Everybody',
};

/** The mailbox's one automatic reply, its texts as text whatever markup they hold. */
export function replyCard(profile: MailboxProfile, zone: MailboxZone, now: number): Html {
  const replies = profile.automaticReplies;
  const isOff = replies.status === 'disabled';
  return html`<section class="card" aria-labelledby="reply-title">
    <div class="card-head">
      <h2 id="reply-title">Automatic reply</h2>
      <span class="state ${stateOf(replies, now)}">${stateWords[stateOf(replies, now)]}</span>
    </div>
    <dl class="facts">
      ${fact('Setting', statusWords[replies.status])}${replies.status === 'scheduled' && [fact('From', moment(replies.scheduledStartAt, zone)), fact('To', moment(replies.scheduledEndAt, zone)), fact('Time zone', zone.words)]}${fact('Outside the company', audienceWords[replies.externalAudience])}
    </dl>
    ${message('Inside the company', replies.internalReplyMessage, isOff)}${message('Outside the company', replies.externalReplyMessage, isOff)}
  </section>`;
}

/** What the user would set in Outlook; what isn't changed keeps its markup. */
export function replyForm(
  { automaticReplies }: MailboxProfile,
  zone: MailboxZone,
  path: string,
  back: Html,
): Html {
  const { status, externalAudience, scheduledStartAt, scheduledEndAt } = automaticReplies;
  const local = (at: number): string => localTimeOf(at, zone.iana).slice(0, 16);
  const texts = [
    ['internal', 'Text inside the company', automaticReplies.internalReplyMessage],
    ['external', 'Text outside the company', automaticReplies.externalReplyMessage],
  ] as const;
  return html`<details id="user-reply">
    <summary>Set the automatic reply</summary>
    <form method="post" action="${path}/automatic-reply" id="reply-form">
      ${back} <label for="reply-status">Automatic reply</label
      ><select id="reply-status" name="status">
        ${options(statusWords, status)}
      </select>
      <div class="pair">
        <div>
          <label for="reply-start">From</label
          ><input id="reply-start" name="start" type="datetime-local" value="${local(scheduledStartAt)}" />
        </div>
        <div>
          <label for="reply-end">To</label
          ><input id="reply-end" name="end" type="datetime-local" value="${local(scheduledEndAt)}" />
        </div>
      </div>
      <label for="reply-audience">Outside the company it goes to</label
      ><select id="reply-audience" name="audience">
        ${options(audienceWords, externalAudience)}
      </select>
      ${texts.map(([name, label, text]) => html`<label for="reply-${name}">${label}</label><textarea id="reply-${name}" name="${name}" rows="3">${messageText(text)}</textarea>`)}
      <button type="submit">Save the reply</button>
    </form>
  </details>`;
}

export function options(words: Readonly<Record<string, string>>, chosen: string): readonly Html[] {
  return Object.entries(words).map(
    ([value, label]) =>
      html`<option value="${value}" ${value === chosen && html` selected`}>${label}</option>`,
  );
}

/** What a reader sees of a stored text: never its markup. */
export function messageText(message: string): string {
  return textOf({ contentType: 'html', content: message.replaceAll(/<\/div>/gi, '</p>') }).trim();
}

type State = 'off' | 'on' | 'ahead' | 'over';

const stateWords: Readonly<Record<State, string>> = {
  off: 'Off',
  on: 'On now',
  ahead: 'Not yet',
  over: 'Over',
};

function stateOf({ status, scheduledStartAt, scheduledEndAt }: AutomaticReplies, now: number): State {
  if (status === 'disabled') return 'off';
  if (status === 'alwaysEnabled') return 'on';
  if (now < scheduledStartAt) return 'ahead';
  return now < scheduledEndAt ? 'on' : 'over';
}

function moment(instant: number, { iana }: MailboxZone): string {
  const local = localTimeOf(instant, iana);
  return `${shortDay(local.slice(0, 10))} ${local.slice(0, 4)}, ${timeOf(local)}`;
}

function message(label: string, stored: string, isOff: boolean): Html {
  const text = messageText(stored);
  if (text === '')
    return isOff
      ? html``
      : html`<h3>${label}</h3>
          <p class="quiet">No text</p>`;
  return html`<h3>${label}</h3>
    <blockquote class="pre">${text}</blockquote>`;
}
