import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { companyIdAttribute, syncStateAttribute } from '#workflows/messages.ts';

/**
 * Adds the search attributes that the workflows use, where the namespace lacks them. Safe to run by several processes
 * at once.
 * @throws where Temporal can't be reached or refuses.
 */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const { operatorService } = client.connection;
  const { namespace } = client.options;
  const known = await operatorService.listSearchAttributes({ namespace });
  const wanted = [companyIdAttribute.name, syncStateAttribute.name];
  const missing = wanted.filter((name) => !(name in (known.customAttributes ?? {})));
  if (missing.length === 0) return;
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}
