import type { ContactChannel, SwitchableCategory } from '@voxkeep/contracts';

/** Where a category is switched off: the whole site when all three are null, else one channel, one queue, or one user. */
export interface SwitchedOff {
  readonly category: SwitchableCategory;
  readonly channel: ContactChannel | null;
  readonly queueId: string | null;
  readonly userId: string | null;
}

/** The same as it was set, with the time from which it holds: what is older is old data, which go through a rehearsal. */
export interface OffSince extends SwitchedOff {
  readonly offSince: Date;
}

/** What something that could be collected belongs to; what is left out is unknown and switches nothing off. */
export interface CollectingPlace {
  readonly channel?: ContactChannel;
  readonly queueId?: string | null;
  readonly userId?: string | null;
}

/** Which categories of personal data are collected where, as of one moment. */
export class Collecting {
  constructor(private readonly off: readonly OffSince[]) {}

  /** False when the category is off for the site, the channel, the queue or the user. */
  collects(category: SwitchableCategory, place: CollectingPlace = {}): boolean {
    return !this.off.some((row) => row.category === category && covers(row, place));
  }

  /** Where a category is off and since when, for a statement that decides by row; without a queue it is off everywhere. */
  offFor(category: SwitchableCategory): readonly { readonly queueId: string | null; readonly since: Date }[] {
    return this.off
      .filter((row) => row.category === category && row.userId === null)
      .map(({ queueId, offSince }) => ({ queueId, since: offSince }));
  }
}

function covers(row: SwitchedOff, { channel, queueId, userId }: CollectingPlace): boolean {
  if (row.channel !== null) return row.channel === channel;
  if (row.queueId !== null) return row.queueId === queueId;
  return row.userId === null || row.userId === userId;
}
