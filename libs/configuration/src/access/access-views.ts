import { decide, type Decision, type Right } from '@voxkeep/access';
import type { AccessType, ObjectType } from '@voxkeep/contracts';
import type { Database, Session, SessionSource } from '@voxkeep/platform';
import { rightOf, type HeldRow } from '../rights/held-rights.js';
import { AccessCache } from './access-cache.js';

interface SessionRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly stage: Session['stage'];
  readonly signed_in_at: Date | null;
  readonly idle_ms: number;
}

/**
 * Sessions and rights as every process reads them, through the views of the schema `access`. Answers are at most a second old and end at
 * once when the database tells of a change.
 */
export class AccessViews implements SessionSource {
  readonly #sessions: AccessCache<Session | undefined>;
  readonly #rights: AccessCache<readonly Right[]>;
  readonly #living: AccessCache<boolean>;
  #stop: (() => Promise<void>) | undefined;

  constructor(
    private readonly database: Database,
    keepMs = 1000,
  ) {
    this.#sessions = new AccessCache(keepMs);
    this.#rights = new AccessCache(keepMs);
    this.#living = new AccessCache(keepMs);
  }

  /** Begins to listen for changes; without it answers are still at most a second old. */
  async watch(): Promise<void> {
    const forget = () => {
      this.#sessions.forget();
      this.#rights.forget();
      this.#living.forget();
    };
    this.#stop = await this.database.listen(
      'access',
      (what) => {
        if (what !== 'telephony') forget();
      },
      forget,
    );
  }

  /** Forgets every answer: whoever ends a session in this process need not wait for the database to tell of it. */
  forget(): void {
    this.#sessions.forget();
    this.#rights.forget();
  }

  /** Stops listening. */
  async close(): Promise<void> {
    await this.#stop?.();
  }

  /** The living session of a token's SHA-256, and keeps it alive; undefined when it ended, idled out or never was. */
  find(tokenHash: Buffer): Promise<Session | undefined> {
    return this.#sessions.get(tokenHash.toString('base64'), () => this.#readSession(tokenHash));
  }

  /** Whether a fully signed-in session still lives; unlike `find` it does not keep it alive, so a stream that is left open idles out. */
  isLiving(sessionId: string): Promise<boolean> {
    return this.#living.get(sessionId, async () => {
      const found = await this.database.rows(`select 1 from access.session where session_id = $1 and stage = 'full'`, [
        sessionId,
      ]);
      return found.length > 0;
    });
  }

  /** Sign-in names by user id, also of users who are not active any more; ids that are nobody's are absent. */
  async loginsOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.rows<{ id: string; login: string }>(
      'select user_id as id, login from access.user_login where user_id = any($1::uuid[])',
      [userIds],
    );
    return new Map(rows.map(({ id, login }) => [id, login]));
  }

  /** Decides for a signed-in user, and says by which rights. Without `objectId`: on at least one object of the type; lists filter in SQL. */
  async decide(userId: string, objectType: ObjectType, accessType: AccessType, objectId?: string): Promise<Decision> {
    return decide(await this.rightsOf(userId), { objectType, accessType, ...(objectId !== undefined && { objectId }) });
  }

  /** Everything that a user holds, one entry per way. Nothing for a user who is not active. */
  rightsOf(userId: string): Promise<readonly Right[]> {
    return this.#rights.get(userId, async () =>
      (await this.database.rows<HeldRow>('select * from access.rights where user_id = $1', [userId])).map(rightOf),
    );
  }

  /** The objects of a type on which a user may do this: `all`, or their ids, to filter lists in SQL. */
  async reach(userId: string, objectType: ObjectType, accessType: AccessType): Promise<'all' | readonly string[]> {
    const { because } = await this.decide(userId, objectType, accessType);
    const ids = because.map(({ right }) => right.objectId);
    return ids.includes(null) ? 'all' : [...new Set(ids.filter((id) => id !== null))];
  }

  async #readSession(tokenHash: Buffer): Promise<Session | undefined> {
    const [row] = await this.database.rows<SessionRow>(
      `select session_id, user_id, stage, signed_in_at, (extract(epoch from now() - last_seen_at) * 1000)::float8 as idle_ms
       from access.session where token_hash = $1`,
      [tokenHash],
    );
    if (row === undefined) return undefined;
    if (row.idle_ms > 60_000) await this.database.rows('select access.touch_session($1)', [tokenHash]);
    const { session_id: sessionId, user_id: userId, stage, signed_in_at: signedInAt } = row;
    return { sessionId, userId, stage, ...(signedInAt !== null && { signedInAt }) };
  }
}
