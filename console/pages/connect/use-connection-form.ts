import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ConnectionAnswer, ConnectionSavedAnswer } from '#api/connections.ts';
import { setConnection } from '../../api/operations.ts';
import { focusField } from './focus-field.ts';
import { idFault, secretFault, type Ids } from './pasted-values.ts';
import { refusedField, standingEvents, type FieldName } from './refusal.ts';

export interface ConnectionDraft extends Ids {
  readonly clientSecret: string;
  /** A date; empty where it isn't known. */
  readonly secretExpiresAt: string;
  readonly enabled: boolean;
}

export type ConnectionForm = ReturnType<typeof useConnectionForm>;

const empty: ConnectionDraft = {
  tenantId: '',
  clientId: '',
  clientSecret: '',
  secretExpiresAt: '',
  enabled: true,
};

/** What is entered of a connection, what is wrong with it, and saving it. The secret is held here and nowhere else. */
export function useConnectionForm(
  companyId: string,
  saved: ConnectionAnswer | null,
  onSaved: (answer: ConnectionSavedAnswer) => void,
) {
  const client = useQueryClient();
  const id = useId();
  const [draft, setDraft] = useState<ConnectionDraft>(saved === null ? empty : { ...empty, ...idsOf(saved) });
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const fieldId = (name: FieldName): string => `${id}-${name}`;
  const focus = (name: FieldName) => focusField(fieldId(name));

  const save = useMutation({
    mutationFn: (confirmMove: boolean) => setConnection(companyId, bodyOf(draft, saved, confirmMove)),
    // Its function holds the draft, and with it the secret.
    gcTime: 0,
    onSuccess: async (answer) => {
      setDraft((before) => ({ ...before, clientSecret: '' }));
      onSaved(answer);
      await client.invalidateQueries({ queryKey: ['overview', companyId] });
    },
    onError: (error) => {
      const field = refusedField(error);
      if (field !== null) focus(field);
    },
  });

  const faults = {
    tenantId: idFault('tenantId', draft, saved),
    clientId: idFault('clientId', draft, saved),
    clientSecret: saved !== null && draft.clientSecret === '' ? null : secretFault(draft.clientSecret),
  };
  const firstFault = (['clientId', 'tenantId', 'clientSecret'] as const).find(
    (name) => faults[name] !== null,
  );

  return {
    draft,
    faults,
    error: save.error,
    isSaving: save.isPending,
    standing: standingEvents(save.error),
    fieldId,
    /** Whether what is missing or unfinished in the field may be said by now. */
    hasBeenLeft: (name: FieldName): boolean => left.has(name),
    leave: (name: FieldName) => setLeft((before) => new Set(before).add(name)),
    change(change: Partial<ConnectionDraft>) {
      // What the service has said is about what was there before.
      if (save.error !== null) save.reset();
      setDraft((before) => ({ ...before, ...change }));
    },
    swap() {
      if (save.error !== null) save.reset();
      setDraft((before) => ({ ...before, tenantId: before.clientId, clientId: before.tenantId }));
    },
    submit() {
      setLeft(new Set<FieldName>(['tenantId', 'clientId', 'clientSecret']));
      if (firstFault === undefined) save.mutate(false);
      else focus(firstFault);
    },
    confirmMove: () => save.mutate(true),
    forget: () => save.reset(),
  };
}

const idsOf = ({ tenantId, clientId, enabled }: ConnectionAnswer) => ({ tenantId, clientId, enabled });

function bodyOf(draft: ConnectionDraft, saved: ConnectionAnswer | null, confirmMove: boolean) {
  const { tenantId, clientId, clientSecret, secretExpiresAt, enabled } = draft;
  return {
    tenantId,
    clientId,
    // The switch has a section of its own once there is a connection.
    enabled: saved?.enabled ?? enabled,
    ...(clientSecret !== '' && { clientSecret }),
    ...(secretExpiresAt !== '' && { secretExpiresAt }),
    ...(confirmMove && { confirmMove }),
  };
}
