import { html, type Html } from '../../sandbox/pages/html.ts';
import { options } from '../../sandbox/pages/reply-card.ts';
import type { Told } from '../../sandbox/pages/told.ts';
import { mayBe, type Act } from './hr-desk.ts';
import { absenceTypes, employeeText, type FormFault, type FormFields } from './registration-form.ts';
import type { HrEmployee, HrRegistration } from './registrations.ts';

export type HrPage = {
  readonly stylesheet: string;
  readonly employees: ReadonlyMap<string, HrEmployee>;
  /** What is being changed; null where a new one is registered. */
  readonly changing: HrRegistration | null;
  readonly fields: FormFields;
  readonly faults: readonly FormFault[];
  readonly told: Told | null;
  /** Null while no employee is looked up: then what was registered here is listed. */
  readonly lookedUp: HrEmployee | null;
  readonly search: string;
  readonly listed: readonly HrRegistration[];
  readonly waiting: number;
};

/** The one page of the demo's HR system. */
export function hrPage(page: HrPage): Html {
  const { told, faults, waiting } = page;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>HR system – Demo A/S</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${page.stylesheet}" />
      </head>
      <body>
        <header>
          <h1>HR system <span>Demo A/S</span></h1>
        </header>
        <main>
          <div role="status">
            ${told && html`<p class="told${told.isFailure && ' failure'}">${told.message}</p>`}
          </div>
          ${
            faults.length > 0 &&
            html`<div class="told failure" role="alert">
              <p>Nothing was sent. Mend this first:</p>
              <ul>
                ${faults.map(({ field, message }) => html`<li><a href="#${field}">${labels[field]}</a>: ${message}</li>`)}
              </ul>
            </div>`
          }
          ${
            waiting > 0 &&
            html`<form method="post" action="/send" class="told failure">
              <p>
                ${waiting === 1 ? '1 registration waits' : `${waiting} registrations wait`} for the service.
              </p>
              <button type="submit">Send again</button>
            </form>`
          }
          <section aria-labelledby="form-title">${registrationForm(page)}</section>
          <section aria-labelledby="list-title">${list(page)}</section>
        </main>
      </body>
    </html> `;
}

const labels: Readonly<Record<keyof FormFields, string>> = {
  employee: 'Employee',
  absenceType: 'Type',
  length: 'Length',
  from: 'First day',
  to: 'Last day',
  fromTime: 'From (time)',
  toTime: 'To (time)',
  comment: 'Comment',
  status: 'Approval',
};

function registrationForm({ changing, fields, faults, employees }: HrPage): Html {
  const wrong = (field: keyof FormFields) =>
    faults.some((fault) => fault.field === field) && html` aria-invalid="true"`;
  const input = (field: 'from' | 'to' | 'fromTime' | 'toTime', type: 'date' | 'time') =>
    html`<div>
      <label for="${field}">${labels[field]}</label
      ><input id="${field}" name="${field}" type="${type}" value="${fields[field]}" ${wrong(field)} />
    </div>`;
  const radio = (name: 'length' | 'status', value: string, words: string) =>
    html`<label class="radio"
      ><input type="radio" name="${name}" value="${value}" ${fields[name] === value && html` checked`} />
      ${words}</label
    >`;
  return html`<h2 id="form-title">
      ${changing ? `Change ${changing.registrationId}` : 'Register an absence'}
    </h2>
    <form
      method="post"
      action="${changing ? `/registrations/${encodeURIComponent(changing.registrationId)}/change` : '/registrations'}"
    >
      <label for="employee">Employee</label
      ><input
        id="employee"
        name="employee"
        list="employees"
        autocomplete="off"
        required
        value="${fields.employee}"
        ${wrong('employee')}
        placeholder="Name or number"
      />
      <datalist id="employees">
        ${[...employees.values()].map((one) => html`<option value="${employeeText(one)}"></option>`)}
      </datalist>
      <label for="absenceType">Type</label
      ><select id="absenceType" name="absenceType" ${wrong('absenceType')}>
        ${options(absenceTypes, fields.absenceType)}
      </select>
      <fieldset id="length">
        <legend>Length</legend>
        ${radio('length', 'days', 'Whole days')}${radio('length', 'part', 'Part of a day, by the times below')}
      </fieldset>
      <div class="pair">${input('from', 'date')}${input('to', 'date')}</div>
      <div class="pair times">${input('fromTime', 'time')}${input('toTime', 'time')}</div>
      <label for="comment">Comment</label
      ><input id="comment" name="comment" maxlength="500" value="${fields.comment}" />
      ${
        !changing &&
        html`<fieldset id="status">
          <legend>Approval</legend>
          ${radio('status', 'approved', 'Approved at once')}${radio('status', 'pending', 'Pending: somebody has to approve it')}
        </fieldset>`
      }
      <div class="buttons">
        <button type="submit" class="primary">${changing ? 'Save the change' : 'Register'}</button
        >${changing && html` <a href="/">Cancel</a>`}
      </div>
    </form>`;
}

function list({ listed, lookedUp, search, employees }: HrPage): Html {
  return html`<h2 id="list-title">
      ${lookedUp ? `Registrations of ${lookedUp.name}, from today` : 'Registered here'}
    </h2>
    <form method="get" action="/" role="search">
      <label for="search">Look an employee up</label>
      <div class="buttons">
        <input id="search" name="employee" list="employees" autocomplete="off" value="${search}" /><button
          type="submit"
        >
          Show</button
        >${search !== '' && html` <a href="/">Registered here</a>`}
      </div>
    </form>
    ${search !== '' && !lookedUp && html`<p>No single employee fits. Type more of the name, or the number.</p>`}
    ${
      listed.length === 0
        ? html`<p class="quiet">Nothing yet.</p>`
        : html`<ul class="list">
            ${listed.map((one) => item(one, employees.get(one.employeeId)))}
          </ul>`
    }`;
}

const statusWords: Readonly<Record<HrRegistration['status'], string>> = {
  pending: 'Pending',
  approved: 'Approved',
  rejected: 'Rejected',
  deleted: 'Deleted',
};

const actWords: Readonly<Record<Act, string>> = { approve: 'Approve', reject: 'Reject', delete: 'Delete' };

function item(registration: HrRegistration, employee: HrEmployee | undefined): Html {
  const { registrationId, absenceType, status, version, answer, unsent } = registration;
  const what = `${absenceTypes[absenceType] ?? absenceType} of ${employee?.name ?? registration.employeeId}`;
  const path = `/registrations/${encodeURIComponent(registrationId)}`;
  return html`<li>
    <p><strong>${what}</strong> <span class="state ${status}">${statusWords[status]}</span></p>
    <p>${periodWords(registration)}</p>
    <p class="quiet">
      <code>${registrationId}</code>, version
      ${version}${answer !== null && html` · ${unsent.length > 0 && html`<strong>Not sent.</strong> `}${answer}`}
    </p>
    <div class="buttons">
      ${(['approve', 'reject', 'delete'] as const).map(
        (act) =>
          mayBe(act, registration) &&
          html`<form method="post" action="${path}/${act}">
            <button type="submit" aria-label="${actWords[act]}: ${what}, ${periodWords(registration)}">
              ${actWords[act]}
            </button>
          </form>`,
      )}${status !== 'deleted' && html`<a class="button" href="/?change=${encodeURIComponent(registrationId)}" aria-label="Change: ${what}, ${periodWords(registration)}">Change</a>`}
    </div>
  </li>`;
}

function periodWords({ from, to }: HrRegistration): string {
  const words = (text: string) => text.replace('T', ' ');
  if (from === to) return from;
  if (from.includes('T') && from.slice(0, 10) === to.slice(0, 10)) return `${words(from)}–${to.slice(11)}`;
  return `${words(from)} to ${words(to)}`;
}
