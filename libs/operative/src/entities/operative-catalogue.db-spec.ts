import { randomUUID } from 'node:crypto';
import {
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  compareSchema,
  DataSubjectEntity,
  NotPersonal,
  planErasure,
  retain,
  sealedColumns,
  traceSubject,
} from '@voxkeep/personal-data';
import { liveColumns, newId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aContact } from '../contacts/contact.fixture.js';
import { Contacts } from '../contacts/contacts.js';
import { aBookedContact, anOrdinaryCall } from '../books/call-books.fixture.js';
import { CallBooks } from '../books/call-books.js';
import { Recordings } from '../recordings/recordings.js';
import { operativeSealed } from './operative-entities.js';

/** Stands for the accounts of configuration: through them an employee leads to a user. */
@DataSubjectEntity({
  store: 'configuration',
  table: 'user_account',
  kind: 'subject',
  provides: { column: 'id', key: 'user' },
  reachedBy: [{ column: 'person_id', key: 'person' }],
})
class Account {
  @NotPersonal('random id')
  id!: string;
  @NotPersonal('random id')
  personId!: string;
}

const by = 'system:recorder';

describe('the catalogue of the operative database', () => {
  let operative: FreshDatabase;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
  });
  afterAll(() => operative.drop());

  it('classifies every live column exactly once', async () => {
    expect(compareSchema(catalogue(), 'operative', await liveColumns(operative.database))).toEqual([]);
  });

  it('reaches every personal table from a person or a contact point', () => {
    expect(catalogue().entity(Account).store).toBe('configuration');
    expect(buildReportPlan(catalogue()).steps.length).toBeGreaterThan(8);
  });

  it('knows the key owner of every sealed column', () => {
    expect(sealedColumns(operativeSealed.contact).map(({ column, owner }) => `${column} ${owner}`)).toEqual([
      'customer_number customer_owner',
      'customer_name customer_owner',
      'attributes customer_owner',
    ]);
  });

  it('erases a customer’s contact down to times and outcome, and finds nothing afterwards', async () => {
    const contactPoint = randomUUID();
    const contact = aContact();
    const contacts = new Contacts(operative.database);
    await contacts.open(contact, by);
    await contacts.attachCustomerPoint(contact.id, { attribution: 'attributed', contactPointId: contactPoint }, by);
    await contacts.addParty(
      contact.id,
      { id: newId(), role: 'agent', userId: newId(), aor: null, label: null, at: new Date() },
      by,
    );
    const recordings = new Recordings(operative.database);
    await recordings.addSegment(
      contact.id,
      {
        id: newId(),
        recordingId: newId(),
        channel: 'customer',
        number: 1,
        fileId: newId(),
        codec: 'pcma',
        startMs: 0,
        owner: newId(),
      },
      by,
    );
    await recordings.recordOutcome(contact.id, { part: 'agent', outcome: 'kept', at: new Date() }, by);

    const ports = {
      operative: {
        rows: (sql: string, params: readonly unknown[]) => operative.database.rows<Record<string, unknown>>(sql, params),
      },
      configuration: { rows: () => Promise.resolve([]) },
    };
    const find = () => traceSubject(buildReportPlan(catalogue()), { 'contact-point': [contactPoint] }, ports);
    const trace = await find();
    expect(trace.owners).toEqual(
      expect.arrayContaining([
        { ownerId: contact.customerOwner, ownerClass: 'contact-customer' },
        { ownerId: contact.agentOwner, ownerClass: 'contact-agent' },
      ]),
    );
    for (const { sql, params } of planErasure(buildErasurePlan(catalogue()), trace)) await operative.database.rows(sql, params);

    const left = await contacts.get(contact.id);
    expect(left).toMatchObject({ customerPointId: null, customerNumber: null, openedAt: contact.openedAt, parties: [] });
    expect(left?.outcomes).toMatchObject([{ outcome: 'kept' }]);
    expect(await operative.database.rows('select from recording_segment where contact_id = $1', [contact.id])).toEqual([]);
    expect((await find()).steps.every(({ rows }) => rows.length === 0)).toBe(true);
  });

  it('reaches the owners of voices and addresses that a recorder sealed under its own', async () => {
    const [contactPoint, books, none] = [randomUUID(), new CallBooks(operative.database), new Set<string>()];
    const announced = aContact();
    const contacts = new Contacts(operative.database);
    await contacts.open(announced, by);
    await contacts.attachCustomerPoint(announced.id, { attribution: 'attributed', contactPointId: contactPoint }, by);
    const call = aBookedContact({ keys: [announced.key] });
    await books.open(call, none, by);
    await books.write(announced.id, anOrdinaryCall(call), by);
    const ports = {
      operative: {
        rows: (sql: string, params: readonly unknown[]) => operative.database.rows<Record<string, unknown>>(sql, params),
      },
      configuration: { rows: () => Promise.resolve([]) },
    };
    const trace = await traceSubject(buildReportPlan(catalogue()), { 'contact-point': [contactPoint] }, ports);
    const own = [announced, call].flatMap(({ customerOwner, agentOwner }) => [
      { ownerId: customerOwner, ownerClass: 'contact-customer' },
      { ownerId: agentOwner, ownerClass: 'contact-agent' },
    ]);
    expect(trace.owners).toHaveLength(own.length);
    expect(trace.owners).toEqual(expect.arrayContaining(own));
    const held = retain(trace, ({ table }) =>
      table === 'recording_segment' ? [{ reason: 'hold', reference: 'HOLD-2026-00001', until: null }] : [],
    );
    expect(held.trace.owners).toEqual(own.slice(0, 2));
  });

  it('leaves the company’s contact alone when its agent is erased', async () => {
    const userId = newId();
    const contact = aContact();
    const contacts = new Contacts(operative.database);
    await contacts.open(contact, by);
    await contacts.addParty(contact.id, { id: newId(), role: 'agent', userId, aor: null, label: null, at: new Date() }, by);
    const ports = {
      operative: {
        rows: (sql: string, params: readonly unknown[]) => operative.database.rows<Record<string, unknown>>(sql, params),
      },
      configuration: { rows: () => Promise.resolve([{ id: userId, person_id: userId }]) },
    };
    const trace = await traceSubject(buildReportPlan(catalogue()), { person: [userId] }, ports);
    expect(trace.owners).toEqual([]);
    for (const { store, sql, params } of planErasure(buildErasurePlan(catalogue()), trace)) {
      if (store === 'operative') await operative.database.rows(sql, params);
    }
    expect(await contacts.get(contact.id)).toMatchObject({ id: contact.id, customerOwner: contact.customerOwner, parties: [] });
  });
});
