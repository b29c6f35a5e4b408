import type { ContactChannel, SwitchableCategory } from '@voxkeep/contracts';

/** Where a category is switched off: the whole site when all three are null, else one channel, one queue, or one user. */
export interface SwitchedOff {
  readonly category: SwitchableCategory;
  readonly channel: ContactChannel | null;
  readonly queueId: string | null;
  readonly userId: string | null;
}

/** What something that could be collected belongs to; what is left out is unknown and switches nothing off. */
export interface CollectingPlace {
  readonly channel?: ContactChannel;
  readonly queueId?: string | null;
  readonly userId?: string | null;
}

/** Which categories of personal data are collected where, as of one moment. */
export class Collecting {
  constructor(private readonly off: readonly SwitchedOff[]) {}

  /** False when the category is off for the site, the channel, the queue or the user. */
  collects(category: SwitchableCategory, place: CollectingPlace = {}): boolean {
    return !this.off.some((row) => row.category === category && covers(row, place));
  }

  /** Where a category is off, for a statement that decides by row. */
  offFor(category: SwitchableCategory): { readonly everywhere: boolean; readonly queueIds: readonly string[] } {
    const rows = this.off.filter((row) => row.category === category && row.userId === null);
    return {
      everywhere: rows.some(({ queueId }) => queueId === null),
      queueIds: rows.flatMap(({ queueId }) => (queueId === null ? [] : [queueId])),
    };
  }
}

function covers(row: SwitchedOff, { channel, queueId, userId }: CollectingPlace): boolean {
  if (row.channel !== null) return row.channel === channel;
  if (row.queueId !== null) return row.queueId === queueId;
  return row.userId === null || row.userId === userId;
}
