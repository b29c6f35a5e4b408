import { SipjsEndpoint } from './sipjs-endpoint.js';
import type { SipTimers } from './timers.js';

/** Where a message came from. IPv4 addresses are never written as mapped IPv6. */
export interface SipSource {
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** A request that may carry an offer, with its body as received. Header names are case-insensitive; values are UTF-8. */
export interface Offer {
  readonly callId: string;
  readonly source: SipSource;
  readonly userAgent?: string;
  readonly headers: (name: string) => readonly string[];
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  /** Nothing in an INVITE said that a session is to be recorded; it was taken because `acceptsUnmarked` allows it. */
  readonly unmarked: boolean;
}

/** What an answer says beside its status (RFC 3261 §20.43): a code from 300 to 399, 399 for whatever has none of its own, and a text. */
export interface SipWarning {
  readonly code: number;
  readonly text: string;
}

/** A refusal of 400–699. `retryAfter` in seconds. */
export interface Rejection {
  readonly status: number;
  readonly reason: string;
  readonly retryAfter?: number;
  readonly warning?: SipWarning | undefined;
}

/** A key that a peer reported by SIP INFO, with how long it was held if it said so. */
export interface InfoDigit {
  readonly key: string;
  readonly durationMs?: number;
}

/** What to reply: an SDP (empty: a 200 without a body), with what of the offer was left out, or a refusal. */
export type Answer = { readonly accept: string; readonly warning?: SipWarning | undefined } | { readonly reject: Rejection };

export type EndReason = 'bye' | 'cancelled' | 'no-ack' | 'transport';

/** A confirmed dialog. */
export interface SipDialog {
  readonly callId: string;
  /** Ends the call from our side, after its ACK. Resolves when the peer replied or did not within 64*T1; `onEnd` is not called. */
  bye(reason: string): Promise<void>;
  /** Sends our own offer as a re-INVITE; a glare (491) is retried after a pause (RFC 3261 §14.1). Never rejects. */
  reoffer(sdp: string): Promise<'accepted' | 'refused'>;
  /**
   * Asks the peer by an OPTIONS of the dialog whether the call still stands. `gone` when it says 481 or 408, `no-answer` when it says
   * nothing within 64*T1 or cannot be reached; whatever else it says, it is alive. Changes nothing and never rejects.
   */
  probe(): Promise<'alive' | 'gone' | 'no-answer'>;
}

/**
 * What the endpoint asks of the recorder. Whatever these do or throw, every request gets exactly one final response.
 * `onEnd` comes once for each established dialog that the peer, the network or a missing ACK ended, and once with
 * `cancelled` for an offer that ended before its answer was used (CANCEL, or no answer in time); it follows `onOffer`.
 */
export interface SipHandler {
  /** Asked of every message before it is looked at. */
  admits(source: SipSource): 'known' | 'unknown';
  /** Whether this source may send an INVITE that does not say that it is for recording; only one with an SDP offer is taken. */
  acceptsUnmarked(source: SipSource): boolean;
  /** An INVITE that does not say that it is for recording, from a source that may not send one: how it is refused. */
  onUnmarked(source: SipSource): Answer;
  onOffer(offer: Offer): Promise<Answer>;
  onEstablished(dialog: SipDialog): void;
  /** A re-INVITE or UPDATE; to one without SDP an empty `accept` repeats what stands. */
  onReoffer(callId: string, offer: Offer): Promise<Answer>;
  /** A key by SIP INFO (`application/dtmf-relay`, `application/dtmf`); whose it is, is not said. */
  onInfoDigit(callId: string, digit: InfoDigit): void;
  onEnd(callId: string, why: EndReason): void;
}

export interface SipEndpointOptions {
  /** Address to listen on, IPv4 or IPv6; `0.0.0.0` or `::` need a `publicAddress`. */
  readonly address: string;
  /** The port for UDP and TCP alike; 0 takes a free one. */
  readonly port: number;
  /** Address that peers shall send to, when it is not the one listened on. */
  readonly publicAddress?: string;
  /**
   * Asked once for each new INVITE of a known source, before it is parsed. False: 503 in the same turn, without Retry-After, which
   * would let the client avoid the whole recorder for that time.
   */
  readonly capacityLeft: (source: SipSource) => boolean;
  /** Asked for each OPTIONS. False: 503. A recorder that refuses a burst is still in service. */
  readonly inService: () => boolean;
  readonly handler: SipHandler;
  /** RFC 3261 timers in milliseconds; one set for the whole process. */
  readonly timers?: Partial<SipTimers>;
}

/** A SIPREC session recording server's signalling side. */
export interface SipEndpoint {
  /** Throws `sip.port-in-use` ({port}) or `sip.cannot-listen` ({port, cause}). */
  start(): Promise<{ readonly udpPort: number; readonly tcpPort: number }>;
  /** Closes the sockets and forgets every dialog without a BYE; say good-bye before. */
  stop(): Promise<void>;
  readonly counters: Readonly<Record<string, number>>;
  /** How many entries each of its tables holds; after 80*T1 without a message and without a call, nothing is left. */
  readonly remembered: Readonly<Record<string, number>>;
}

/** The endpoint on the core of sip.js (ADR 0006). */
export function createSipEndpoint(options: SipEndpointOptions): SipEndpoint {
  return new SipjsEndpoint(options);
}
