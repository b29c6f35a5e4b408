import { Inject, Injectable } from '@nestjs/common';
import type { GrantView } from '@voxkeep/configuration';
import { ContactPoints, People, directorySealed, type ContactPointRecord } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { maskPhone, type AuditedAccess } from '@voxkeep/personal-data';
import { Database, databaseToken, type SignedIn } from '@voxkeep/platform';
import type { AuditAct, http } from '@voxkeep/contracts';
import type { z } from 'zod';

const purpose = { code: 'technical-support' } as const;

/** Contact points as scopes of a grant: chosen by their masked values, compared by a keyed hash of the number. */
@Injectable()
export class ScopePoints {
  constructor(
    @Inject(databaseToken('directory')) private readonly directory: Database,
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  async has(id: string): Promise<boolean> {
    return (await this.points.find([id])).length > 0;
  }

  /** The telephone numbers of a person, masked; audited as opened. */
  async choices(personId: string, by: SignedIn): Promise<z.infer<typeof http.diagnosticScopeChoice>[]> {
    const points = (await this.pointsOf(personId)).filter(({ kind }) => kind === 'phone');
    const audited = await this.record('contact-point.choose-for-diagnostics', personId, points.length, by);
    const opened = await this.open(audited, points);
    return points.flatMap(({ id, kind }) => {
      const number = opened.get(id);
      return number === undefined ? [] : [{ id, kind, masked: maskPhone(number) }];
    });
  }

  /** The number in E.164 that a grant is about; undefined when its key is gone or it is no telephone number. */
  async number({ scopeId }: Pick<GrantView, 'scopeId'>, by: SignedIn): Promise<string | undefined> {
    const points = (await this.points.find([scopeId])).filter(({ kind }) => kind === 'phone');
    const audited = await this.record('contact-point.open-for-diagnostics', scopeId, points.length, by);
    return (await this.open(audited, points)).get(scopeId);
  }

  private async pointsOf(personId: string): Promise<readonly ContactPointRecord[]> {
    const links = await this.people.pointsOf([personId]);
    return this.points.find(links.map(({ contactPointId }) => contactPointId));
  }

  private async open(audited: AuditedAccess, points: readonly ContactPointRecord[]): Promise<ReadonlyMap<string, string>> {
    if (points.length === 0) return new Map();
    const opened = await this.seals.open(audited, directorySealed.contactPoint, points, ['value']);
    return new Map(
      [...opened].flatMap(([id, { value }]) =>
        value === undefined || value === 'key-destroyed' ? [] : [[id, value.reveal(audited)] as const],
      ),
    );
  }

  private record(action: AuditAct, subject: string, count: number, by: SignedIn): Promise<AuditedAccess> {
    const entry = { action, actor: by.userId, subject, purpose: purpose.code, columns: ['value'], count };
    return this.directory.recordAccess(by.access(purpose), entry);
  }
}
