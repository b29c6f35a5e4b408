import { isDeepStrictEqual } from 'node:util';
import type { ConsentGrant, Digit } from '@voxkeep/consent';
import type { MetadataFault, StreamParty } from '@voxkeep/telephony';
import { assignChannels, type ChannelOf } from './assign-channels.js';
import type { Holds } from './holds.js';
import type { KeptRecording } from './kept-recording.js';
import type { StreamSet } from './stream-set.js';
import type { Track } from './track.js';

/** Who is heard in a stream. `isCustomerAway`: the customer was in the call before, and everybody who is now is of the house. */
export interface ToldParty extends StreamParty {
  readonly isCustomerAway?: boolean;
}

/** Whose a stream is, and who was told to be heard in it then. `isLeft`: the customer was among its voices and is not there now. */
interface Known {
  readonly is: ChannelOf;
  readonly told: StreamParty;
  readonly isLeft?: boolean;
}

const unknown: ChannelOf = { channel: 'mixed', keysAs: 'mixed', inseparable: false };

/**
 * Whose each stream of a call is, by its index in the offer: as the newest that was told of it says. What tells no role changes nothing as
 * long as it names nobody else in the stream.
 */
export class CallChannels {
  #byStream: ReadonlyMap<number, Known> = new Map();

  /**
   * Hears these parties; a stream that they do not name stays what it is. What waits in a stream that changes is told before, and what is
   * kept of it ends: answers the tracks that are to be kept anew, as others', or because the customer is back, unless they are held.
   */
  hear(
    parties: readonly ToldParty[],
    streams: Pick<StreamSet, 'tracks' | 'settleForRest'>,
    kept: Pick<KeptRecording, 'part' | 'pause' | 'announce'>,
    holds: Pick<Holds, 'areOnAll' | 'othersOf'>,
  ): readonly Track[] {
    const next = this.#after(parties);
    const isOf = ({ terms }: Track): ChannelOf => next.get(terms.index)?.is ?? unknown;
    const isLeft = ({ terms }: Track): boolean => next.get(terms.index)?.isLeft ?? false;
    const { tracks } = streams;
    const turned = tracks.filter((track) => isLeft(track) !== this.isLeft(track));
    const changed = tracks.filter((track) => !isDeepStrictEqual(isOf(track), this.of(track.terms.index)));
    streams.settleForRest(tracks.filter((track) => turned.includes(track) || changed.includes(track)));
    const parted = changed.filter((track) => isKeptOtherwise(isOf(track), this.of(track.terms.index)));
    const left = turned.filter(isLeft);
    const anew = tracks.filter((track) => !isLeft(track) && (turned.includes(track) || parted.includes(track)));
    if (left.length > 0) kept.pause(left, 'customer-away', tracks);
    if (anew.length > 0) kept.part(anew, tracks);
    for (const track of parted) track.terms.channel = isOf(track).channel;
    const wereLeft = this.areLeft(tracks);
    this.#byStream = next;
    const areLeft = this.areLeft(tracks);
    if (wereLeft !== areLeft && !holds.areOnAll(tracks)) kept.announce(areLeft ? 'pause' : 'resume', 'customer-away');
    return holds.othersOf(anew);
  }

  /** Forgets streams that are no longer offered. */
  lose(tracks: readonly Track[]): void {
    this.#byStream = new Map([...this.#byStream].filter(([index]) => !tracks.some(({ terms }) => terms.index === index)));
  }

  /** Of a stream by its index in the offer. */
  of(index: number): ChannelOf {
    return this.#byStream.get(index)?.is ?? unknown;
  }

  /** Whether the customer, who was among the voices of a track, is not there now: nothing of it is kept under a yes of theirs. */
  isLeft({ terms }: Track): boolean {
    return this.#byStream.get(terms.index)?.isLeft ?? false;
  }

  /** Whether there is a track, and the customer is away from every one. */
  areLeft(tracks: readonly Track[]): boolean {
    return tracks.length > 0 && tracks.every((track) => this.isLeft(track));
  }

  /** Those of these tracks that a grant covers; what it does not name itself it covers only where the metadata say whose that is. */
  coveredBy(grant: Pick<ConsentGrant, 'channels' | 'covers'>, tracks: readonly Track[]): readonly Track[] {
    const isKnown = ({ channel, terms }: Track) => grant.channels.includes(channel) || this.of(terms.index).keysAs === channel;
    return tracks.filter((track) => !this.isLeft(track) && grant.covers(track.channel) && isKnown(track));
  }

  /** As whose a key counts of which nobody knows the stream: the customer's where the call has one. */
  get keysAs(): Digit['channel'] {
    const all = [...this.#byStream.values()].map(({ is }) => is.keysAs);
    return all.find((keysAs) => keysAs === 'customer') ?? all.find((keysAs) => keysAs === 'shared') ?? 'mixed';
  }

  /** Whether nothing in one of them may be given to one person as theirs alone. */
  get areInseparable(): boolean {
    return [...this.#byStream.values()].some(({ is }) => is.inseparable);
  }

  /** Whether want of metadata keeps a customer from being known. In a single stream none would tell: keys count for nothing there. */
  lackCustomer(fault: MetadataFault | undefined): boolean {
    return this.keysAs === 'mixed' && (this.#byStream.size > 1 || fault === 'metadata.unreadable');
  }

  #after(parties: readonly ToldParty[]): ReadonlyMap<number, Known> {
    const told = assignChannels(parties);
    const now = parties.map((party) => {
      const known = this.#known(party, told.get(party.index) ?? unknown);
      return [party.index, { ...known, isLeft: party.isCustomerAway === true && mayBeAnybodys(known.is) }] as const;
    });
    return new Map([...this.#byStream, ...now]);
  }

  #known(party: StreamParty, now: ChannelOf): Known {
    const before = this.#byStream.get(party.index);
    if (!before || party.role !== 'unknown') return { is: now, told: party };
    if (party.participantIds.length === 0 || isSame(before.told, party)) return before;
    return { is: { channel: before.is.channel, keysAs: sharedBy(before, party), inseparable: true }, told: party };
  }
}

/** The customer may be one of those who are heard in their stream now: then a key of it refuses, and grants nothing. */
function sharedBy({ is, told }: Known, party: StreamParty): Digit['channel'] {
  const wasTheirs = is.keysAs === 'customer' || is.keysAs === 'shared';
  return wasTheirs && told.participantIds.every((id) => party.participantIds.includes(id)) ? 'shared' : 'mixed';
}

/** A stream that is one person's own stays that person's, whoever else is away. */
const mayBeAnybodys = ({ keysAs }: ChannelOf): boolean => keysAs === 'mixed' || keysAs === 'shared';

/** Whether what is kept of a stream is another's, or nobody's alone, from then on. */
function isKeptOtherwise(now: ChannelOf, before: ChannelOf): boolean {
  return now.channel !== before.channel || (now.inseparable && !before.inseparable);
}

/** The same people, under the same ids or the same addresses. */
function isSame(before: StreamParty, now: StreamParty): boolean {
  return (
    before.participantIds.length === now.participantIds.length && (haveSameIds(before, now) || haveSameAddresses(before, now))
  );
}

const haveSameIds = (before: StreamParty, now: StreamParty): boolean =>
  now.participantIds.every((id) => before.participantIds.includes(id));

const haveSameAddresses = (before: StreamParty, now: StreamParty): boolean =>
  now.addresses.length > 0 && JSON.stringify(before.addresses) === JSON.stringify(now.addresses);
