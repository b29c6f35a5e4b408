import { createSipEndpoint } from './endpoint.js';
import type { Answer, EndReason, InfoDigit, Offer, SipDialog, SipEndpoint, SipSource } from './endpoint.js';
import { RawPeer, SDP, tagOf } from './raw-peer.fixture.js';

/** An endpoint whose recorder a test plays: it sets what is answered and sees what was asked. */
export class PlayedEndpoint {
  capacity = true;
  service = true;
  unmarked = false;
  knows: (source: SipSource) => boolean = () => true;
  answer: (offer: Offer) => Promise<Answer> = () => Promise.resolve({ accept: SDP });
  reanswer: (offer: Offer) => Promise<Answer> = () => Promise.resolve({ accept: '' });
  readonly offers: Offer[] = [];
  readonly reoffers: Offer[] = [];
  readonly digits: InfoDigit[] = [];
  readonly dialog: Promise<SipDialog>;
  readonly ended: Promise<EndReason>;
  readonly endpoint: SipEndpoint;
  port = 0;
  private establish: (made: SipDialog) => void = () => undefined;
  private end: (why: EndReason) => void = () => undefined;
  private readonly peers: RawPeer[] = [];

  constructor() {
    this.dialog = new Promise((resolve) => (this.establish = resolve));
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.endpoint = createSipEndpoint({
      ...{ address: '127.0.0.1', port: 0, capacityLeft: () => this.capacity, inService: () => this.service },
      handler: {
        admits: (source) => (this.knows(source) ? 'known' : 'unknown'),
        acceptsUnmarked: () => this.unmarked,
        onUnmarked: () => ({ reject: { status: 488, reason: 'Not Acceptable Here' } }),
        onOffer: (offer) => {
          this.offers.push(offer);
          return this.answer(offer);
        },
        onEstablished: (made) => {
          this.establish(made);
        },
        onReoffer: (_callId, offer) => {
          this.reoffers.push(offer);
          return this.reanswer(offer);
        },
        onInfoDigit: (_callId, digit) => this.digits.push(digit),
        onEnd: (_callId, why) => {
          this.end(why);
        },
      },
      timers: { t1: 20, t2: 80, t4: 80 },
    });
  }

  /** Opens the endpoint and a first peer. */
  async start(): Promise<RawPeer> {
    this.port = (await this.endpoint.start()).udpPort;
    return this.newPeer();
  }

  async newPeer(): Promise<RawPeer> {
    const peer = await new RawPeer().open(this.port);
    this.peers.push(peer);
    return peer;
  }

  /** A call that is answered and acknowledged; gives the tag of our side. */
  async call(peer: RawPeer, headers: readonly string[] = []): Promise<string> {
    peer.invite({ headers: ['Require: siprec', ...headers] });
    const tag = tagOf(await peer.next(/^SIP\/2\.0 200/));
    peer.request({ method: 'ACK', tag });
    return tag;
  }

  async stop(): Promise<void> {
    for (const peer of this.peers) peer.close();
    await this.endpoint.stop();
  }
}
