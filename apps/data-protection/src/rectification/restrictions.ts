import { Inject, Injectable } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { conflict } from '@voxkeep/platform';
import type { HoldScope } from '@voxkeep/personal-data';
import { caseNumber } from '../cases/case-rows.js';
import { demandMoved } from '../cases/case-desk.js';
import { HoldDesk } from '../holds/hold-desk.js';

const reviewDays = 90;
const dayMs = 24 * 3600 * 1000;

/** Restriction of processing on the person's own request, carried out as a hold of their case (GDPR Art. 18). */
@Injectable()
export class Restrictions {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(HoldDesk) private readonly holds: HoldDesk,
  ) {}

  async place(found: CaseView, basis: string, by: string): Promise<void> {
    if (found.kind !== 'restriction') throw conflict('case.not-a-restriction');
    demandMoved(await this.cases.begin(found.id, by));
    const { personId, contactPointIds } = found.subject;
    const scope = (kind: 'person' | 'contact-point', keyId: string): HoldScope => ({ kind, keyId, from: null, to: null });
    const persons = personId === null ? [] : [scope('person', personId)];
    const scopes = [...persons, ...contactPointIds.map((id) => scope('contact-point', id))];
    const reviewAt = new Date(Date.now() + reviewDays * dayMs);
    const hold = { matter: caseNumber(found), basis, contactRole: 'data-protection', caseId: found.id, reviewAt, scopes };
    await this.holds.place(hold, by);
    await this.cases.note(found.id, { step: 'restriction', affected: scopes.length, result: 'proposed' }, by);
    demandMoved(await this.cases.move(found.id, 'answered', by));
  }
}
