import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { linkPersons } from './person-links.js';

export type ProposalKind = 'same-person' | 'point-of-person' | 'shared-point';
export type ProposalReason = 'same-contact-point' | 'same-name' | 'many-persons' | 'stated';
export interface NewProposal {
  readonly kind: ProposalKind;
  readonly personId: string | null;
  readonly otherId: string | null;
  readonly contactPointId: string | null;
  readonly reasons: readonly ProposalReason[];
  /** 0–100. */
  readonly confidence: number;
}
export interface StoredProposal extends NewProposal {
  readonly id: string;
  readonly createdAt: Date;
  /** The point of the proposal, or one that both persons have. */
  readonly shownPointId: string | null;
}
export type Decision = 'accept' | 'refuse';
export type DecisionOutcome = 'done' | 'not-there' | 'decided' | 'was-linked';

const samePersonSql = `
  insert into identity_proposal (id, kind, person_id, other_id, reasons, confidence)
  select gen_random_uuid(), 'same-person', a.person_id, b.person_id, '{same-contact-point}', least(90, 30 + 20 * count(*))
  from (
    select contact_point_id from person_contact_point l join contact_point c on c.id = l.contact_point_id and not c.shared
    where to_at is null group by contact_point_id having count(distinct person_id) between 2 and $1) few
  join person_contact_point a on a.contact_point_id = few.contact_point_id and a.to_at is null
  join person_contact_point b on b.contact_point_id = few.contact_point_id and b.to_at is null and a.person_id < b.person_id
  where not exists (select 1 from person_link m where m.to_at is null and m.type = 'replaces'
    and ((m.person_id = a.person_id and m.other_id = b.person_id) or (m.person_id = b.person_id and m.other_id = a.person_id)))
  group by a.person_id, b.person_id
  on conflict do nothing returning id`;

const sharedPointSql = `
  insert into identity_proposal (id, kind, contact_point_id, reasons, confidence)
  select gen_random_uuid(), 'shared-point', l.contact_point_id, '{many-persons}', least(95, 40 + 5 * count(distinct l.person_id))
  from person_contact_point l join contact_point c on c.id = l.contact_point_id and not c.shared
  where l.to_at is null group by l.contact_point_id having count(distinct l.person_id) > $1
  on conflict do nothing returning id`;

const openSql = `
  select p.id, p.kind, p.person_id as "personId", p.other_id as "otherId", p.contact_point_id as "contactPointId", p.reasons,
    p.confidence, p.created_at as "createdAt",
    coalesce(p.contact_point_id, (select min(a.contact_point_id::text)::uuid from person_contact_point a
      join person_contact_point b on b.contact_point_id = a.contact_point_id and b.person_id = p.other_id and b.to_at is null
      where a.person_id = p.person_id and a.to_at is null)) as "shownPointId"
  from identity_proposal p where p.state = 'open' order by p.confidence desc, p.id limit $1`;

/** What may be the same, put before a person to decide. Weak evidence never joins anybody by itself, and a refusal is remembered. */
export class Proposals {
  constructor(private readonly directory: Database) {}

  /**
   * Looks for pairs that share a contact point, and for contact points that more than `fewPersons` have, which are proposed as shared
   * instead. What was proposed before, decided or not, is not proposed again. Answers how many are new.
   */
  gather(fewPersons: number, by: string): Promise<number> {
    return this.directory.transaction(async (t) => {
      const pairs = await t.rows(samePersonSql, [fewPersons]);
      const shared = await t.rows(sharedPointSql, [fewPersons]);
      const found = pairs.length + shared.length;
      if (found > 0) await t.audit({ action: 'identity.propose', actor: by, count: found });
      return found;
    });
  }

  /** Puts one thing forward. Answers what stands: `refused` when it was refused before. */
  propose(
    { kind, personId, otherId, contactPointId, reasons, confidence }: NewProposal,
    by: string,
  ): Promise<'open' | 'refused' | 'accepted'> {
    const [low, high] = kind === 'same-person' && (personId ?? '') > (otherId ?? '') ? [otherId, personId] : [personId, otherId];
    return this.directory.transaction(async (t) => {
      const made = await t.rows(
        `insert into identity_proposal (id, kind, person_id, other_id, contact_point_id, reasons, confidence)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
        [newId(), kind, low, high, contactPointId, reasons, confidence],
      );
      if (made.length > 0) {
        await t.audit({ action: 'identity.propose', actor: by, count: 1, ...(low !== null && { subject: low }) });
        return 'open';
      }
      const [there] = await t.rows<{ state: 'open' | 'refused' | 'accepted' }>(
        `select state from identity_proposal where kind = $1 and person_id is not distinct from $2 and other_id is not distinct from $3
           and contact_point_id is not distinct from $4`,
        [kind, low, high, contactPointId],
      );
      return there?.state ?? 'open';
    });
  }

  /** Undecided ones, the surest first. */
  open(limit: number): Promise<readonly StoredProposal[]> {
    return this.directory.rows<StoredProposal>(openSql, [limit]);
  }

  async countOpen(): Promise<number> {
    const [row] = await this.directory.rows<{ n: number }>(
      `select count(*)::int as n from identity_proposal where state = 'open'`,
    );
    return row?.n ?? 0;
  }

  /** Decides one, and does what it proposes when it is accepted, in one transaction. Of two at once, one gets `decided`. */
  decide(id: string, decision: Decision, by: string): Promise<DecisionOutcome> {
    return this.directory.transaction(async (t): Promise<DecisionOutcome> => {
      const [found] = await t.rows<StoredProposal & { state: string }>(
        `select id, kind, state, person_id as "personId", other_id as "otherId", contact_point_id as "contactPointId", confidence
         from identity_proposal where id = $1 for update`,
        [id],
      );
      if (found === undefined) return 'not-there';
      if (found.state !== 'open') return 'decided';
      if (decision === 'accept' && !(await enact(t, found, by))) return 'was-linked';
      await t.rows('update identity_proposal set state = $2, decided_at = now(), decided_by = $3 where id = $1', [
        id,
        decision === 'accept' ? 'accepted' : 'refused',
        by,
      ]);
      const subject = found.personId ?? found.contactPointId;
      await t.audit({
        action: `identity.${decision}`,
        actor: by,
        object: { kind: 'identity-proposal', id },
        ...(subject !== null && { subject }),
      });
      return 'done';
    });
  }
}

async function enact(t: Transaction, { kind, personId, otherId, contactPointId }: NewProposal, by: string): Promise<boolean> {
  if (kind === 'same-person') return 'id' in (await linkPersons(t, personId ?? '', otherId ?? '', 'replaces', by));
  if (kind === 'shared-point') {
    await t.rows('update contact_point set shared = true where id = $1', [contactPointId]);
    return true;
  }
  await t.rows(
    `insert into person_contact_point (person_id, contact_point_id, evidence, confidence) values ($1, $2, 'staff', 70)
     on conflict do nothing`,
    [personId, contactPointId],
  );
  return true;
}
