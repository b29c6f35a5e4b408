import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import type { ContactDetail } from '@voxkeep/operative';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { mixedMetadata, ScriptedClient } from './scripted-client.fixture.js';

const customer = 'tel:+3725550100';
const agent = 'sip:7001@pbx.example';
const colleague = 'sip:7002@pbx.example';

describe('a stream with all voices that the customer leaves', () => {
  let site: RecorderSite;
  let client: ScriptedClient;
  let sessionId: string;

  beforeEach(async () => {
    keptLog();
    site = await RecorderSite.make();
    await site.configure();
    await site.startRecorder();
    sessionId = randomUUID();
    client = new ScriptedClient(site.recorder.port!, sessionId);
  });
  afterEach(async () => {
    client.close();
    await site.close();
    diagnostics.replace(undefined);
  });

  const segmentsOf = ({ recordings }: ContactDetail) => recordings.flatMap(({ segments }) => segments);
  const untilSegments = (count: number) =>
    until(`${count} segments are begun`, async () => {
      const contact = await site.contactOf(sessionId);
      return contact !== undefined && segmentsOf(contact).length >= count;
    });
  const say = async (given: boolean): Promise<void> => {
    const { id } = await until('the call is in the books', () => site.contactOf(sessionId));
    const kind = given ? 'consent-given' : 'consent-refused';
    await site.commands.askAndWait({ contactId: id, kind, evidenceKind: 'api' }, 'user-1', 20_000);
  };
  /** So many packets of 20 ms. */
  const speak = (packets: number) => {
    const end = client.slot + packets;
    return client.speakUntil(until('they are spoken', () => Promise.resolve(client.slot >= end)));
  };
  const tell = async (voices: readonly string[], mode?: 'partial'): Promise<void> => {
    await client.heard();
    expect(await client.tell(mixedMetadata(voices, mode))).toBe(200);
  };
  /** The slots of which what was kept holds the sound. */
  const slotsIn = async (contact: ContactDetail): Promise<readonly number[]> => {
    const octets = await site.octetsOf(contact, 'mixed');
    return client.spokenBy('customer').flatMap((said) => (octets.includes(said.octets) ? [said.slot] : []));
  };

  const gapsOf = ({ recordings }: ContactDetail) => recordings.flatMap(({ gaps }) => gaps);
  const restsOf = (contact: ContactDetail) => gapsOf(contact).filter(({ reason }) => reason !== 'lost');
  /** On a busy machine the client itself may send nothing for a while, and that is told as its loss. */
  const outcomeOf = (contact: ContactDetail): string | undefined => {
    const causes = gapsOf(contact).flatMap(({ reason, cause }) => (reason === 'lost' ? [cause] : []));
    const outcome = contact.outcomes[0]?.outcome;
    return outcome === 'kept-with-gaps' && causes.every((cause) => cause === 'nothing-came') ? 'kept' : outcome;
  };

  it.each([
    ['the agent alone', [agent]],
    ['the agent and a colleague', [agent, colleague]],
  ])('is kept until metadata name %s, and again once they name the customer', async (_who, others) => {
    await client.inviteMixed([customer, agent]);
    await say(true);
    await client.speakUntil(untilSegments(1));
    await speak(25);
    await tell(others);
    const leftAt = client.slot;
    await speak(50);
    await say(true); // by whom it may be: they are not there
    await speak(25);
    await client.heard();
    const backAt = client.slot;
    await tell([customer, ...others]);
    await client.speakUntil(untilSegments(2));
    await speak(25);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    const slots = await slotsIn(contact);
    const isAway = (slot: number) => slot >= leftAt && slot < backAt;
    expect(client.spokenBy('customer').some(({ slot }) => isAway(slot))).toBe(true);
    expect(slots.filter(isAway)).toEqual([]);
    expect([slots.some((slot) => slot < leftAt), slots.some((slot) => slot >= backAt)]).toEqual([true, true]);
    expect(restsOf(contact)).toMatchObject([{ channel: 'mixed', reason: 'customer-away' }]);
    expect(outcomeOf(contact)).toBe('kept');
  });

  it('is not kept under a yes that is told then, but from when the customer is named again', async () => {
    await client.inviteMixed([customer, agent]);
    await speak(10);
    await tell([agent]);
    await say(true);
    await speak(50);
    await client.heard();
    const backAt = client.slot;
    await tell([customer, agent]);
    await client.speakUntil(untilSegments(1));
    await speak(10);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    const slots = await slotsIn(contact);
    expect([slots.length > 0, slots.filter((slot) => slot < backAt)]).toEqual([true, []]);
    expect(outcomeOf(contact)).toBe('kept');
  });

  it('keeps nothing where the customer never comes back, and says that it rested', async () => {
    await client.inviteMixed([customer, agent]);
    await speak(10);
    await tell([agent]);
    await say(true);
    await speak(25);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect([contact.recordings, contact.outcomes]).toMatchObject([[], [{ outcome: 'paused-throughout' }]]);
  });

  it('hears a no all the same', async () => {
    await client.inviteMixed([customer, agent]);
    await say(true);
    await client.speakUntil(untilSegments(1));
    await tell([agent]);
    await say(false);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect(contact.outcomes).toMatchObject([{ outcome: 'withdrawn' }]);
    await until('no file is left', async () => (await site.vaultFiles()).length === 0);
  });

  it('is kept on where a change names others beside the customer', async () => {
    await client.inviteMixed([customer, agent]);
    await say(true);
    await client.speakUntil(untilSegments(1));
    await tell([colleague], 'partial');
    const toldAt = client.slot;
    await speak(75);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect((await slotsIn(contact)).some((slot) => slot >= toldAt)).toBe(true);
    expect(contact.recordings).toMatchObject([{ gaps: [] }]);
  });
});
