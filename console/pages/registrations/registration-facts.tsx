import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Instant } from '../../components/instant.tsx';
import { OutsideLink } from '../../components/outside-link.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { useConnection } from '../../shell/use-overview.ts';
import { paths } from '../../shell/paths.ts';
import { useSession } from '../../shell/use-session.ts';
import { useTexts } from '../../texts.tsx';
import { useAbsenceTypeLabels } from './absence-type-labels.ts';
import { storyTexts } from './story-texts.ts';

const useStyles = makeStyles({
  value: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalXXS },
  identifier: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
  },
  id: { fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  readonly companyId: string;
  readonly registration: RegistrationWithHistoryAnswer;
}

export function RegistrationFacts({ companyId, registration }: Props) {
  const text = useTexts(storyTexts);
  const formats = useFormats();
  const labelOf = useAbsenceTypeLabels(companyId);
  const { absenceType, period, calendarEventId, syncedAt, state } = registration;
  return (
    <Section title={text.facts}>
      <Facts
        facts={[
          [text.employee, <EmployeeOf key="employee" companyId={companyId} registration={registration} />],
          [text.mailbox, <MailboxOf key="mailbox" companyId={companyId} registration={registration} />],
          [text.type, absenceType && labelOf(absenceType)],
          [text.period, period && formats.period(period)],
          [text.approval, text[registration.approval]],
          [text.version, formats.number(registration.version)],
          [
            text.registrationId,
            <Id key="id" value={registration.registrationId} what={text.registrationId} />,
          ],
          [text.since, state === 'synced' && syncedAt !== null ? <Instant at={syncedAt} /> : null],
          [text.changedAt, <Instant key="changed" at={registration.changedAt} />],
          [
            text.calendarEventId,
            calendarEventId && <Id value={calendarEventId} what={text.calendarEventId} />,
          ],
          [text.workflow, <Workflow key="workflow" workflowId={registration.workflowId} />],
        ]}
      />
    </Section>
  );
}

function EmployeeOf({ companyId, registration: { employeeName, employeeId } }: Props) {
  const text = useTexts(storyTexts);
  if (employeeId === null) return null;
  return (
    <Lines>
      {employeeName === null ? employeeId : `${employeeName} (${employeeId})`}
      <AppLink to={paths.registrations(companyId, { employeeId })}>{text.othersOfEmployee}</AppLink>
    </Lines>
  );
}

function MailboxOf({ companyId, registration: { mailbox, period } }: Props) {
  const text = useTexts(storyTexts);
  const { links } = useSession();
  const { data: connection } = useConnection(companyId);
  if (mailbox === null) return null;
  const tenantId = connection?.tenantId;
  return (
    <Lines>
      {mailbox}
      <AppLink to={paths.mailboxes(companyId, { q: mailbox })}>{text.othersOfMailbox}</AppLink>
      {links.sandbox !== null && tenantId && (
        <OutsideLink href={sandboxCalendar(links.sandbox, tenantId, mailbox, period?.from)}>
          {text.sandboxCalendar}
        </OutsideLink>
      )}
    </Lines>
  );
}

const sandboxCalendar = (sandbox: string, tenantId: string, mailbox: string, from = ''): string =>
  `${sandbox}/calendars/${encodeURIComponent(tenantId)}/${encodeURIComponent(mailbox)}?view=month&date=${from.slice(0, 10)}`;

function Workflow({ workflowId }: { readonly workflowId: string }) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  const { links } = useSession();
  const address = `${links.temporalUi}/namespaces/${encodeURIComponent(links.temporalNamespace)}/workflows/${encodeURIComponent(workflowId)}`;
  return (
    <Lines>
      <Id value={workflowId} what={text.workflow} />
      {links.temporalUi !== null && <OutsideLink href={address}>{text.inTemporal}</OutsideLink>}
      <span className={styles.hint}>{text.workflowHint}</span>
    </Lines>
  );
}

function Id({ value, what }: { readonly value: string; readonly what: string }) {
  const styles = useStyles();
  return (
    <div className={styles.identifier}>
      <code className={styles.id}>{value}</code>
      <CopyButton value={value} what={what} />
    </div>
  );
}

const Lines = ({ children }: { readonly children: ReactNode }) => (
  <div className={useStyles().value}>{children}</div>
);
