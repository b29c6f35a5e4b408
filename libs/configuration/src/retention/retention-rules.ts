import { createHash } from 'node:crypto';
import type { http } from '@voxkeep/contracts';
import { newId, violates, type Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';

export type RuleOutcome = { readonly saved: string } | { readonly refused: 'scope-taken' | 'not-there' };

const columns = 'id, class, channel, queue_id as "queueId", amount, unit, ground, reference';

/** How long each class is kept. A change removes nothing by itself: it ends the approval, and a rehearsal is asked for first (01, settled 5). */
export class RetentionRules {
  constructor(private readonly database: Database) {}

  /** Every rule, the general one of a class before those of its queues. */
  list(): Promise<http.RetentionRule[]> {
    return this.database.rows(
      `select ${columns} from retention_rule order by class, queue_id nulls first, channel nulls first, id`,
    );
  }

  /** Writes a rule, a new one without `id`. A class has one rule for each channel and queue. */
  async save(rule: http.RetentionRuleBody, by: Actor, id?: string): Promise<RuleOutcome> {
    const values = [rule.class, rule.channel, rule.queueId, rule.amount, rule.unit, rule.ground, rule.reference, by];
    try {
      return await this.database.transaction(async (t) => {
        const saved = id ?? newId();
        const written = await t.rows(id === undefined ? insert : update, [saved, ...values]);
        if (written.length === 0) return { refused: 'not-there' };
        await t.audit({
          action: id === undefined ? 'retention-rule.create' : 'retention-rule.modify',
          actor: by,
          object: { kind: 'retention-rule', id: saved },
          columns: ['class', 'channel', 'queue_id', 'amount', 'unit', 'ground', 'reference'],
        });
        await t.notify('retention', '');
        return { saved };
      });
    } catch (thrown) {
      if (violates(thrown, 'uq_retention_rule_scope')) return { refused: 'scope-taken' };
      throw thrown;
    }
  }

  /** Takes a rule away; without any rule nothing of its class is removed any more. */
  remove(id: string, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const gone = await t.rows('delete from retention_rule where id = $1 returning 1', [id]);
      if (gone.length > 0) await t.audit({ action: 'retention-rule.delete', actor: by, object: { kind: 'retention-rule', id } });
      return gone.length > 0;
    });
  }
}

const insert = `insert into retention_rule (id, class, channel, queue_id, amount, unit, ground, reference, changed_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning 1`;
const update = `update retention_rule set class = $2, channel = $3, queue_id = $4, amount = $5, unit = $6, ground = $7,
  reference = $8, changed_by = $9, changed_at = now() where id = $1 returning 1`;

/** SHA-256, hex, over what the rules say; the order and the ids of the rows play no part. */
export function hashOfRules(rules: readonly http.RetentionRule[]): string {
  const said = rules.map((rule) => JSON.stringify([rule.class, rule.channel, rule.queueId, rule.amount, rule.unit])).sort();
  return createHash('sha256').update(said.join('\n')).digest('hex');
}
