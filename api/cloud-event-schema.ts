import { z } from 'zod';
import { registrationDataSchema } from '#domain/cloud-event.ts';

/** How the interface's description shows an HR event; what is accepted is decided by `readCloudEvent`. */
export const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().describe('With source it makes the event idempotent, for ever.'),
  source: z.string(),
  type: z.enum([
    'registration.created',
    'registration.approved',
    'registration.changed',
    'registration.rejected',
    'registration.deleted',
  ]),
  time: z.iso.datetime({ offset: true }).optional(),
  subject: z.string().optional(),
  data: registrationDataSchema.partial().extend({
    registrationId: z.string(),
    version: z.int().min(1).describe('Rises by registration; the highest version that states a fact wins.'),
    approved: z.boolean().nullish(),
  }),
});
