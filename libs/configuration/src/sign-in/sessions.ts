import type { http } from '@voxkeep/contracts';
import { newId, newSessionToken, type Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { endSessionsOf } from './end-sessions.js';

/** How long a session may idle and last, in seconds: one hour and one day unless the site sets less. */
export interface SessionTimes {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}
export const sessionTimes: SessionTimes = { idleSeconds: 3600, absoluteSeconds: 86_400 };

/** A session as its holder gets it: the token goes into the cookie and is stored nowhere. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly token: string;
}
export interface SessionRow {
  readonly sessionId: string;
  readonly userId: string;
  readonly stage: http.SessionStage;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Sessions on the server. Other processes read them through `access.session` and hear of an end by NOTIFY. */
export class Sessions {
  constructor(private readonly database: Database) {}

  /** Opens a session after the password was right; which stage follows is the caller's rule. */
  open(userId: string, stage: http.SessionStage, times: SessionTimes = sessionTimes): Promise<OpenedSession> {
    const { token, tokenHash } = newSessionToken();
    const sessionId = newId();
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into session (id, token_hash, user_id, stage, idle_seconds, ends_at, signed_in_at)
         values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), case when $4 = 'full' then now() end)`,
        [sessionId, tokenHash, userId, stage, times.idleSeconds, times.absoluteSeconds],
      );
      await t.audit({ action: 'session.open', actor: userId, object: { kind: 'session', id: sessionId } });
      return { sessionId, token };
    });
  }

  /**
   * Takes a session to its next stage under a new token, so that a token that was seen earlier opens nothing (session fixation). At
   * `full` the time of sign-in is set anew. Undefined when the session has ended or is at another stage than `from`.
   */
  advance(sessionId: string, from: http.SessionStage, to: http.SessionStage): Promise<OpenedSession | undefined> {
    const { token, tokenHash } = newSessionToken();
    return this.database.transaction(async (t) => {
      const [row] = await t.rows<{ user_id: string }>(
        `update session set stage = $3, token_hash = $4, last_seen_at = now(), signed_in_at = case when $3 = 'full' then now() else signed_in_at end
         where id = $1 and stage = $2 and ended_at is null and ends_at > now() returning user_id`,
        [sessionId, from, to, tokenHash],
      );
      if (row === undefined) return undefined;
      await t.audit({ action: `session.${to}`, actor: row.user_id, object: { kind: 'session', id: sessionId } });
      return { sessionId, token };
    });
  }

  /** Ends one session. False when it had ended already. */
  end(sessionId: string, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const ended = await t.rows('update session set ended_at = now() where id = $1 and ended_at is null returning 1', [
        sessionId,
      ]);
      if (ended.length > 0) await t.audit({ action: 'session.end', actor: by, object: { kind: 'session', id: sessionId } });
      return ended.length > 0;
    });
  }

  /** Ends every session of a user, except one that is to go on; returns how many ended. */
  endAllOf(userId: string, by: Actor, exceptSessionId?: string): Promise<number> {
    return this.database.transaction(async (t) => {
      const count = await endSessionsOf(t, [userId], exceptSessionId);
      await t.audit({ action: 'session.end-all', actor: by, object: { kind: 'user', id: userId }, count });
      return count;
    });
  }

  /** The living sessions of a user, newest first. */
  listOf(userId: string): Promise<readonly SessionRow[]> {
    return this.database.rows<SessionRow>(
      `select s.id as "sessionId", s.user_id as "userId", s.stage, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
       from session s join access.session a on a.session_id = s.id where s.user_id = $1 order by s.created_at desc`,
      [userId],
    );
  }

  /** Removes sessions that ended before this time; returns how many. */
  async removeEndedBefore(time: Date): Promise<number> {
    return (await this.database.rows('delete from session where least(ended_at, ends_at) < $1 returning 1', [time])).length;
  }
}
