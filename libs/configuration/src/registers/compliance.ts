import type { http } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { obligations } from './obligations.js';

type Entry = http.ComplianceItem['history'][number];
/** An item as it is kept; what is not offered has no row. */
export interface ComplianceItemView {
  readonly id: string;
  readonly ownerUserId: string | null;
  readonly ownerOffice: http.ComplianceItem['ownerOffice'];
  readonly state: 'open' | 'met' | 'not-applicable';
  /** `2026-11-22`. */
  readonly dueOn: string | null;
  readonly reviewMonths: number;
  readonly history: readonly Entry[];
}
export interface ComplianceTerms {
  readonly ownerUserId: string | null;
  readonly ownerOffice: http.ComplianceItem['ownerOffice'];
  readonly dueOn: string;
  readonly reviewMonths: number;
}
export interface ComplianceEvidence {
  readonly reference: string;
  readonly address: string | null;
  readonly datedOn: string;
}
export interface PlainTrunkView {
  readonly trunkId: string;
  readonly name: string;
  readonly transport: string;
  readonly reason: string | null;
  readonly expiresOn: string | null;
}

interface NewEntry {
  readonly act: Entry['act'];
  readonly reference?: string;
  readonly address?: string | null;
  readonly datedOn?: string;
}

const itemSql = `
  select i.id, i.owner_user_id as "ownerUserId", i.owner_office as "ownerOffice", i.state, to_char(i.due_on, 'YYYY-MM-DD') as "dueOn",
         i.review_months as "reviewMonths",
         coalesce((select jsonb_agg(jsonb_build_object('at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'by', e.by_user,
           'act', e.act, 'reference', e.reference, 'address', e.address, 'datedOn', to_char(e.dated_on, 'YYYY-MM-DD')) order by e.at desc, e.id)
           from register.compliance_entry e where e.item_id = i.id), '[]') as history
  from register.compliance_item i`;

/** The register of organisational duties: who answers, by what evidence, until when. Its entries are never changed or removed. */
export class Compliance {
  constructor(private readonly database: Database) {}

  /** Adds rows for duties that have none, due in 30 days. */
  async seed(): Promise<void> {
    const duties = obligations.filter(({ reviewMonths }) => reviewMonths !== null);
    await this.database.rows(
      `insert into register.compliance_item (id, review_months, due_on)
       select id, months, current_date + 30 from unnest($1::text[], $2::integer[]) as d (id, months) on conflict do nothing`,
      [duties.map(({ id }) => id), duties.map(({ reviewMonths }) => reviewMonths)],
    );
  }

  list(): Promise<readonly ComplianceItemView[]> {
    return this.database.rows<ComplianceItemView>(`${itemSql} order by i.due_on nulls last, i.id`);
  }

  /** Notes evidence: the duty is met, and due again after its interval from the date of the document. */
  evidence(id: string, evidence: ComplianceEvidence, by: Actor): Promise<boolean> {
    return this.#change(id, by, { act: 'evidence', ...evidence }, (t) =>
      t.rows(
        `update register.compliance_item set state = 'met', due_on = ($2::date + make_interval(months => review_months))::date
         where id = $1 returning id`,
        [id, evidence.datedOn],
      ),
    );
  }

  terms(id: string, { ownerUserId, ownerOffice, dueOn, reviewMonths }: ComplianceTerms, by: Actor): Promise<boolean> {
    return this.#change(id, by, { act: 'settings' }, (t) =>
      t.rows(
        `update register.compliance_item set owner_user_id = $2, owner_office = $3, due_on = $4, review_months = $5
         where id = $1 returning id`,
        [id, ownerUserId, ownerOffice, dueOn, reviewMonths],
      ),
    );
  }

  /** Says that a duty does not arise here and why, or that it does after all. */
  applicable(id: string, applicable: boolean, reference: string, by: Actor): Promise<boolean> {
    return this.#change(id, by, { act: applicable ? 'reopened' : 'not-applicable', reference }, (t) =>
      t.rows(
        `update register.compliance_item set state = case when $2 then 'open' else 'not-applicable' end,
           due_on = (current_date + make_interval(months => case when $2 then 1 else review_months end))::date
         where id = $1 returning id`,
        [id, applicable],
      ),
    );
  }

  /** Trunks whose signalling is not encrypted, and why they may be so until when. */
  plainTrunks(): Promise<readonly PlainTrunkView[]> {
    return this.database.rows<PlainTrunkView>(
      `select t.id as "trunkId", t.name, t.transport, p.reason, to_char(p.expires_on, 'YYYY-MM-DD') as "expiresOn"
         from trunk t left join register.plain_trunk p on p.trunk_id = t.id where t.transport <> 'tls' order by t.name`,
    );
  }

  /** Explains a plain trunk; false when there is no such trunk, or it is encrypted. */
  explainTrunk(trunkId: string, reason: string, expiresOn: string, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const explained = await t.rows(
        `insert into register.plain_trunk (trunk_id, reason, expires_on, by_user)
         select id, $2, $3, $4 from trunk where id = $1 and transport <> 'tls'
         on conflict (trunk_id) do update set reason = excluded.reason, expires_on = excluded.expires_on, by_user = excluded.by_user, at = now()
         returning trunk_id`,
        [trunkId, reason, expiresOn, by],
      );
      if (explained.length === 0) return false;
      await t.audit({ action: 'trunk.explain-plain', actor: by, object: { kind: 'trunk', id: trunkId } });
      return true;
    });
  }

  #change(id: string, by: Actor, entry: NewEntry, work: (t: Transaction) => Promise<readonly object[]>): Promise<boolean> {
    return this.database.transaction(async (t) => {
      if ((await work(t)).length === 0) return false;
      await t.rows(
        `insert into register.compliance_entry (id, item_id, act, reference, address, dated_on, by_user)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(), id, entry.act, entry.reference ?? null, entry.address ?? null, entry.datedOn ?? null, by],
      );
      await t.audit({ action: `compliance-item.${entry.act}`, actor: by, object: { kind: 'compliance-item', id } });
      return true;
    });
  }
}
