import type { ClientName } from '../protocol/clients.js';
import type { OwnerKeys } from './owner-keys.js';

/** How long after minting a recorder may ask for its keys again, to finish recordings that a crash cut off. */
export const recoverableMs = 48 * 60 * 60 * 1000;

/**
 * From when on a key must have been minted to be given back to the client that minted it. The time that the site stood still does not
 * count: who comes back on Monday finishes the calls that a power cut ended on Friday. So for as long as a key is given back after
 * minting, a keyring that opened counts from the last key that the client had before.
 */
export class RecoverableSince {
  private readonly openedAt: Date;

  constructor(
    private readonly keys: Pick<OwnerKeys, 'lastMinted'>,
    private readonly now: () => Date,
  ) {
    this.openedAt = now();
  }

  /** Reads the table of keys once for each answer, in the first 48 hours only. */
  async for(client: ClientName): Promise<Date> {
    const nowMs = this.now().getTime();
    const isNew = nowMs - this.openedAt.getTime() < recoverableMs;
    const last = isNew ? await this.keys.lastMinted(client, this.openedAt) : undefined;
    return new Date(Math.min(nowMs, last?.getTime() ?? nowMs) - recoverableMs);
  }
}
