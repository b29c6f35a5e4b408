import type { StreamPorts } from './call-media.js';

/** Where the calls of a load go: to a recorder by SIP, or straight to sockets that only count (the floor of every figure). */
export type LoadTarget =
  | { readonly kind: 'recorder'; readonly address: string; readonly port: number; readonly transport: 'udp' | 'tcp' }
  | { readonly kind: 'sockets'; readonly ports: readonly StreamPorts[] };

/** A load: `calls` of them, one every `1000 / perSecond` ms, each with two G.711 streams until its BYE. */
export interface LoadPlan {
  readonly target: LoadTarget;
  /** Names the run: session ids begin with it, so that two runs against one appliance never meet. */
  readonly run: string;
  readonly seed: number;
  readonly calls: number;
  readonly perSecond: number;
  /** Milliseconds from the answer to the customer's key 1; null: nobody presses a key. */
  readonly keyAfterMs: number | null;
  /** Milliseconds from the answer to the BYE. */
  readonly talkMs: number;
}

/** The part of a load that one process places. `startAt`: milliseconds since the Unix epoch at which call 0 is due. */
export interface LoadShare {
  readonly plan: LoadPlan;
  readonly startAt: number;
  readonly indexes: readonly number[];
}

export type CallEnd = 'completed' | 'ended-by-recorder' | 'bye-unanswered' | 'rejected' | 'no-answer';

/** One call as its sender saw it. Times are milliseconds since the Unix epoch. */
export interface CallRecord {
  readonly index: number;
  readonly sessionId: string;
  readonly invitedAt: number;
  /** Status of the final response; 0 when none came. */
  readonly status: number;
  /** Milliseconds from the INVITE to the final response. */
  readonly answerMs: number;
  /** When the packets of each slot of 20 ms left; NaN where none did. Both streams of a call send in the same turn, the customer first. */
  readonly slots: Float64Array;
  /** The slot in which the key's end was sent; null without a key. */
  readonly keyEndSlot: number | null;
  readonly sendErrors: number;
  readonly endedAt: number;
  readonly end: CallEnd;
}

/** How well the sender itself kept time. */
export interface SenderReport {
  readonly packets: number;
  readonly cpuSeconds: number;
  /** Milliseconds by which packets left later than planned. */
  readonly lateMedianMs: number;
  readonly lateP99Ms: number;
  readonly lateMaxMs: number;
}

export interface ShareResult {
  readonly calls: readonly CallRecord[];
  readonly packets: number;
  readonly cpuSeconds: number;
  /** Slots by whole milliseconds of lateness; the last entry holds all that were later. */
  readonly lateness: Uint32Array;
}

export const slotMs = 20;
export const slotOctets = 160;

/** The name under which the contact of a call is found. */
export const sessionIdOf = ({ run }: Pick<LoadPlan, 'run'>, index: number): string => `${run}-${index}`;

export const slotsIn = (milliseconds: number): number => Math.floor(milliseconds / slotMs);
