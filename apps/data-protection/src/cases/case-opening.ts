import { Inject, Injectable } from '@nestjs/common';
import { Cases, SiteSettings, requiredLevel } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, People } from '@voxkeep/directory';
import { unprocessable } from '@voxkeep/platform';
import type { z } from 'zod';

type Body = z.infer<typeof http.openCaseBody>;

/** Opens cases, each with the certainty about the requester that it demands (GDPR Art. 12(6)). */
@Injectable()
export class CaseOpening {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
  ) {}

  /**
   * Opens a case and answers its id. Throws 422 for a case about nobody, and for a verification that is only claimed: a document may
   * have been seen already, everything else is checked by the server.
   */
  async open({ kind, subject, verification, recordings = false }: Body, by: string): Promise<string> {
    if (subject.personId === null && subject.contactPointIds.length === 0)
      throw unprocessable([{ path: 'subject', problem: 'required' }]);
    if (verification !== undefined && verification.method !== 'document-seen')
      throw unprocessable([{ path: 'verification.method', problem: 'not-proven' }]);
    const weight = {
      kind,
      recordings,
      sharedPoints: await this.#hasSharedPoints(subject),
      employee: await this.#isEmployee(subject.personId),
    };
    const demanded = await this.settings.find(`protection.required-level.${kind}`);
    return this.cases.open(
      {
        kind,
        subject,
        verification: verification ?? { level: 0, method: 'none' },
        requiredLevel: requiredLevel(weight, typeof demanded === 'number' ? demanded : 1),
        withRecordings: recordings,
      },
      by,
    );
  }

  async #hasSharedPoints({ personId, contactPointIds }: Body['subject']): Promise<boolean> {
    const [points, persons, own] = await Promise.all([
      this.contactPoints.find(contactPointIds),
      this.contactPoints.sharedWith(contactPointIds),
      personId === null ? [] : this.people.pointsOf([personId]),
    ]);
    const mine = new Set(own.filter(({ toAt }) => toAt === null).map(({ contactPointId }) => contactPointId));
    return points.some(({ id, shared }) => shared || (persons.get(id) ?? 0) > (mine.has(id) || personId === null ? 1 : 0));
  }

  async #isEmployee(personId: string | null): Promise<boolean> {
    if (personId === null) return false;
    const [person] = await this.people.find([personId]);
    return person?.kind === 'employee';
  }
}
