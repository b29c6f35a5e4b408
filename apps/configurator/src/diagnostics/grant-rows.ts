import { Inject, Injectable } from '@nestjs/common';
import { AccessViews, CommunicationGrant, CommunicationGrants, Trunks, type GrantView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { Database, databaseToken, notFound, type SignedIn } from '@voxkeep/platform';
import type { Streams } from './streams.js';

/** Grants as the pages show them: people by login, trunks by name, the reason opened under its audit entry. */
@Injectable()
export class GrantRows {
  constructor(
    @Inject(CommunicationGrants) private readonly grants: CommunicationGrants,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(Trunks) private readonly trunks: Trunks,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** The list, newest first, without reasons. */
  async list(by: SignedIn): Promise<http.DiagnosticGrantRow[]> {
    return this.rowsOf(await this.grants.list(), by);
  }

  /** One grant with its reason and its files. Throws 404. */
  async detail(id: string, by: SignedIn, streams: Streams): Promise<http.DiagnosticGrantDetail> {
    const grant = await this.grants.find(id);
    const [row] = grant ? await this.rowsOf([grant], by) : [];
    if (!grant || !row) throw notFound();
    const files = streams.list(id).map(({ program, octets, begunAt }) => ({ program, octets, begunAt: begunAt.toISOString() }));
    return { ...row, reason: await this.reasonOf(grant, by), files };
  }

  private async reasonOf(grant: GrantView, by: SignedIn): Promise<string | null> {
    if (grant.reason === null) return null;
    const purpose = { code: 'technical-support' } as const;
    const audited = await this.configuration.recordAccess(by.access(purpose), {
      action: 'communication-grant.read-reason',
      actor: by.userId,
      object: { kind: 'communication-grant', id: grant.id },
      purpose: purpose.code,
      columns: ['reason'],
      count: 1,
    });
    const reason = (await this.seals.open(audited, CommunicationGrant, [grant], ['reason'])).get(grant.id)?.reason;
    return reason === undefined || reason === 'key-destroyed' ? null : reason.reveal(audited);
  }

  private async rowsOf(grants: readonly GrantView[], by: SignedIn): Promise<http.DiagnosticGrantRow[]> {
    const people = grants.flatMap(({ requestedBy, approvedBy }) => [requestedBy, ...(approvedBy === null ? [] : [approvedBy])]);
    const logins = await this.access.loginsOf([...new Set(people)]);
    const trunks = new Map((await this.trunks.list()).map(({ id, name }) => [id, name]));
    return grants.map((grant) => ({
      id: grant.id,
      scopeKind: grant.scopeKind,
      scopeId: grant.scopeId,
      scopeName: trunks.get(grant.scopeId) ?? null,
      purpose: grant.purpose,
      minutes: grant.minutes,
      state: grant.state,
      requestedBy: logins.get(grant.requestedBy) ?? '',
      requestedAt: grant.requestedAt.toISOString(),
      own: grant.requestedBy === by.userId,
      approvedBy: grant.approvedBy === null ? null : (logins.get(grant.approvedBy) ?? ''),
      endReason: grant.endReason,
      ...timesOf(grant),
    }));
  }
}

function timesOf({ openedAt, endsAt, endedAt, deleteAt, shreddedAt }: GrantView) {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    openedAt: iso(openedAt),
    endsAt: iso(endsAt),
    endedAt: iso(endedAt),
    deleteAt: iso(deleteAt),
    shreddedAt: iso(shreddedAt),
  };
}
