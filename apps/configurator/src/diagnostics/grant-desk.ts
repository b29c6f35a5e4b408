import { Inject, Injectable } from '@nestjs/common';
import {
  Accounts,
  CommunicationGrant,
  CommunicationGrants,
  Trunks,
  type GrantKeys,
  type CommunicationGrantOutcome,
  type GrantView,
} from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { HttpProblem, conflict, newId, newStreamKeyPair, notFound, unprocessable, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { ScopePoints } from './scope-points.js';
import { Streams } from './streams.js';

/** How recently whoever approves must have shown their last factor. */
const freshMinutes = 60;

/** Asks for, approves and ends grants under which communication events are written. */
@Injectable()
export class GrantDesk {
  constructor(
    @Inject(CommunicationGrants) private readonly grants: CommunicationGrants,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Trunks) private readonly trunks: Trunks,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(ScopePoints) private readonly points: ScopePoints,
  ) {}

  /** Asks for a grant; returns its id. 422 for a trunk or a contact point that is not there. */
  async request(body: z.output<typeof http.diagnosticGrantBody>, by: SignedIn): Promise<string> {
    await this.demandScope(body);
    const requester = await this.accounts.find(by.userId);
    if (!requester) throw notFound();
    const row = { id: newId(), requesterPersonId: requester.personId };
    const { reason = null } = await this.seals.seal(CommunicationGrant, row, { reason: body.reason });
    const { scopeKind, scopeId, purpose, minutes } = body;
    await this.grants.request({ ...row, scopeKind, scopeId, purpose, minutes, reason }, by.userId);
    return row.id;
  }

  /** Opens a grant that somebody else asked for. 403 for the requester and for a sign-in that is not fresh, 409 when it is not waiting. */
  async approve(id: string, by: SignedIn, streams: Streams): Promise<void> {
    by.demandFresh(freshMinutes);
    const outcome = await this.grants
      .approve(id, by.userId, (grant) => this.keysFor(grant, by, streams))
      .catch((thrown: unknown) => {
        streams.destroy(id);
        throw thrown;
      });
    demandDone(outcome);
  }

  async refuse(id: string, by: SignedIn): Promise<void> {
    demandDone(await this.grants.refuse(id, by.userId));
  }

  async end(id: string, by: SignedIn): Promise<void> {
    demandDone(await this.grants.end(id, by.userId));
  }

  private async keysFor(grant: GrantView, by: SignedIn, streams: Streams): Promise<GrantKeys> {
    const number = grant.scopeKind === 'contact-point' ? await this.points.number(grant, by) : undefined;
    const { publicKey, privateKey } = newStreamKeyPair();
    const numberDigest = streams.keepKeys(grant.id, privateKey, number);
    return { publicKey, numberDigest };
  }

  private async demandScope({ scopeKind, scopeId }: z.output<typeof http.diagnosticGrantBody>): Promise<void> {
    const there =
      scopeKind === 'contact' ||
      (scopeKind === 'trunk' ? (await this.trunks.find(scopeId)) !== undefined : await this.points.has(scopeId));
    if (!there) throw unprocessable([{ path: 'scopeId', problem: 'unknown' }]);
  }
}

/** Throws 404, 403 for the same person, or 409. */
export function demandDone(outcome: CommunicationGrantOutcome): void {
  if (!('refused' in outcome)) return;
  if (outcome.refused === 'not-there') throw notFound();
  if (outcome.refused === 'same-person') throw new HttpProblem(403, 'diagnostic-grant.same-person');
  throw conflict(`diagnostic-grant.${outcome.refused}`);
}
