import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was said to be kept was never counted, so the facts name it unchecked; those in which something is known to be missing are told
 * again by the operative database. Quarter-hours count all that was kept, as before.
 */
export class UncheckedOutcomes implements MigrationInterface {
  readonly breaking = true;

  async up(q: QueryRunner): Promise<void> {
    await q.query(`update contact_fact set agent_outcome = 'kept-unchecked' where agent_outcome = 'kept'`);
    await q.query(`update contact_fact set automated_outcome = 'kept-unchecked' where automated_outcome = 'kept'`);
  }

  async down(q: QueryRunner): Promise<void> {
    const renamed = `('kept-with-gaps', 'kept-unchecked')`;
    await q.query(`update contact_fact set agent_outcome = 'kept' where agent_outcome in ${renamed}`);
    await q.query(`update contact_fact set automated_outcome = 'kept' where automated_outcome in ${renamed}`);
  }
}
