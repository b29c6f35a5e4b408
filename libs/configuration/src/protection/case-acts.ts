import type { Database, Transaction } from '@voxkeep/platform';
import { isOver, mayFollow, type CaseState } from './case-states.js';
import { appendStep, auditCase, lockCase, tellMove, type LockedCase } from './case-transaction.js';

export type ActOutcome = 'done' | 'not-there' | 'wrong-state' | 'extended-before' | 'overdue' | 'no-such-case';

/** Acts on a case beside its way forward: extension, owner, refusal, withdrawal, joining of duplicates. */
export class CaseActs {
  constructor(
    private readonly database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Two months more, once, and only while the first month runs: the person is told within it (GDPR Art. 12(3)). */
  extend(id: string, reason: string, by: string): Promise<ActOutcome> {
    return this.#act(id, by, 'extend', reason, async (t, found) => {
      if (found.extendedAt !== null) return 'extended-before';
      if (found.dueAt.getTime() < this.now().getTime()) return 'overdue';
      await t.rows(
        `update protection."case" set due_at = due_at + interval '2 months', extended_at = $2, extension_reason = $3 where id = $1`,
        [id, this.now(), reason],
      );
      return 'done';
    });
  }

  /** Makes somebody answerable for a case. */
  own(id: string, ownerId: string, by: string): Promise<ActOutcome> {
    return this.#act(id, by, 'own', 'done', async (t) => {
      await t.rows('update protection."case" set owner_id = $2 where id = $1', [id, ownerId]);
      return 'done';
    });
  }

  /** Refuses a request, wholly or in part, on a ground (a code). */
  refuse(id: string, ground: string, partly: boolean, by: string): Promise<ActOutcome> {
    return this.#exit(id, partly ? 'partly-refused' : 'refused', ground, by, (t) =>
      t.rows('update protection."case" set refusal_ground = $2 where id = $1', [id, ground]),
    );
  }

  /** The person takes the request back. */
  withdraw(id: string, by: string): Promise<ActOutcome> {
    return this.#exit(id, 'withdrawn', 'done', by);
  }

  /** Ends a case that asks what another one of the same kind asks already. */
  join(id: string, of: string, by: string): Promise<ActOutcome> {
    return this.#act(id, by, 'duplicate', 'done', async (t, found) => {
      const [other] = await t.rows<LockedCase>('select id, kind from protection."case" where id = $1 and id <> $2', [of, id]);
      if (other?.kind !== found.kind) return 'no-such-case';
      if (!mayFollow(found.kind, found.state, 'duplicate')) return 'wrong-state';
      await t.rows(`update protection."case" set state = 'duplicate', closed_at = now(), duplicate_of = $2 where id = $1`, [
        id,
        of,
      ]);
      await tellMove(t, id, 'duplicate');
      return 'done';
    });
  }

  #exit(id: string, to: CaseState, result: string, by: string, also?: (t: Transaction) => Promise<unknown>): Promise<ActOutcome> {
    return this.#act(id, by, to, result, async (t, found) => {
      if (!mayFollow(found.kind, found.state, to)) return 'wrong-state';
      await t.rows('update protection."case" set state = $2, closed_at = now() where id = $1', [id, to]);
      await also?.(t);
      await tellMove(t, id, to);
      return 'done';
    });
  }

  #act(
    id: string,
    by: string,
    step: CaseState | 'extend' | 'own',
    result: string,
    act: (t: Transaction, found: LockedCase) => Promise<ActOutcome>,
  ): Promise<ActOutcome> {
    return this.database.transaction(async (t): Promise<ActOutcome> => {
      const found = await lockCase(t, id);
      if (found === undefined) return 'not-there';
      if (isOver(found.state)) return 'wrong-state';
      const outcome = await act(t, found);
      if (outcome !== 'done') return outcome;
      await appendStep(t, id, by, { step, result });
      await auditCase(t, `case.${step}`, id, by);
      return 'done';
    });
  }
}
