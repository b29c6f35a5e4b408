import { setTimeout as pause } from 'node:timers/promises';
import { parseOffer } from '@voxkeep/telephony';
import { openClientWire, type ClientWire } from '../../../apps/recorder/src/test-call/client-wire.js';
import { BOUNDARY, offerBody, offerSdp, type OfferBody } from '../../../apps/recorder/src/test-call/offer-body.js';
import { statusOf } from '../../../apps/recorder/src/test-call/sip-client-text.js';
import { CallMedia, type StreamPorts } from './call-media.js';
import { Dialog, Dialogs } from './dialog.js';
import { sessionIdOf, slotMs, type CallEnd, type CallRecord, type LoadShare, type ShareResult } from './plan.js';
import { SlotClock } from './slot-clock.js';

const epochNow = (): number => performance.timeOrigin + performance.now();
const noPorts: StreamPorts = [0, 0];

/** Places one share of a load from this process: one SIP wire for all, a socket for each stream, one clock. */
export class Caller {
  readonly #clock = new SlotClock();
  readonly #dialogs = new Dialogs();
  #wire: ClientWire | undefined;

  constructor(private readonly share: LoadShare) {}

  /** Resolves when the last call has ended. */
  async run(): Promise<ShareResult> {
    const cpu = process.cpuUsage();
    const { target } = this.share.plan;
    if (target.kind === 'recorder') this.#wire = await openClientWire(target, this.#dialogs.receive, () => undefined);
    let packets = 0;
    const calls = await Promise.all(
      this.share.indexes.map(async (index) => {
        const call = new Call(this.share, index, { clock: this.#clock, dialogs: this.#dialogs, wire: this.#wire });
        const record = await call.place();
        packets += call.media.packets;
        return record;
      }),
    );
    this.#clock.stop();
    this.#wire?.close();
    const { user, system } = process.cpuUsage(cpu);
    return { calls, packets, cpuSeconds: (user + system) / 1e6, lateness: this.#clock.lateness };
  }
}

interface Shared {
  readonly clock: SlotClock;
  readonly dialogs: Dialogs;
  readonly wire: ClientWire | undefined;
}

interface Answered {
  readonly status: number;
  readonly answerMs: number;
  readonly ports: StreamPorts;
}

class Call {
  readonly media: CallMedia;
  #offer: OfferBody | undefined;
  #dialog: Dialog | undefined;
  #endedByRecorder = false;

  constructor(
    private readonly share: LoadShare,
    private readonly index: number,
    private readonly shared: Shared,
  ) {
    this.media = new CallMedia(share.plan, index);
  }

  async place(): Promise<CallRecord> {
    const { plan, startAt } = this.share;
    const ports = await this.media.open();
    await pause(Math.max(0, startAt + (this.index * 1000) / plan.perSecond - epochNow()));
    const invitedAt = epochNow();
    const { status, answerMs, ports: aimed } = await this.#invite(ports);
    let end: CallEnd = status === 0 ? 'no-answer' : 'rejected';
    let endedAt = epochNow();
    if (status === 200) {
      await this.media.aim(aimed);
      await this.#talk();
      endedAt = epochNow();
      end = await this.#leave();
    }
    this.media.close();
    if (this.#dialog) this.shared.dialogs.remove(this.#dialog);
    const { slots, keyEndSlot, errors } = this.media;
    const sessionId = sessionIdOf(plan, this.index);
    return { index: this.index, sessionId, invitedAt, status, answerMs, slots, keyEndSlot, sendErrors: errors, endedAt, end };
  }

  async #invite(ports: StreamPorts): Promise<Answered> {
    const { target } = this.share.plan;
    if (target.kind === 'sockets') return { status: 200, answerMs: 0, ports: target.ports[this.index] ?? noPorts };
    const { wire, dialogs } = this.shared;
    if (!wire) return { status: 0, answerMs: 0, ports: noPorts };
    this.#offer = this.#offerOf(ports);
    const extraHeaders = [`Session-ID: ${this.#offer.sessionId}`];
    const dialog = new Dialog({ wire, target, extraHeaders }, { onBye: this.#onBye, onReoffer: this.#onReoffer });
    this.#dialog = dialog;
    dialogs.add(dialog);
    const body = offerBody(this.#offer);
    const from = performance.now();
    const response = await dialog.invite(`multipart/mixed;boundary=${BOUNDARY}`, body);
    const answerMs = performance.now() - from;
    const status = response ? (statusOf(response) ?? 0) : 0;
    return { status, answerMs, ports: status === 200 && response ? portsIn(response.body) : noPorts };
  }

  /** Each caller has a number of its own out of those that are reserved for fiction (020 7946 0000 to 0999). */
  #offerOf([customer, agent]: StreamPorts): OfferBody {
    const number = String(this.index % 1000).padStart(3, '0');
    return {
      address: '127.0.0.1',
      codec: 'PCMA',
      sessionId: sessionIdOf(this.share.plan, this.index),
      version: 1,
      streams: [
        { party: 'customer', label: '1', aor: `tel:+442079460${number}`, port: customer },
        { party: 'agent', label: '2', aor: 'sip:7001@pbx.example', port: agent },
      ],
    };
  }

  #talk(): Promise<void> {
    return new Promise((resolve) => {
      this.shared.clock.add((nowMs) => {
        const goesOn = !this.#endedByRecorder && this.media.sendSlot(nowMs);
        if (!goesOn) resolve();
        return goesOn;
      });
    });
  }

  /** The slot after the last packet is the one in which the BYE goes out. */
  async #leave(): Promise<CallEnd> {
    if (this.#endedByRecorder) return 'ended-by-recorder';
    if (!this.#dialog) return 'completed';
    return (await this.#dialog.bye()) ? 'completed' : 'bye-unanswered';
  }

  readonly #onBye = (): void => {
    this.#endedByRecorder = true;
  };

  readonly #onReoffer = (sdp: string): string => {
    if (!this.#offer) return '';
    void this.media.aim(portsIn(sdp));
    this.#offer = { ...this.#offer, version: this.#offer.version + 1 };
    return offerSdp(this.#offer);
  };
}

function portsIn(sdp: string): StreamPorts {
  const outcome = parseOffer(sdp);
  const media = 'offer' in outcome ? outcome.offer.media : [];
  const portOf = (position: number): number => {
    const line = media[position];
    return line && line.direction !== 'inactive' ? line.port : 0;
  };
  return [portOf(0), portOf(1)];
}

/** Milliseconds after which a share of this plan must have ended, whatever the recorder does. */
export const longestMs = ({ calls, perSecond, talkMs }: LoadShare['plan']): number =>
  (calls * 1000) / perSecond + talkMs + 2 * 32_000 + 50 * slotMs;
