import { Counter, Gauge, type Metric } from 'prom-client';
import { readSecondsFromApprovalToOutlook } from '#persistence/approval-figures.ts';
import { listCompanyIds } from '#persistence/companies.ts';
import { findConnection } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction, type Database } from '#persistence/database.ts';
import { readMicrosoftRequests } from '#persistence/microsoft-requests.ts';
import { countRegistrationsByState } from '#persistence/registration-counts.ts';
import { readUndelivered } from '#persistence/undelivered.ts';

/** What the store knows, asked for when somebody looks: it holds for all processes and outlives each of them. */
export function storeFigures(database: Database): readonly Metric[] {
  return [
    registrations(database),
    relayLag(database),
    approvedToOutlook(database),
    secretDaysLeft(database),
    microsoftRequests(database),
  ];
}

/** Read before anything is set: two that look at the same time would otherwise see one another's half. */
async function ofEachCompany<Figure>(
  database: Database,
  read: (transaction: CompanyTransaction) => Promise<Figure>,
): Promise<(readonly [company: string, figure: Figure])[]> {
  const figures: (readonly [string, Figure])[] = [];
  for (const companyId of await listCompanyIds(database))
    figures.push([companyId, await inCompany(database, companyId, read)]);
  return figures;
}

function registrations(database: Database): Metric {
  return new Gauge({
    name: 'absence_sync_registrations',
    help: 'Registrations by company and state.',
    labelNames: ['company', 'state'],
    registers: [],
    async collect() {
      const figures = await ofEachCompany(database, countRegistrationsByState);
      this.reset();
      for (const [company, counts] of figures)
        for (const [state, count] of counts) this.set({ company, state }, count);
    },
  });
}

function relayLag(database: Database): Metric {
  return new Gauge({
    name: 'absence_sync_relay_lag_seconds',
    help: 'Age of the oldest recorded event that has not been handed to Temporal.',
    registers: [],
    async collect() {
      const [oldest] = await readUndelivered(database, 1);
      this.set(oldest ? Math.max(0, (Date.now() - oldest.recordedAt.getTime()) / 1000) : 0);
    },
  });
}

const bucketsSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 240, Infinity];

/**
 * Over a window approvals leave again, so these are gauges: a histogram of Prometheus only ever rises. In the form of
 * OpenMetrics' gauge histogram, so that `histogram_quantile` takes them as they are, without a `rate`.
 */
function approvedToOutlook(database: Database): Metric {
  return new Gauge({
    name: 'absence_sync_approved_to_outlook_seconds_bucket',
    help:
      'How many of the last 24 hours’ approvals stood in Outlook within so many seconds (le), without imports; of the newest 1000 a company. ' +
      'A gauge over a moving window: use histogram_quantile without rate. Approvals not in Outlook yet are not in it.',
    labelNames: ['company', 'le'],
    registers: [],
    async collect() {
      const figures = await ofEachCompany(database, readSecondsFromApprovalToOutlook);
      this.reset();
      for (const [company, durations] of figures)
        for (const bucket of bucketsSeconds) {
          const le = bucket === Infinity ? '+Inf' : String(bucket);
          this.set({ company, le }, durations.filter((seconds) => seconds <= bucket).length);
        }
    },
  });
}

const millisecondsPerDay = 24 * 60 * 60 * 1000;

function secretDaysLeft(database: Database): Metric {
  return new Gauge({
    name: 'absence_sync_secret_days_left',
    help: 'Days until the company’s client secret expires, negative afterwards; none where its last day is not known.',
    labelNames: ['company'],
    registers: [],
    async collect() {
      const figures = await ofEachCompany(database, findConnection);
      this.reset();
      for (const [company, connection] of figures) {
        const expiresAt = connection?.credential?.expiresAt;
        if (expiresAt) this.set({ company }, (Date.parse(expiresAt) - Date.now()) / millisecondsPerDay);
      }
    },
  });
}

function microsoftRequests(database: Database): Metric {
  return new Counter({
    name: 'absence_sync_microsoft_requests_total',
    help: 'Requests that workers have sent to Entra and Graph, by what they asked for and what came of them.',
    labelNames: ['operation', 'outcome'],
    registers: [],
    async collect() {
      const counts = await readMicrosoftRequests(database);
      this.reset();
      for (const { operation, outcome, count } of counts) this.inc({ operation, outcome }, count);
    },
  });
}
