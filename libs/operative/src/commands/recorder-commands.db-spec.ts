import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aContact } from '../contacts/contact.fixture.js';
import { Contacts } from '../contacts/contacts.js';
import { RecorderCommands } from './recorder-commands.js';

const user = 'b6c1f8de-6f3f-4a0b-9d5c-3f6f3f0a0c11';
const recorder = 'system:recorder';

describe('commands to a live call', () => {
  let operative: FreshDatabase;
  let commands: RecorderCommands;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    commands = new RecorderCommands(operative.database);
  });
  afterAll(async () => {
    await commands.onModuleDestroy();
    await operative.drop();
  });

  const live = async (recorderId: string | null = 'recorder-1') => {
    const contact = aContact({ recorderId });
    await new Contacts(operative.database).open(contact, recorder);
    return contact.id;
  };

  it('reach the recorder by notification and come back with its answer', async () => {
    const contactId = await live();
    const stop = await commands.onAsked((id) => void (id && commands.acknowledge(id, 'applied', recorder)));
    expect(
      await commands.askAndWait({ contactId, kind: 'consent-given', wordingVersion: 'v3', evidenceKind: 'api' }, user, 5000),
    ).toBe('applied');
    await stop();
  });

  it('stay pending for the recorder that holds the call until it answers', async () => {
    const contactId = await live('recorder-2');
    const asked = await commands.ask({ contactId, kind: 'withdraw' }, user);
    if (asked === 'no-live-recording') throw new Error('the call is live');
    expect(await commands.pending('recorder-2')).toMatchObject([
      { id: asked.commandId, contactId, kind: 'withdraw', askedBy: user },
    ]);
    expect(await commands.pending('recorder-3')).toEqual([]);
    expect(await commands.pending('recorder-2', [asked.commandId])).toEqual([]);
    await commands.acknowledge(asked.commandId, 'applied', recorder);
    await commands.acknowledge(asked.commandId, 'refused', recorder);
    expect(await commands.pending('recorder-2')).toEqual([]);
    expect(await commands.awaitAcknowledgement(asked.commandId, 1)).toBe('applied');
  });

  it('are unknown when nobody answers in time', async () => {
    expect(await commands.askAndWait({ contactId: await live(), kind: 'end' }, user, 20)).toBe('unknown');
  });

  it('find no recording when no recorder holds the contact or it has closed', async () => {
    expect(await commands.askAndWait({ contactId: await live(null), kind: 'end' }, user)).toBe('no-live-recording');
    const closed = await live();
    await new Contacts(operative.database).close(closed, new Date(), 'bye', recorder);
    expect(await commands.ask({ contactId: closed, kind: 'end' }, user)).toBe('no-live-recording');
  });
});
