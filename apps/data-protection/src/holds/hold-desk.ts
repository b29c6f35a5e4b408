import { Inject, Injectable } from '@nestjs/common';
import { Accounts, Holds, type HoldOutcome, type HoldView, type NewHold } from '@voxkeep/configuration';
import { isVoxkeepError, type http } from '@voxkeep/contracts';
import { conflict, forbidden, notFound } from '@voxkeep/platform';
import { HoldKeys } from './hold-keys.js';

/** Holds as the page shows them, and every act on them. */
@Injectable()
export class HoldDesk {
  constructor(
    @Inject(Holds) private readonly holds: Holds,
    @Inject(HoldKeys) private readonly keys: HoldKeys,
    @Inject(Accounts) private readonly accounts: Accounts,
  ) {}

  async list(): Promise<readonly http.HoldRow[]> {
    const [holds, logins] = await Promise.all([this.holds.list(), this.#logins()]);
    return holds.map((hold) => holdRow(hold, logins));
  }

  async get(id: string): Promise<http.HoldRow> {
    return holdRow(await this.#find(id), await this.#logins());
  }

  /** Proposes a hold and looks up what it covers. Deletion stops at once, keys are restricted when it is approved. */
  async place(hold: NewHold, by: string): Promise<string> {
    const id = await this.holds.place(hold, by).catch((thrown: unknown) => {
      throw isVoxkeepError(thrown) && thrown.code === 'hold.erasure-running' ? conflict(thrown.code) : thrown;
    });
    await this.keys.resolve(await this.#find(id));
    return id;
  }

  /** Approves a hold: from here on services can no longer open what it covers. 403 for whoever placed it. */
  async approve(id: string, by: string): Promise<void> {
    demandHold(await this.holds.approve(id, by));
    await this.keys.restrict(await this.#find(id), by);
  }

  async refuse(id: string, by: string): Promise<void> {
    demandHold(await this.holds.refuse(id, by));
  }

  async keep(id: string, reviewAt: Date, by: string): Promise<void> {
    demandHold(await this.holds.keep(id, reviewAt, by));
  }

  async proposeRelease(id: string, reason: string, by: string): Promise<void> {
    demandHold(await this.holds.proposeRelease(id, reason, by));
  }

  /** Releases a hold and gives back what no other hold covers. 403 for whoever asked for the release. */
  async release(id: string, by: string): Promise<void> {
    demandHold(await this.holds.release(id, by));
    await this.keys.giveBack(id, by);
  }

  async #find(id: string): Promise<HoldView> {
    const found = await this.holds.find(id);
    if (found === undefined) throw notFound();
    return found;
  }

  async #logins(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.accounts.list()).map(({ id, login }) => [id, login]));
  }
}

function demandHold(outcome: HoldOutcome): void {
  if (!('refused' in outcome)) return;
  if (outcome.refused === 'not-there') throw notFound();
  throw outcome.refused === 'same-person' ? forbidden('hold.same-person') : conflict('hold.wrong-state');
}

function holdRow(hold: HoldView, logins: ReadonlyMap<string, string>): http.HoldRow {
  const name = (id: string | null) => (id === null ? null : (logins.get(id) ?? id));
  const { id, number, matter, basis, contactRole, caseId, state, releaseReason, held } = hold;
  return {
    ...{ id, number, matter, basis, contactRole, caseId, state, releaseReason, held },
    placedBy: name(hold.placedBy) ?? '',
    placedAt: hold.placedAt.toISOString(),
    approvedBy: name(hold.approvedBy),
    reviewAt: hold.reviewAt.toISOString(),
    releaseBy: name(hold.releaseBy),
    releasedBy: name(hold.releasedBy),
    scopes: hold.scopes.map(({ kind, keyId, from, to }) => ({
      kind,
      keyId,
      from: from?.toISOString() ?? null,
      to: to?.toISOString() ?? null,
    })),
  };
}
