import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { changedFields } from '#domain/changed-fields.ts';
import { defaultSettings, type CompanySettings } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import {
  findCompany,
  insertCompany,
  listCompanyIds,
  lockCompany,
  updateCompanySettings,
} from '#persistence/companies.ts';
import { encryptSigningSecret, hashApiKey, makeCompanyKeys } from '#persistence/company-keys.ts';
import { noteActivity } from '#persistence/activity.ts';
import { findConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { countTroubles } from '#persistence/overview.ts';
import { refuseWrongReplyTexts } from './automatic-replies.ts';
import {
  companyListedSchema,
  companyMadeSchema,
  companyPatchedSchema,
  companyPatchSchema,
  companySchema,
  newCompanySchema,
  type CompanyAnswer,
  type CompanyPatchedAnswer,
} from './company-schemas.ts';
import type { Dependencies } from './dependencies.ts';
import { inKnownCompany } from './known-company.ts';
import { merge } from './merge.ts';
import { followNotificationChoices, refuseWrongWebhook } from './notification-choices.ts';
import { conflict, notFound } from './problems.ts';
import { followChangedChoices, startOwedReplay } from './replay-starts.ts';
import { companyParams, listOf, pageOf, pageQuery } from './schemas.ts';
import type { Caller } from './sign-in/callers.ts';
import { administersCompany, seesCompany } from './sign-in/roles.ts';

/** Companies and what they have chosen. */
export const companies: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  const { database, keyring } = dependencies;

  server.post(
    '/v1/companies',
    {
      schema: {
        summary: 'Make a company; its API key and signing secret are shown this once',
        body: newCompanySchema,
        response: { 201: companyMadeSchema },
      },
      config: { access: 'administer-service', problems: [409] },
    },
    async (request, reply) => {
      const { id, name, language, timeZone } = request.body;
      const keys = makeCompanyKeys();
      const isNew = await insertCompany(database, {
        companyId: id,
        settings: defaultSettings(name, language, timeZone),
        apiKeyHash: hashApiKey(keys.apiKey),
        signingSecret: encryptSigningSecret(keyring, id, keys.signingSecret),
      });
      if (!isNew) throw conflict(`There is a company ${id} already.`);
      return reply.code(201).send({ id, name, language, timeZone, ...keys });
    },
  );

  server.get(
    '/v1/companies',
    {
      config: { access: 'read-service' },
      schema: {
        summary: 'The companies of this service that the caller may see',
        querystring: pageQuery,
        response: { 200: listOf(companyListedSchema) },
      },
    },
    async ({ query: { limit, cursor }, caller }) => {
      const all = await listCompanyIds(database);
      const visible = all.filter((id) => seesCompany(caller?.roles ?? [], id));
      const rows = visible.filter((id) => cursor === undefined || id > cursor).slice(0, limit + 1);
      const page = pageOf(
        rows,
        limit,
        (id) => id,
        (id) => id,
      );
      const items = await Promise.all(
        page.items.map((id) =>
          inKnownCompany(database, id, async (transaction, company) => ({
            ...toAnswer(id, visibleTo(caller, id, company.settings)),
            connectionState: (await findConnection(transaction))?.state ?? null,
            ...(await countTroubles(transaction)),
          })),
        ),
      );
      return { ...page, items };
    },
  );

  server.get(
    '/v1/companies/:companyId',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'What a company has chosen',
        params: companyParams,
        response: { 200: companySchema },
      },
    },
    ({ params: { companyId }, caller }) =>
      inKnownCompany(database, companyId, async (_, company) =>
        toAnswer(companyId, visibleTo(caller, companyId, company.settings)),
      ),
  );

  server.patch(
    '/v1/companies/:companyId',
    {
      config: { access: 'administer-company' },
      schema: {
        summary:
          'Change what a company has chosen; what must change in Outlook is brought there, and a new webhook’s signing secret is shown this once',
        params: companyParams,
        body: companyPatchSchema,
        response: { 200: companyPatchedSchema },
      },
    },
    async (request) => {
      const { body } = request;
      const { companyId } = request.params;
      refuseWrongWebhook(body.notifications?.webhook?.url, dependencies);
      const { before, company, webhookSecret } = await inCompany(database, companyId, async (transaction) => {
        const before = await lockCompany(transaction);
        if (before === null) throw notFound(`company ${companyId}`);
        await updateCompanySettings(transaction, merge(before, body));
        const company = await findCompany(transaction);
        if (company === null) throw notFound(`company ${companyId}`);
        if (body.automaticReplies !== undefined) refuseWrongReplyTexts(company);
        const fields = changedFields(before, company.settings);
        if (fields.length > 0)
          await noteActivity(transaction, {
            actor: 'administrator',
            action: 'company-changed',
            details: { fields },
          });
        if (decidesOtherwise(before, company.settings))
          await followChangedChoices(transaction, dependencies, company);
        const webhookSecret =
          body.notifications === undefined
            ? null
            : await followNotificationChoices(transaction, dependencies, before, company.settings);
        return { before, company, webhookSecret };
      });
      const started = decidesOtherwise(before, company.settings)
        ? await startOwedReplay(dependencies, company, request)
        : {};
      return { ...withWebhookSecret(toAnswer(companyId, company.settings), webhookSecret), ...started };
    },
  );
};

/** Whether other events or automatic replies may have to stand in Outlook now. */
function decidesOtherwise(before: CompanySettings, after: CompanySettings): boolean {
  return (['language', 'timeZone', 'syncFrom', 'automaticReplies', 'nonWorkingDays'] as const).some(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/** Some receivers' addresses let in whoever knows them: who may not change the webhook sees only where it goes. */
function visibleTo(caller: Caller | null, id: CompanyId, settings: CompanySettings): CompanySettings {
  if (administersCompany(caller?.roles ?? [], id)) return settings;
  const { webhook } = settings.notifications;
  if (webhook === null) return settings;
  const url = `${URL.parse(webhook.url)?.origin ?? ''}/…`;
  return { ...settings, notifications: { ...settings.notifications, webhook: { ...webhook, url } } };
}

function toAnswer(id: CompanyId, settings: CompanySettings): CompanyAnswer {
  return { id, ...settings };
}

function withWebhookSecret(answer: CompanyAnswer, signingSecret: string | null): CompanyPatchedAnswer {
  const { webhook } = answer.notifications;
  if (signingSecret === null || webhook === null) return answer;
  return { ...answer, notifications: { ...answer.notifications, webhook: { ...webhook, signingSecret } } };
}
