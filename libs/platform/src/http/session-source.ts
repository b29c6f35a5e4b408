import type { AccessType, ObjectType, http } from '@voxkeep/contracts';

/** A living session, as the guard needs it. `signedInAt` is when the last factor was shown, for fresh sign-in. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly stage: http.SessionStage;
  readonly signedInAt?: Date;
}

/** What the rights say; a source may add why (06-access). */
export interface Decision {
  readonly allowed: boolean;
}

/**
 * Sessions and rights as the guard asks for them; at most a second old. Without `objectId` a decision means: on at least one
 * object of the type. `find` answers undefined for an ended, idle or unknown session.
 */
export interface SessionSource {
  find(tokenHash: Buffer): Promise<Session | undefined>;
  decide(userId: string, objectType: ObjectType, accessType: AccessType, objectId?: string): Promise<Decision>;
}

/** Injection token of the SessionSource. An API without one refuses every route that is not public. */
export const SESSION_SOURCE = 'session source';
