import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import type { ContactDetail } from '@voxkeep/operative';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import type { Party } from '../test-call/test-audio.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { ScriptedClient } from './scripted-client.fixture.js';

describe('a key in a call whose customer is asked while it goes on', () => {
  let site: RecorderSite;
  let client: ScriptedClient;
  let sessionId: string;

  beforeEach(async () => {
    keptLog();
    site = await RecorderSite.make();
    await site.configure({ trunk: { askedBeforeSeconds: null } });
    await site.startRecorder();
    sessionId = randomUUID();
    client = new ScriptedClient(site.recorder.port!, sessionId);
  });
  afterEach(async () => {
    client.close();
    await site.close();
    diagnostics.replace(undefined);
  });

  const ask = async (): Promise<void> => {
    const { id } = await until('the call is in the books', () => site.contactOf(sessionId));
    const asked = { kind: 'consent-asked', evidenceKind: 'ivr', wordingVersion: 'en-3' } as const;
    await site.commands.askAndWait({ contactId: id, ...asked }, 'user-1', 20_000);
  };
  const segmentsOf = ({ recordings }: ContactDetail) => recordings.flatMap(({ segments }) => segments);
  const untilSegments = (count: number) =>
    until(`${count} segments are begun`, async () => {
      const contact = await site.contactOf(sessionId);
      return contact !== undefined && segmentsOf(contact).length >= count;
    });
  const told = ({ consents, outcomes }: ContactDetail) => [
    consents.map(({ state }) => state),
    outcomes.map(({ outcome, cause }) => [outcome, cause]),
  ];
  /** So many packets of 20 ms. */
  const ticks = (packets: number) => {
    const end = client.slot + packets;
    return until('they are spoken', () => Promise.resolve(client.slot >= end));
  };
  const recordingsNow = async () => (await site.contactOf(sessionId))?.recordings.length;
  const nothing = [['asked'], [['unanswered', null]]] as const;
  const kept = [['asked', 'given'], [['kept', null]]] as const;

  it.each([
    ['is no answer', false, nothing],
    ['answers when it is pressed again', true, kept],
  ] as const)('that was down when the question was put %s', async (_what, isPressedAgain, outcome) => {
    await client.invite();
    await client.speak(10);
    client.press('customer', '1');
    await client.speak(2);
    await client.heard();
    await ask();
    await client.speak(10);
    await client.heard();
    if (isPressedAgain) {
      await client.speakForASecond();
      client.press('customer', '1');
      await client.speakUntil(untilSegments(2));
    }
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual(outcome);
  });

  it('that was down when the question was put refuses all the same', async () => {
    await client.invite();
    await client.speak(10);
    client.press('customer', '2');
    await client.speak(2);
    await client.heard();
    await ask();
    await client.speak(10);
    await client.heard();
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual([['asked', 'refused'], [['refused', null]]]);
  });

  it('that was pressed before the question and waits behind a lost packet is no answer', async () => {
    await client.invite();
    await client.speak(10);
    client.lose('customer');
    client.press('customer', '1');
    await client.speak(6);
    await client.heard();
    await ask();
    await client.speak(30);
    await client.heard();
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual(nothing);
  });

  /** The slots of a sender of which what was kept in a channel holds the sound. */
  const slotsIn = async (contact: ContactDetail, channel: Party, sender: Party): Promise<readonly number[]> => {
    const octets = await site.octetsOf(contact, channel);
    return client.spokenBy(sender).flatMap((said) => (octets.includes(said.octets) ? [said.slot] : []));
  };

  it('is the customer’s where the newest metadata say who that is, and their voice is kept as theirs', async () => {
    await client.invite();
    await client.speak(10);
    expect(await client.speaking('agent', 'customer')).toBe(200);
    await ask();
    await client.speakForASecond();
    client.press('customer', '1'); // in the first stream, which is the agent's now
    await client.speakUntil(ticks(15));
    expect(await recordingsNow()).toBe(0);
    client.press('agent', '1');
    await client.speakUntil(untilSegments(2));
    await client.speakUntil(ticks(15));
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect(told(contact)).toEqual(kept);
    const lanes = [await slotsIn(contact, 'customer', 'agent'), await slotsIn(contact, 'agent', 'customer')];
    expect(lanes.map(({ length }) => length > 0)).toEqual([true, true]);
    expect([await slotsIn(contact, 'customer', 'customer'), await slotsIn(contact, 'agent', 'agent')]).toEqual([[], []]);
    expect(contact.recordings).toMatchObject([{ inseparable: false }]);
  });

  it('counts as another’s from when they exchange the streams of a call that is kept, and so does the voice', async () => {
    await client.invite();
    await ask();
    await client.speakForASecond();
    client.press('customer', '1');
    await client.speakUntil(untilSegments(2));
    await client.heard();
    const from = client.slot;
    await client.speakUntil(client.speaking('agent', 'customer'));
    const to = client.slot;
    for (const key of ['*', '9']) client.press('customer', key); // the agent's now, whose keys take nothing back
    await client.speakUntil(untilSegments(4));
    await client.speakUntil(ticks(25));
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect(contact.consents.map(({ state }) => state)).toEqual(['asked', 'given']);
    expect(contact.outcomes[0]?.outcome).toMatch(/^kept/);
    const [own, other] = [await slotsIn(contact, 'customer', 'customer'), await slotsIn(contact, 'customer', 'agent')];
    const [agents, customers] = [await slotsIn(contact, 'agent', 'agent'), await slotsIn(contact, 'agent', 'customer')];
    expect([own, agents].map((slots) => [slots.length > 0, slots.every((slot) => slot < to)])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect([other, customers].map((slots) => [slots.length > 0, slots.every((slot) => slot >= from)])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(contact.recordings).toMatchObject([{ inseparable: true }]);
  });

  it.each([
    ['answers where metadata come behind the INVITE', true, kept],
    ['is nobody’s where none come, and the outcome says so', false, [['asked'], [['failed', 'metadata']]]],
  ] as const)('%s', async (_what, come, outcome) => {
    await client.invite('sdp alone');
    await client.speak(10);
    if (come) expect(await client.speaking('customer', 'agent')).toBe(200);
    await ask();
    await client.speakForASecond();
    client.press('customer', '1');
    await client.speakUntil(come ? untilSegments(2) : ticks(15));
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual(outcome);
  });
});
