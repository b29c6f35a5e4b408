import type { http } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { Database, Transaction } from '@voxkeep/platform';
import { Incident } from './incident.entity.js';

/** What is known when an incident is reported; the text is sealed under the reporter's person. */
export interface NewIncident {
  readonly id: string;
  readonly reporterPersonId: string;
  readonly kind: http.IncidentRow['kind'];
  readonly risk: http.IncidentRow['risk'];
  readonly noticedAt: string;
  readonly beganAt: string | null;
  readonly endedAt: string | null;
  readonly categories: http.IncidentRow['categories'];
  readonly personsAbout: number | null;
  readonly happened: Sealed | null;
}
/** Values by property of the entity; `lessons` is sealed. */
export type IncidentChange = Readonly<Record<string, unknown>>;
export type IncidentOutcome = 'done' | 'not-there' | 'closed' | 'not-settled';

const columnOf: Readonly<Record<string, string | undefined>> = {
  ...{ kind: 'kind', risk: 'risk', categories: 'categories', state: 'state', lessons: 'lessons', personsAbout: 'persons_about' },
  ...{ beganAt: 'began_at', endedAt: 'ended_at', warnedAt: 'warned_at', notifiedAt: 'notified_at' },
  ...{ notificationReference: 'notification_reference', notNotifiedGround: 'not_notified_ground' },
  ...{ personsToldAt: 'persons_told_at', personsNotToldGround: 'persons_not_told_ground' },
};

/** The register of incidents (GDPR Art. 33(5)). A closed one is never changed. */
export class Incidents {
  constructor(private readonly database: Database) {}

  /** Open ones first, the newest at the top. */
  list(): Promise<readonly Incident[]> {
    return this.database.source
      .getRepository(Incident)
      .find({ order: { closedAt: { direction: 'DESC', nulls: 'FIRST' }, noticedAt: 'DESC' }, take: 500 });
  }

  async find(id: string): Promise<Incident | undefined> {
    return (await this.database.source.getRepository(Incident).findOneBy({ id })) ?? undefined;
  }

  /** Opens an incident; both clocks run from `noticedAt`. */
  async open(incident: NewIncident, by: string): Promise<void> {
    const { id, kind, risk, noticedAt, beganAt, endedAt, categories, personsAbout, reporterPersonId, happened } = incident;
    await this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection.incident (id, number, kind, risk, noticed_at, began_at, ended_at, categories, persons_about, reporter_id,
           reporter_person_id, happened)
         values ($1, 'INC-' || to_char(now(), 'YYYY') || '-' || lpad(nextval('protection.incident_number')::text, 5, '0'),
           $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[id, kind, risk, noticedAt, beganAt, endedAt, categories, personsAbout, by, reporterPersonId],
          happened?.envelope ?? null,
        ],
      );
      await audit(t, 'open', id, by, []);
    });
  }

  /** Changes what is named. Closing needs a notification, or the ground why there was none (GDPR Art. 33(1)). */
  change(id: string, change: IncidentChange, by: string): Promise<IncidentOutcome> {
    const parts = Object.entries(change).flatMap(([property, value]) => {
      const column = columnOf[property];
      return column === undefined ? [] : [{ column, value }];
    });
    return this.database.transaction(async (t): Promise<IncidentOutcome> => {
      const [found] = await t.rows<{ state: string; settled: boolean }>(
        `select state, num_nonnulls(notified_at, not_notified_ground) > 0 as settled from protection.incident where id = $1 for update`,
        [id],
      );
      if (found === undefined) return 'not-there';
      if (found.state === 'closed') return 'closed';
      const settles = [change['notifiedAt'], change['notNotifiedGround']].some((value) => typeof value === 'string');
      if (change['state'] === 'closed' && !found.settled && !settles) return 'not-settled';
      const sets = parts.map(({ column }, index) => `${column} = $${String(index + 2)}`);
      if (change['state'] === 'closed') sets.push('closed_at = now()');
      if (sets.length > 0)
        await t.rows(`update protection.incident set ${sets.join(', ')} where id = $1`, [id, ...parts.map(({ value }) => value)]);
      const columns = parts.map(({ column }) => column);
      await audit(t, change['state'] === 'closed' ? 'close' : 'modify', id, by, columns);
      return 'done';
    });
  }
}

function audit(t: Transaction, what: 'open' | 'modify' | 'close', id: string, by: string, columns: string[]): Promise<void> {
  return t.audit({ action: `incident.${what}`, actor: by, object: { kind: 'incident', id }, columns });
}
