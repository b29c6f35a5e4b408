import { Inject, Injectable } from '@nestjs/common';
import { AccessViews, Accounts, Incident, Incidents } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { Database, conflict, databaseToken, newId, notFound, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';

const hourMs = 3600_000;
/** Hours for an early warning (as NIS2 asks it) and for the notification of the authority (GDPR Art. 33(1)). */
const [warningHours, notificationHours] = [24, 72];

/** Incidents as the pages show them; what is told in words is sealed under whoever reported it. */
@Injectable()
export class IncidentDesk {
  constructor(
    @Inject(Incidents) private readonly incidents: Incidents,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  async list(): Promise<http.IncidentRow[]> {
    const found = await this.incidents.list();
    const logins = await this.access.loginsOf([...new Set(found.map(({ reporterId }) => reporterId))]);
    return found.map((incident) => rowOf(incident, logins, new Date()));
  }

  /** One incident with its texts, whose opening is on record. Throws 404. */
  async detail(id: string, by: SignedIn): Promise<http.IncidentDetail> {
    const found = await this.incidents.find(id);
    if (!found) throw notFound();
    const purpose = { code: 'legal-request' } as const;
    const audited = await this.configuration.recordAccess(by.access(purpose), {
      action: 'incident.read',
      actor: by.userId,
      object: { kind: 'incident', id },
      purpose: purpose.code,
      columns: ['happened', 'lessons'],
      count: 1,
    });
    const texts = (await this.seals.open(audited, Incident, [found], ['happened', 'lessons'])).get(id);
    const said = (text: NonNullable<typeof texts>[keyof NonNullable<typeof texts>] | undefined) =>
      text === undefined || text === 'key-destroyed' ? null : text.reveal(audited);
    const row = rowOf(found, await this.access.loginsOf([found.reporterId]), new Date());
    return { ...row, happened: said(texts?.happened), lessons: said(texts?.lessons) };
  }

  /** Opens an incident; answers its id. */
  async open({ happened, ...facts }: z.output<typeof http.incidentBody>, by: SignedIn): Promise<string> {
    const reporter = await this.accounts.find(by.userId);
    if (!reporter) throw notFound();
    const row = { id: newId(), reporterPersonId: reporter.personId };
    const sealed = await this.seals.seal(Incident, row, { happened });
    await this.incidents.open({ ...row, ...facts, happened: sealed.happened ?? null }, by.userId);
    return row.id;
  }

  /** Throws 404, or 409 for a closed incident and for one that is closed without a word to the authority or the ground for none. */
  async change(id: string, { lessons, ...facts }: z.output<typeof http.incidentChangeBody>, by: SignedIn): Promise<void> {
    const found = await this.incidents.find(id);
    if (!found) throw notFound();
    const sealed = lessons === undefined ? undefined : await this.seals.seal(Incident, found, { lessons });
    const outcome = await this.incidents.change(
      id,
      { ...facts, ...(sealed && { lessons: sealed.lessons?.envelope }) },
      by.userId,
    );
    if (outcome === 'not-there') throw notFound();
    if (outcome === 'closed') throw conflict('incident.closed');
    if (outcome === 'not-settled') throw conflict('incident.not-settled');
  }
}

/** An incident as a line of the list, with its two clocks at `now`. */
export function rowOf(found: Incident, logins: ReadonlyMap<string, string>, now: Date): http.IncidentRow {
  const { id, number, kind, risk, state, categories, personsAbout, notificationReference } = found;
  const iso = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    ...{ id, number, kind, risk, state, categories, personsAbout, notificationReference },
    noticedAt: found.noticedAt.toISOString(),
    beganAt: iso(found.beganAt),
    endedAt: iso(found.endedAt),
    warning: clockOf(found.noticedAt, warningHours, found.warnedAt ?? found.notifiedAt, now),
    notification: clockOf(found.noticedAt, notificationHours, found.notifiedAt, now),
    notNotifiedGround: found.notNotifiedGround,
    personsToldAt: iso(found.personsToldAt),
    personsNotToldGround: found.personsNotToldGround,
    openedAt: found.openedAt.toISOString(),
    openedBy: logins.get(found.reporterId) ?? found.reporterId,
    closedAt: iso(found.closedAt),
  };
}

/** A clock that runs from the moment the controller became aware; an answer after its end stays late. */
export function clockOf(noticedAt: Date, hours: number, answeredAt: Date | null, now: Date): http.IncidentRow['warning'] {
  const until = new Date(noticedAt.getTime() + hours * hourMs);
  const late = (answeredAt ?? now) > until;
  const state = late ? 'late' : answeredAt === null ? 'running' : 'answered';
  return { until: until.toISOString(), answeredAt: answeredAt?.toISOString() ?? null, state };
}
