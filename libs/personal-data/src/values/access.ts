import { inspect } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';

export interface Actor {
  /** Random user id, or the program for kind `system`. */
  readonly actorId: string;
  readonly kind: 'user' | 'system';
}

/** Why a value is looked at: a code of the vocabulary, and the person's own words where they are asked for. */
export interface Purpose {
  readonly code: string;
  readonly text?: string;
}

/** The thing the access happens under. */
export interface Under {
  readonly caseId?: string;
  readonly contactId?: string;
  readonly recordingId?: string;
}

/** Who wants to see personal data, for what purpose, under which case, contact or recording. Not yet on record. */
export class Access {
  readonly actorId: string;
  readonly kind: Actor['kind'];
  readonly purpose: Purpose;
  readonly under: Under;

  private constructor(actor: Actor, purpose: Purpose, under: Under) {
    this.actorId = actor.actorId;
    this.kind = actor.kind;
    this.purpose = Object.freeze({ ...purpose });
    this.under = Object.freeze({ ...under });
    Object.freeze(this);
  }

  /** States an access. Throws `access.actor-missing` or `access.purpose-missing`: nobody looks without a name and a reason. */
  static by(actor: Actor, purpose: Purpose, under: Under = {}): Access {
    if (!actor.actorId) throw new VoxkeepError('access.actor-missing');
    if (!purpose.code) throw new VoxkeepError('access.purpose-missing');
    return new Access(actor, purpose, under);
  }

  /** Without the purpose's text, in which people may be named. */
  toJSON(): Record<string, unknown> {
    return { actorId: this.actorId, kind: this.kind, purpose: { code: this.purpose.code }, under: this.under };
  }

  [inspect.custom](): string {
    return `Access ${JSON.stringify(this)}`;
  }
}

/** Known to this file alone: `new AuditedAccess` elsewhere is refused even where types are not checked. */
const recorded = Symbol('recorded');
let makeAudited: (access: Access) => AuditedAccess;

/** An access whose audit row is written. Only {@link recordAccess} makes one. */
export class AuditedAccess {
  readonly access: Access;
  readonly #proof: symbol;

  private constructor(proof: symbol, access: Access) {
    if (proof !== recorded) throw new VoxkeepError('access.not-audited');
    this.#proof = proof;
    this.access = access;
    Object.freeze(this);
  }

  /** Throws `access.not-audited` unless `candidate` was made by recordAccess in this process. */
  static demand(candidate: unknown): asserts candidate is AuditedAccess {
    const real = typeof candidate === 'object' && candidate !== null && #proof in candidate && candidate.#proof === recorded;
    if (!real) throw new VoxkeepError('access.not-audited');
  }

  static {
    makeAudited = (access) => new AuditedAccess(recorded, access);
  }
}

/**
 * Appends the audit row, then hands out the proof. When `append` rejects, so does this, and nothing can be opened: the read
 * fails closed (design 04 g).
 */
export async function recordAccess(access: Access, append: (access: Access) => Promise<void>): Promise<AuditedAccess> {
  await append(access);
  return makeAudited(access);
}
