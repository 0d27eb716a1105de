import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import {
  companyIdAttribute,
  registrationEventSignal,
  registrationLifecycleType,
  registrationWorkflowId,
  taskQueue,
  type RecordedEventReference,
} from '#workflows/messages.ts';

/**
 * Tells the registration's workflow that the store holds something new, and starts it where none runs. Told twice it
 * looks twice and does nothing the second time.
 */
export async function signalRecordedEvent(
  client: Client,
  companyId: CompanyId,
  registrationId: RegistrationId,
  sequence: number,
): Promise<void> {
  const reference: RecordedEventReference = { recorded: { sequence } };
  await client.workflow.signalWithStart(registrationLifecycleType, {
    workflowId: registrationWorkflowId(companyId, registrationId),
    taskQueue,
    signal: registrationEventSignal,
    signalArgs: [reference],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: [{ key: companyIdAttribute, value: companyId }],
    staticSummary: `Registration ${registrationId} of ${companyId}`,
    priority: { fairnessKey: companyId },
  });
}

/** Lets a workflow that runs look at the store again and show what it finds; one that doesn't run is not started. */
export async function refreshRegistration(
  client: Client,
  companyId: CompanyId,
  registrationId: RegistrationId,
): Promise<void> {
  const reference: RecordedEventReference = { recorded: { sequence: 0 } };
  try {
    await client.workflow
      .getHandle(registrationWorkflowId(companyId, registrationId))
      .signal(registrationEventSignal, reference);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
