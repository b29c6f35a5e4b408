import { Inject, Injectable } from '@nestjs/common';
import { Holds, type HoldView } from '@voxkeep/configuration';
import type { AuditAct } from '@voxkeep/contracts';
import { KEYRING, underCase, type AuditedUnderCase, type KeyringClient } from '@voxkeep/keyring';
import { Access, type KeyOwner } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import { HoldResolver } from './hold-resolver.js';

/** Owners in one request to the keyring. */
const perRequest = 500;

/**
 * The cryptographic side of holds (04 e): keys of what is held are taken from every service, and given back when the last hold on
 * them is released. Every step may be done again.
 */
@Injectable()
export class HoldKeys {
  constructor(
    @Inject(Holds) private readonly holds: Holds,
    @Inject(HoldResolver) private readonly resolver: HoldResolver,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /** Looks up what a hold covers and notes it; keys are not touched. */
  async resolve(hold: HoldView): Promise<void> {
    const { keys } = await this.resolver.resolve(hold);
    await this.holds.cover(hold.id, keys, []);
  }

  /** Looks up what a hold covers now and restricts what is new. Answers how many owners were restricted. */
  async restrict(hold: HoldView, by: string): Promise<number> {
    const { keys, owners } = await this.resolver.resolve(hold);
    const audited = await this.#record(hold.id, 'hold.restrict', owners.length, by);
    // Restricted before it is noted: an interruption leaves keys that the next look-up notes, never a note without effect.
    const restricted = await this.#change(audited, owners, true);
    await this.holds.cover(hold.id, keys, owners);
    return restricted;
  }

  /** Gives back the keys that a released hold alone had taken. */
  async giveBack(holdId: string, by: string): Promise<void> {
    const owners = await this.holds.ownersOnlyOf(holdId);
    const audited = await this.#record(holdId, 'hold.give-back', owners.length, by);
    await this.#change(audited, owners, false);
    await this.holds.forget(holdId);
  }

  async #change(audited: AuditedUnderCase, owners: readonly KeyOwner[], restricted: boolean): Promise<number> {
    let changed = 0;
    for (let at = 0; at < owners.length; at += perRequest)
      changed += (await this.keyring.restrict(audited, owners.slice(at, at + perRequest), restricted)).length;
    return changed;
  }

  /** The keyring wants every restriction under a case; that of a hold stands under the hold. */
  async #record(holdId: string, action: AuditAct, count: number, by: string): Promise<AuditedUnderCase> {
    const kind = by.startsWith('system:') ? 'system' : 'user';
    const access = Access.by({ actorId: by, kind }, { code: 'legal-hold' }, { caseId: holdId });
    const entry = { action, actor: by, object: { kind: 'hold', id: holdId }, purpose: 'legal-hold', count };
    return underCase(await this.databases.of('configuration').recordAccess(access, entry));
  }
}
