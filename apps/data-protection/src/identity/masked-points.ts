import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { directorySealed, type ContactPointRecord } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { maskPhone } from '@voxkeep/personal-data';
import { textOf } from '../find/person-descriptions.js';
import { CaseAccess } from '../subject/case-access.js';

/** Contact points of a case, opened on record and masked: enough to tell them apart, too little to read them out to whoever asks. */
@Injectable()
export class MaskedPoints {
  constructor(
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** `•••• 67` or `m•••@•••.ee` by point id; one that cannot be opened is absent. */
  async of(points: readonly ContactPointRecord[], { id, subject }: CaseView, by: string): Promise<ReadonlyMap<string, string>> {
    if (points.length === 0) return new Map();
    const audited = await this.access.record(
      'directory',
      {
        ...{ action: 'case.verify-points', by, purpose: 'data-subject-request', under: { kind: 'case', id } },
        ...(subject.personId !== null && { subject: subject.personId }),
      },
      points.length,
      ['contact_point.value'],
    );
    const { values: opened } = await this.seals.openEach(audited, directorySealed.contactPoint, points, ['value']);
    return new Map(
      points.flatMap(({ id: point, kind }) => {
        const text = textOf(opened.get(point)?.value, audited);
        return text === null ? [] : [[point, kind === 'phone' ? maskPhone(text) : maskEmail(text)] as const];
      }),
    );
  }
}

/** The first letter and the last part of the domain. */
export function maskEmail(address: string): string {
  return `${address.slice(0, 1)}•••@•••${/\.[^.]*$/.exec(address)?.[0] ?? ''}`;
}
