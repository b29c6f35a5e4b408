import { BOUNDARY, offerBody, offerMetadata, offerSdp, type OfferBody } from '../test-call/offer-body.js';
import { RtpSender } from '../test-call/rtp-sender.js';
import { firstOf, statusOf, type ClientMessage } from '../test-call/sip-client-text.js';
import { SipClient } from '../test-call/sip-client.js';
import { PACKET_OCTETS, testCallAudio, type Party } from '../test-call/test-audio.js';
import { payloadTypeOf, type TestCodec } from '../test-call/test-codecs.js';

const slotMs = 20;
const slots = 1500;
const turnsToRead = 50;
const parties: readonly Party[] = ['customer', 'agent'];

interface Body {
  readonly contentType: string;
  readonly text: string;
}

/** A session recording client whose every step the test decides: offers, holds, metadata, packets. */
export class ScriptedClient {
  readonly #client: SipClient;
  readonly #senders: RtpSender[] = [];
  /** Who calls. */
  customer = 'tel:+3725550100';
  #offer: OfferBody | undefined;
  #slot = 0;
  #spoken: TestCodec = 'PCMA';

  constructor(port: number, sessionId: string) {
    const events = { onBye: () => undefined, onReoffer: (sdp: string) => this.#takeOffer(sdp) };
    const target = { address: '127.0.0.1', port, transport: 'udp' } as const;
    this.#client = new SipClient(target, events, [`Session-ID: ${sessionId}`]);
  }

  /** Calls; `body` replaces the body that a proper client would send. */
  async invite(body?: Body | 'sdp alone'): Promise<number> {
    this.#offer = await this.#open();
    if (body === 'sdp alone') return this.#send('INVITE', { contentType: 'application/sdp', text: offerSdp(this.#offer) });
    return this.#send('INVITE', body ?? { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text: offerBody(this.#offer) });
  }

  /** Calls with one stream, in which all voices lie: those of these addresses. */
  async inviteMixed(voices: readonly string[]): Promise<number> {
    const offer = await this.#open();
    this.#offer = { ...offer, streams: offer.streams.slice(0, 1) };
    const text = offerBody(this.#offer).replace(offerMetadata(this.#offer), mixedMetadata(voices));
    return this.#send('INVITE', { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text });
  }

  async #open(): Promise<OfferBody> {
    const address = await this.#client.open();
    for (const [position, party] of parties.entries()) {
      const audio = testCallAudio(3, party, 'PCMA', slots * PACKET_OCTETS);
      const first = { ssrc: position + 1, firstSequence: 1, firstTimestamp: 1 };
      const payloadTypeNow = () => payloadTypeOf(this.#spoken);
      const inCodec = {
        get payloadType() {
          return payloadTypeNow();
        },
      };
      this.#senders.push(new RtpSender(Object.assign(inCodec, { party, audio, ...first }), address));
    }
    const ports = await Promise.all(this.#senders.map((sender) => sender.open(address)));
    const aors = [this.customer, 'sip:7001@pbx.example'];
    const streams = parties.map((party, at) => ({ party, label: `${at + 1}`, aor: aors[at] ?? '', port: ports[at] ?? 0 }));
    return { address, codec: 'PCMA', sessionId: 'scripted', version: 1, streams };
  }

  /** Tells by metadata alone who speaks in the first stream and who in the second. */
  speaking(first: Party, second: Party): Promise<number> {
    if (!this.#offer) throw new Error('not invited');
    const labels = { [first]: '1', [second]: '2' };
    const streams = this.#offer.streams.map((stream) => ({ ...stream, label: labels[stream.party] ?? stream.label }));
    return this.tell(offerMetadata({ ...this.#offer, streams }));
  }

  /** Offers again, every stream in this direction. */
  reoffer(direction: 'sendonly' | 'inactive', method: 'INVITE' | 'UPDATE' = 'INVITE'): Promise<number> {
    if (!this.#offer) throw new Error('not invited');
    this.#offer = { ...this.#offer, version: this.#offer.version + 1 };
    const text = offerSdp(this.#offer).replaceAll('a=sendonly', `a=${direction}`);
    return this.#send(method, { contentType: 'application/sdp', text });
  }

  /** How many packets each party has sent, or passed over. */
  get slot(): number {
    return this.#slot;
  }

  /** What a party says in each slot while no key is down, where it says the same nowhere else. */
  spokenBy(party: Party): readonly { readonly slot: number; readonly octets: Buffer }[] {
    const audio = Buffer.from(testCallAudio(3, party, 'PCMA', slots * PACKET_OCTETS));
    return Array.from({ length: slots }, (_, slot) => ({
      slot,
      octets: audio.subarray(slot * PACKET_OCTETS, (slot + 1) * PACKET_OCTETS),
    })).filter(({ octets }) => audio.indexOf(octets) === audio.lastIndexOf(octets));
  }

  /**
   * The stream of the customer is someone else's now: by a whole offer, or by an UPDATE that carries metadata alone. `late`: packets that
   * still go to the ports of before, once that is answered.
   */
  async bring(customer: string, method: 'INVITE' | 'UPDATE' = 'INVITE', late = 0): Promise<number> {
    if (!this.#offer) throw new Error('not invited');
    const streams = this.#offer.streams.map((stream) => (stream.party === 'customer' ? { ...stream, aor: customer } : stream));
    this.#offer = { ...this.#offer, version: this.#offer.version + 1, streams };
    if (method === 'UPDATE') return this.tell(offerMetadata(this.#offer));
    return this.#send(method, { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text: offerBody(this.#offer) }, late);
  }

  /** Offers every stream in another codec; what was offered before stands should that be refused. */
  offerIn(codec: TestCodec): Promise<number> {
    if (!this.#offer) throw new Error('not invited');
    const text = offerSdp({ ...this.#offer, version: this.#offer.version + 1, codec });
    return this.#send('INVITE', { contentType: 'application/sdp', text });
  }

  /** Both parties speak under the payload type of another codec from here on. */
  speakIn(codec: TestCodec): void {
    this.#spoken = codec;
  }

  /** An UPDATE that carries metadata alone. */
  tell(metadata: string): Promise<number> {
    return this.#send('UPDATE', { contentType: 'application/rs-metadata+xml', text: metadata });
  }

  /** Both parties speak for so many packets of 20 ms, as fast as the sockets take them. */
  async speak(packets: number): Promise<void> {
    for (const end = this.#slot + packets; this.#slot < end; this.#slot += 1) {
      for (const sender of this.#senders) sender.sendSlot(this.#slot);
      await new Promise(setImmediate);
    }
  }

  /** The same in one turn, so that nothing is read in between. */
  speakAtOnce(packets: number): void {
    for (const end = this.#slot + packets; this.#slot < end; this.#slot += 1)
      for (const sender of this.#senders) sender.sendSlot(this.#slot);
  }

  /** Both parties speak in time with the clock until this has come; what is sent ahead of its time is no sound to the recorder. */
  async speakUntil(event: Promise<unknown>): Promise<void> {
    const speaking = setInterval(() => {
      this.speakAtOnce(1);
    }, slotMs);
    await event.finally(() => {
      clearInterval(speaking);
    });
  }

  /** Both parties speak for fifty packets in time with the clock: whoever presses after a question has heard it first. */
  async speakForASecond(): Promise<void> {
    const end = this.#slot + 50;
    await this.speakUntil(
      new Promise<void>((done) => {
        const looking = setInterval(() => {
          if (this.#slot < end) return;
          clearInterval(looking);
          done();
        }, slotMs);
      }),
    );
  }

  /** A party presses a key while it speaks on. */
  press(party: Party, key: string): void {
    this.#senders[parties.indexOf(party)]?.press(key, this.#slot);
  }

  /** The next packet of a party gets lost on its way. */
  lose(party: Party): void {
    this.#senders[parties.indexOf(party)]?.lose();
  }

  /** Tells by INFO that a key was pressed and is up again, for so long down. */
  async info(key: string, heldMs: number): Promise<number> {
    const text = `Signal=${key}\r\nDuration=${heldMs}\r\n`;
    const answer = await this.#client.request('INFO', { contentType: 'application/dtmf-relay', text });
    return answer ? (statusOf(answer) ?? 0) : 0;
  }

  /**
   * Until what was spoken has been read: it lies at the recorder's sockets when it was sent, and each turn of the loop that both
   * share reads from every socket. A request must not overtake the packets before it.
   */
  async heard(): Promise<void> {
    for (let turn = 0; turn < turnsToRead; turn += 1) await new Promise(setImmediate);
  }

  async bye(): Promise<void> {
    await this.#client.request('BYE');
    this.close();
  }

  close(): void {
    this.#client.close();
    for (const sender of this.#senders.splice(0)) sender.close();
  }

  async #send(method: 'INVITE' | 'UPDATE', body: Body, late = 0): Promise<number> {
    const response = await this.#client.request(method, body);
    this.speakAtOnce(late);
    if (response) this.#aim(response);
    return response ? (statusOf(response) ?? 0) : 0;
  }

  #aim(response: ClientMessage): void {
    if (firstOf(response, 'content-type').includes('sdp')) this.#aimAt(response.body);
  }

  /** The recorder offers anew: packets go where it says. */
  #takeOffer(sdp: string): string {
    this.#aimAt(sdp);
    return this.#offer ? offerSdp(this.#offer) : '';
  }

  #aimAt(sdp: string): void {
    const ports = [...sdp.matchAll(/^m=audio (\d+) /gm)].map(([, port]) => Number(port));
    for (const [at, sender] of this.#senders.entries()) {
      const port = ports[at] ?? 0;
      sender.aim(port === 0 ? undefined : { address: '127.0.0.1', port });
    }
  }
}

/** Metadata of a call with one stream that say whose voices lie in it, by their addresses; `mode`: whether that is all, or a change. */
export function mixedMetadata(voices: readonly string[], mode: 'complete' | 'partial' = 'complete'): string {
  const parties = voices.map(
    (aor) => `<participant participant_id="${aor}"><nameID aor="${aor}"/></participant>
      <participantsessionassoc participant_id="${aor}" session_id="session-1"/>
      <participantstreamassoc participant_id="${aor}"><send>stream-1</send></participantstreamassoc>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>${mode}</datamode>
    <session session_id="session-1"/><stream stream_id="stream-1" session_id="session-1"><label>1</label></stream>
    ${parties.join('')}</recording>`;
}
