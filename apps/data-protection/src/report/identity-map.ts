import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { PersonalValue, maskPhone, type AuditedAccess, type SubjectTrace } from '@voxkeep/personal-data';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { HeldRows } from '../subject/held-rows.js';
import type { OpenedTexts } from '../subject/row-opening.js';
import type { PersonReport } from './person-report.js';

type Identity = PersonReport['identity'];

/** Which numbers and addresses are the person's, how that is known, and which shared ones were left out. */
@Injectable()
export class IdentityMap {
  constructor(
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** Opens the shared points once more to name their last digits; what was held over them stays closed. */
  async of(trace: SubjectTrace, held: readonly HeldRows[], opened: OpenedTexts, stated: StatedAccess): Promise<Identity> {
    return {
      contactPoints: pointsIn(held, opened),
      excluded: await this.excluded(trace.withheld.contactPoints, stated),
      otherPersons: trace.withheld.otherPersons,
      recordsOfOthers: trace.withheld.rows,
    };
  }

  private async excluded(ids: readonly string[], stated: StatedAccess): Promise<Identity['excluded']> {
    if (ids.length === 0) return [];
    const [points, shared] = await Promise.all([this.contactPoints.find(ids), this.contactPoints.sharedWith(ids)]);
    const audited = await this.access.record('directory', stated, points.length, ['contact_point.value']);
    const opened = await this.seals.open(audited, directorySealed.contactPoint, points, ['value']);
    return points.map(({ id, kind }) => ({
      kind,
      masked: masked(kind, opened.get(id)?.value, audited),
      sharedWith: Math.max(1, (shared.get(id) ?? 1) - 1),
    }));
  }
}

function masked(kind: string, value: unknown, audited: AuditedAccess): string {
  const text = value instanceof PersonalValue ? String(value.reveal(audited)) : '';
  return kind === 'phone' && text !== '' ? maskPhone(text) : '••••';
}

function pointsIn(held: readonly HeldRows[], opened: OpenedTexts): Identity['contactPoints'] {
  const rowsOf = (table: string) => held.filter(({ step }) => step.table === table).flatMap(({ items }) => items);
  const evidence = new Map(rowsOf('person_contact_point').map(({ row }) => [row['contact_point_id'], String(row['evidence'])]));
  return rowsOf('contact_point').map(({ row }) => {
    const text = opened.of(row, 'value');
    return {
      id: String(row['id']),
      kind: String(row['kind']),
      value: text === undefined || text === 'unreadable' ? null : text.text,
      evidence: evidence.get(row['id']) ?? null,
    };
  });
}
