import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import type { AuditAct } from '@voxkeep/contracts';
import { ContactPoints, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { PersonalValue } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import { CaseAccess } from '../subject/case-access.js';

/** Whether something may be sent to a contact point, or why not. */
export type AddressState = 'known' | 'not-there' | 'not-email' | 'shared' | 'too-new';
export interface KnownAddress {
  readonly contactPointId: string;
  readonly state: AddressState;
}
type Kind = 'email' | 'phone';

/** An address must have been the person's for so long before the request (04 d); one that came with the request never is. */
export const heldDays = 30;

interface Row {
  readonly id: string;
  readonly kind: Kind;
  readonly shared: boolean;
  readonly persons: number;
  readonly linked: boolean;
  readonly since: Date;
}

const points = `
  select p.id, p.kind, p.shared, l.person_id is not null as linked,
         greatest(p.created_at, coalesce(l.from_at, p.created_at)) as since,
         (select count(distinct o.person_id)::int from person_contact_point o
           where o.contact_point_id = p.id and o.to_at is null) as persons
    from contact_point p
    left join person_contact_point l on l.contact_point_id = p.id and l.person_id = $1::uuid and l.to_at is null`;

/** To which addresses of a person an answer may go. */
@Injectable()
export class KnownAddresses {
  constructor(
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** The e-mail addresses of the person of a case. */
  async emailsOf({ subject, openedAt }: CaseView): Promise<readonly KnownAddress[]> {
    const { personId, contactPointIds } = subject;
    const rows = await this.databases
      .of('directory')
      .rows<Row>(
        `${points} where p.kind = 'email' and (l.person_id is not null or ($1::uuid is null and p.id = any($2::uuid[])))`,
        [personId, contactPointIds],
      );
    return rows.map((row) => ({ contactPointId: row.id, state: stateOf(row, subject.personId, openedAt, 'email') }));
  }

  /** Whether something may be sent to this contact point. */
  async stateOf({ subject, openedAt }: CaseView, contactPointId: string, kind: Kind = 'email'): Promise<AddressState> {
    const chosen = subject.personId !== null || subject.contactPointIds.includes(contactPointId);
    const [row] = await this.databases.of('directory').rows<Row>(`${points} where p.id = $2`, [subject.personId, contactPointId]);
    return row === undefined || !chosen ? 'not-there' : stateOf(row, subject.personId, openedAt, kind);
  }

  /** Opens addresses under the case, after an audit entry. One whose key is gone is left out. */
  async open(found: CaseView, ids: readonly string[], action: AuditAct, by: string): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const stated = {
      ...{ action, by, purpose: 'data-subject-request', under: { kind: 'case' as const, id: found.id } },
      ...(found.subject.personId !== null && { subject: found.subject.personId }),
    };
    const audited = await this.access.record('directory', stated, ids.length, ['contact_point.value']);
    const opened = await this.seals.open(audited, directorySealed.contactPoint, await this.contactPoints.find(ids), ['value']);
    return new Map(
      ids.flatMap((id) => {
        const value = opened.get(id)?.value;
        return value instanceof PersonalValue ? [[id, value.reveal(audited)] as const] : [];
      }),
    );
  }
}

function stateOf(
  { kind, shared, persons, linked, since }: Row,
  personId: string | null,
  openedAt: Date,
  wanted: Kind,
): AddressState {
  if (personId !== null && !linked) return 'not-there';
  if (kind !== wanted) return 'not-email';
  if (shared || persons > 1) return 'shared';
  return since.getTime() > openedAt.getTime() - heldDays * 24 * 3_600_000 ? 'too-new' : 'known';
}
