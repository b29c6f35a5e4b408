import { randomUUID } from 'node:crypto';
import { domainEvent, type DomainEvent, type RecordingOutcome } from '@voxkeep/contracts';
import {
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  compareSchema,
  DataSubjectEntity,
  NotPersonal,
  planErasure,
  traceSubject,
} from '@voxkeep/personal-data';
import { liveColumns, newTimeOrderedId, type OutboxEvent } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { reportingEntities } from '../entities/reporting-entities.js';
import { ContactFacts, type WithoutPersons } from './contact-facts.js';
import type { ReportQuery } from './contact-report.js';

/** Stands for the contacts of operative, which lead from a contact point to a contact. */
@DataSubjectEntity({
  store: 'operative',
  table: 'contact',
  kind: 'event',
  provides: { column: 'id', key: 'contact' },
  reachedBy: [{ column: 'customer_point_id', key: 'contact-point' }],
})
class Contact {
  @NotPersonal('random id')
  id!: string;
  @NotPersonal('random id')
  customerPointId!: string;
}

const day = (n: number, time = '10:00:00') => `2026-11-0${n}T${time}.000Z`;

describe('contact facts', () => {
  let reporting: FreshDatabase;
  let facts: ContactFacts;
  beforeAll(async () => {
    reporting = await freshDatabase('reporting');
    facts = new ContactFacts(reporting.database);
  });
  afterAll(() => reporting.drop());

  let position = 0;
  const asRead = (event: DomainEvent): OutboxEvent => {
    position += 1;
    return { ...event, payload: event.payload, id: String(position), txid: '1', at: new Date() };
  };
  const tell = (...events: DomainEvent[]) => reporting.database.transaction((t) => facts.apply(events.map(asRead), t));
  const tellWithout = (without: readonly WithoutPersons[], ...events: DomainEvent[]) =>
    reporting.database.transaction((t) => facts.apply(events.map(asRead), t, without));
  const opened = (contactId: string, queueId: string | null, at = day(1)) =>
    domainEvent('contact.opened.v1', { contactId, at, direction: 'inbound', trunkId: null, queueId });
  const call = (queueId: string | null, outcome: RecordingOutcome, onDay = 1, contactId: string = newTimeOrderedId()) => [
    opened(contactId, queueId, day(onDay)),
    domainEvent('contact.party-joined.v1', {
      contactId,
      at: day(onDay, '10:00:10'),
      partyId: randomUUID(),
      role: 'agent',
      userId: randomUUID(),
    }),
    domainEvent('recording.outcome.v1', { contactId, at: day(onDay, '10:01:40'), part: 'agent', outcome, cause: null }),
    domainEvent('contact.closed.v1', { contactId, at: day(onDay, '10:01:40'), openedAt: day(onDay) }),
  ];
  const fact = async (contactId: string) =>
    (await reporting.database.rows('select * from contact_fact where contact_id = $1', [contactId]))[0];
  const attributed = (contactId: string, contactPointId: string | null) =>
    domainEvent('contact.attributed.v1', { contactId, at: day(1), contactPointId });
  const query = (queueIds: ReportQuery['queueIds'], by: ReportQuery['by'], timeZone = 'UTC'): ReportQuery => ({
    ...{ from: new Date(day(1, '00:00:00')), to: new Date(day(9)), by, timeZone, queueIds },
  });

  it('say how long the agent had the contact and what became of the recording', async () => {
    const contactId = newTimeOrderedId();
    await tell(...call(randomUUID(), 'kept', 1, contactId));
    expect(await fact(contactId)).toMatchObject({ handle_seconds: 90, outcome: 'kept', channel: 'voice' });
  });

  it('are not changed by events that come a second time, in whatever order', async () => {
    const [contactId, queueId] = [newTimeOrderedId(), randomUUID()];
    const events = [...call(queueId, 'refused', 1, contactId), attributed(contactId, randomUUID())];
    await tell(...events);
    const state = async () => [await fact(contactId), await facts.intervals([queueId], new Date(day(1)), new Date(day(2)))];
    const before = await state();
    await tell(...events);
    await tell(...events.toReversed());
    expect(await state()).toEqual(before);
  });

  it('fill the quarter of an hour of their queue', async () => {
    const queueId = randomUUID();
    await tell(...call(queueId, 'kept'), ...call(queueId, 'refused'), opened(newTimeOrderedId(), queueId));
    expect(await facts.intervals([queueId], new Date(day(1)), new Date(day(2)))).toEqual([
      { queueId, fromAt: new Date(day(1)), offered: 3, handled: 2, kept: 1, handleSeconds: 180 },
    ]);
  });

  it('are counted by queue and by day, within the asker’s queues', async () => {
    const [queueId, other] = [randomUUID(), randomUUID()];
    await tell(...call(queueId, 'kept', 1), ...call(queueId, 'refused', 2), ...call(other, 'kept', 1));
    expect(await facts.report(query([queueId], 'queue'))).toMatchObject([
      { group: queueId, contacts: 2, handleSeconds: 180, kept: 1, refused: 1, failed: 0 },
    ]);
    expect((await facts.report(query([queueId], 'day'))).map(({ group, contacts }) => [group, contacts])).toEqual([
      ['2026-11-01', 1],
      ['2026-11-02', 1],
    ]);
    expect((await facts.report(query([queueId, other], 'outcome'))).map(({ group, contacts }) => [group, contacts])).toEqual([
      ['kept', 2],
      ['refused', 1],
    ]);
    expect(await facts.report(query([], 'queue'))).toEqual([]);
  });

  it('count as kept all that has audio, whole, with gaps or unchecked, and the parts make up the whole', async () => {
    const queueId = randomUUID();
    for (const outcome of ['kept', 'kept', 'kept-with-gaps', 'kept-unchecked', 'failed'] as const)
      await tell(...call(queueId, outcome));
    expect(await facts.report(query([queueId], 'queue'))).toMatchObject([
      { contacts: 5, kept: 4, keptWhole: 2, keptWithGaps: 1, keptUnchecked: 1, failed: 1 },
    ]);
    expect(await facts.intervals([queueId], new Date(day(1)), new Date(day(2)))).toMatchObject([{ offered: 5, kept: 4 }]);
  });

  it('have the outcome that was told last, and are counted by it', async () => {
    const [contactId, queueId] = [newTimeOrderedId(), randomUUID()];
    const told = (outcome: RecordingOutcome) =>
      domainEvent('recording.outcome.v1', { contactId, at: day(1), part: 'agent', outcome, cause: null });
    const kept = async () => (await facts.intervals([queueId], new Date(day(1)), new Date(day(2))))[0]?.kept;
    await tell(...call(queueId, 'failed', 1, contactId));
    expect(await kept()).toBe(0);
    await tell(told('kept'), told('kept-with-gaps'));
    expect([await fact(contactId), await kept()]).toMatchObject([{ outcome: 'kept-with-gaps' }, 1]);
    expect(await facts.report(query([queueId], 'day'))).toMatchObject([{ contacts: 1, keptWithGaps: 1, failed: 0 }]);
    await tell(told('withdrawn'));
    expect([await fact(contactId), await kept()]).toMatchObject([{ outcome: 'withdrawn' }, 0]);
  });

  it('that nobody counted give way to whoever knows, in any order', async () => {
    const ids = [newTimeOrderedId(), newTimeOrderedId()];
    const told = (contactId: string, outcome: RecordingOutcome) =>
      domainEvent('recording.outcome.v1', { contactId, at: day(1), part: 'agent', outcome, cause: null });
    for (const [n, contactId] of ids.entries()) {
      const events = [told(contactId, 'kept-unchecked'), told(contactId, 'kept-with-gaps')];
      await tell(opened(contactId, null), ...(n === 0 ? events : events.toReversed()));
    }
    expect(await Promise.all(ids.map(fact))).toMatchObject([{ outcome: 'kept-with-gaps' }, { outcome: 'kept-with-gaps' }]);
  });

  it('fall on the day of the site’s time zone', async () => {
    const queueId = randomUUID();
    await tell(opened(newTimeOrderedId(), queueId, day(3, '22:30:00')));
    expect((await facts.report(query([queueId], 'day', 'Europe/Tallinn'))).map(({ group }) => group)).toEqual(['2026-11-04']);
  });

  it('leave the house only in cells of eleven or more', async () => {
    const [small, large] = [randomUUID(), randomUUID()];
    for (let n = 0; n < 11; n += 1) await tell(opened(newTimeOrderedId(), large));
    for (let n = 0; n < 10; n += 1) await tell(opened(newTimeOrderedId(), small));
    const { rows, withheldCells } = await facts.anonymisedReport(query([small, large], 'queue'));
    expect([rows.map(({ group }) => group), withheldCells]).toEqual([[large], 1]);
  });

  it('know a customer by one random reference, never by the contact point', async () => {
    const [first, second, contactPointId] = [newTimeOrderedId(), newTimeOrderedId(), randomUUID()];
    await tell(opened(first, null), opened(second, null), attributed(first, contactPointId), attributed(second, contactPointId));
    const [a, b] = (await Promise.all([fact(first), fact(second)])) as { customer_ref: string }[];
    expect(a?.customer_ref).toBe(b?.customer_ref);
    expect(a?.customer_ref).not.toBe(contactPointId);
  });

  it('name neither agent nor customer where reporting is switched off, and count the contact all the same', async () => {
    const [contactId, queueId, contactPointId] = [newTimeOrderedId(), randomUUID(), randomUUID()];
    const events = [
      ...call(null, 'kept', 1, contactId),
      attributed(contactId, contactPointId),
      opened(contactId, queueId, day(1)),
    ];
    await tellWithout([{ queueId, since: new Date(0) }], ...events);
    expect(await fact(contactId)).toMatchObject({ agent_user_id: null, customer_ref: null, outcome: 'kept', handle_seconds: 90 });
    expect(await reporting.database.rows('select from customer_pseudonym where contact_point_id = $1', [contactPointId])).toEqual(
      [],
    );
    expect((await facts.intervals([queueId], new Date(day(1)), new Date(day(2))))[0]).toMatchObject({ offered: 1, handled: 1 });
  });

  it.each([
    ['of its queue', (queueId: string) => queueId],
    ['of the whole site', () => null],
  ])('keep the persons of a contact from before the switch %s, whichever of its events comes after it', async (_what, of) => {
    const [contactId, queueId, contactPointId] = [newTimeOrderedId(), randomUUID(), randomUUID()];
    const events = [...call(queueId, 'kept', 1, contactId), attributed(contactId, contactPointId)];
    const since = new Date(day(2));
    for (const event of events) await tellWithout([{ queueId: of(queueId), since }], event);
    expect(await fact(contactId)).toMatchObject({
      agent_user_id: expect.any(String) as unknown,
      customer_ref: expect.any(String) as unknown,
    });
  });

  it('name no customer after an erasure, even when the attribution is heard of again', async () => {
    const contactId = newTimeOrderedId();
    await tell(opened(contactId, null), attributed(contactId, randomUUID()));
    await tell(
      domainEvent('contact.erased.v1', { contactId, at: day(2), caseId: randomUUID() }),
      attributed(contactId, randomUUID()),
    );
    expect(await fact(contactId)).toMatchObject({ customer_ref: null });
  });

  it('stay without the customer when the plan of an erasure runs over them', async () => {
    const [contactId, contactPointId] = [newTimeOrderedId(), randomUUID()];
    await tell(...call(null, 'kept', 1, contactId), attributed(contactId, contactPointId));
    const ports = {
      reporting: {
        rows: (sql: string, params: readonly unknown[]) => reporting.database.rows<Record<string, unknown>>(sql, params),
      },
      operative: { rows: () => Promise.resolve([{ id: contactId, customer_point_id: contactPointId }]) },
    };
    const trace = await traceSubject(buildReportPlan(catalogue()), { 'contact-point': [contactPointId] }, ports);
    for (const { store, sql, params } of planErasure(buildErasurePlan(catalogue()), trace)) {
      if (store === 'reporting') await reporting.database.rows(sql, params);
    }
    const left = (await fact(contactId)) as { agent_user_id: string | null; customer_ref: string | null; outcome: string };
    expect(left).toMatchObject({ customer_ref: null, outcome: 'kept' });
    expect(left.agent_user_id).not.toBeNull();
    expect(await reporting.database.rows('select from customer_pseudonym where contact_point_id = $1', [contactPointId])).toEqual(
      [],
    );
  });

  it('stand in a database of which every column is classified and every person reached', async () => {
    expect(reportingEntities).toHaveLength(3);
    expect(compareSchema(catalogue(), 'reporting', await liveColumns(reporting.database))).toEqual([]);
    expect(catalogue().entity(Contact).table).toBe('contact');
    expect(buildReportPlan(catalogue()).stores).toContain('reporting');
  });
});
