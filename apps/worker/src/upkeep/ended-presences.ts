import { Inject, Injectable } from '@nestjs/common';
import { Presences } from '@voxkeep/operative';
import { Database, databaseToken } from '@voxkeep/platform';
import { byWorker } from '../by.js';

const gone = `
  select u.id from unnest($1::uuid[]) u (id)
  where not exists (select from user_account a where a.id = u.id and a.state <> 'removed')`;

/** A user who was removed is in no state any more: its term begins, and nothing keeps the name of the user. */
@Injectable()
export class EndedPresences {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Presences) private readonly presences: Presences,
  ) {}

  /** Ends the state of removed users; answers how many. */
  async end(now: Date): Promise<number> {
    const present = await this.presences.listPresent();
    const removed = await this.configuration.rows<{ id: string }>(gone, [present]);
    if (removed.length === 0) return 0;
    return this.presences.end(
      removed.map(({ id }) => id),
      now,
      byWorker,
    );
  }
}
