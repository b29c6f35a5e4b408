import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { diagnostics } from '@voxkeep/platform';
import { encodeTelephoneEvent } from '@voxkeep/telephony';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { TELEPHONE_EVENT } from '../test-call/offer-body.js';
import { PACKET_OCTETS } from '../test-call/test-audio.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { missingFrom, mouthAt, RoamingClient, strange, strangeOctet } from './roaming-client.fixture.js';

const slotMs = 20;
/** A second of silence, after which another port of the announced machine may speak for a party, and as much again. */
const untilProvenMs = 2200;
const keyOne = {
  payloadType: TELEPHONE_EVENT,
  payload: encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 800 }),
};

describe('a call that begins while the client of a call of before, whose customer said no, goes on sending', () => {
  let site: RecorderSite;
  let log: string[];
  const clients: RoamingClient[] = [];
  const mouths: Socket[] = [];
  let speaking: NodeJS.Timeout | undefined;
  let press: () => void = () => undefined;

  beforeEach(async () => {
    log = keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    await site.configure();
  });
  afterEach(async () => {
    clearInterval(speaking);
    for (const client of clients.splice(0)) client.close();
    for (const mouth of mouths.splice(0)) mouth.close();
    await site.recorder.stop();
    await site.close();
    diagnostics.replace(undefined);
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  const withPairs = (pairs: number) => {
    const rtpLow = 57_000 + (process.pid % 80) * 20;
    return site.startRecorder({ sip: { address: '127.0.0.1', port: 0, rtpLow, rtpHigh: rtpLow + 2 * pairs - 1 } });
  };
  const clientOf = (sessionId: string) => {
    const client = new RoamingClient(site.recorder.port!, sessionId);
    clients.push(client);
    return client;
  };
  /** A call whose customer refuses; these of its ports are spoken to from now on, by the machine from which every call comes. */
  const refusedCall = async (sessionId: string, parties: readonly ('customer' | 'agent')[], spokenTo: readonly number[]) => {
    const client = clientOf(sessionId);
    expect(await client.invite(parties)).toBe(200);
    await client.speak(10);
    client.voices[0]!.press('2');
    await client.speak(5);
    for (const _ of spokenTo) mouths.push(await mouthAt());
    const ports = spokenTo.map((position) => client.voices[position]!.aim);
    let sequence = 0;
    const all = (change = {}): void => {
      sequence += 1;
      for (const [at, mouth] of mouths.entries()) strange(mouth, ports[at]!, sequence, change);
    };
    speaking = setInterval(all, slotMs);
    press = () => {
      all(keyOne);
    };
    return client;
  };
  /** A call that is let in, as soon as there are ports for it. */
  const takenCall = (sessionId: string) =>
    until('a call finds ports', async () => {
      const client = clientOf(sessionId);
      return (await client.invite()) === 200 ? client : undefined;
    });
  const consentsOf = async (sessionId: string) => (await site.contactOf(sessionId))?.consents.map(({ state }) => state) ?? [];

  it.each(['another recorder', 'the same recorder'] as const)('has nothing of it, and no yes from it: %s', async (which) => {
    await withPairs(3);
    const [before, sessionId] = [randomUUID(), randomUUID()];
    const refused = await refusedCall(before, ['customer', 'agent', 'agent'], [0, 2]);
    if (which === 'the same recorder') await refused.bye();
    else {
      await site.recorder.stop();
      await withPairs(3);
    }
    expect((await site.closedContact(before)).outcomes).toMatchObject([{ outcome: 'refused' }]);
    const client = await takenCall(sessionId);
    await until('the call is in the books', async () => (await consentsOf(sessionId)).length > 0);
    await new Promise((over) => setTimeout(over, untilProvenMs));
    press();
    await new Promise((over) => setTimeout(over, 300));
    expect(await consentsOf(sessionId)).toEqual(['asked']);

    client.voices[1]!.isSilent = true;
    expect(await client.speakUntil(client.info('1'))).toBe(200);
    await client.speakUntil(
      until('the customer is kept', async () => (await site.contactOf(sessionId))?.recordings[0]?.segments.length),
    );
    const from = client.voices[0]!.said.length;
    await client.speak(100);
    const said = client.voices[0]!.said.slice(from);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    const [customer, agent] = [await site.octetsOf(contact, 'customer'), await site.octetsOf(contact, 'agent')];
    const ofBefore = Buffer.alloc(PACKET_OCTETS / 2, strangeOctet);
    expect([customer.includes(ofBefore), agent.includes(ofBefore)]).toEqual([false, false]);
    expect(missingFrom(customer, said)).toEqual([]);
  });
});
