import { Inject, Injectable } from '@nestjs/common';
import { AccessViews } from '@voxkeep/configuration';
import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { forbidden } from '@voxkeep/platform';

/** Whose contacts a user may see: those of these queues (or all), and those that the user was on. */
export interface ContactScope {
  readonly queueIds: readonly string[] | 'all';
  readonly ownUserId: string;
}

/** What decides about one contact. */
export interface ContactPlace {
  readonly queueId: string | null;
  readonly agentUserIds: readonly string[];
}

/** Turns rights into the scope that searches apply in SQL, and decides about single contacts and recordings (06, Rules). */
@Injectable()
export class Visibility {
  constructor(@Inject(AccessViews) private readonly views: AccessViews) {}

  /** A right on contacts names queues; "manage contact history" of a queue shows its contacts too. */
  async scopeOf(userId: string): Promise<ContactScope> {
    const [contacts, history] = await Promise.all([
      this.views.reach(userId, 'contact', 'view'),
      this.views.reach(userId, 'queue', 'manage-contact-history'),
    ]);
    const queueIds = contacts === 'all' || history === 'all' ? 'all' : [...new Set([...contacts, ...history])];
    return { queueIds, ownUserId: userId };
  }

  /** Whether a contact lies in the user's scope. */
  async sees(userId: string, place: ContactPlace): Promise<boolean> {
    const { queueIds } = await this.scopeOf(userId);
    if (queueIds === 'all' || place.agentUserIds.includes(userId)) return true;
    return place.queueId !== null && queueIds.includes(place.queueId);
  }

  /** Own recordings always; those of a queue with both rights, to listen and to manage its contact history. */
  async mayHear(userId: string, recordingId: string, { queueId, agentUserIds }: ContactPlace): Promise<boolean> {
    if (agentUserIds.includes(userId)) return true;
    const either = (...held: readonly Promise<boolean>[]) => Promise.all(held).then((answers) => answers.includes(true));
    const [listens, history] = await Promise.all([
      either(
        this.holds(userId, 'queue', 'listen-to-recording', queueId),
        this.holds(userId, 'recording', 'listen-to-recording', recordingId),
      ),
      either(
        this.holds(userId, 'queue', 'manage-contact-history', queueId),
        this.holds(userId, 'contact', 'manage-contact-history', queueId),
      ),
    ]);
    return listens && history;
  }

  /** Whether contacts of this queue are the user's to change; those without a queue are for whoever may change all. */
  mayModify(userId: string, queueId: string | null): Promise<boolean> {
    return this.holds(userId, 'contact', 'modify', queueId);
  }

  /** Whether a right is held on this object; without an object only a right on all counts. */
  private async holds(userId: string, objectType: ObjectType, accessType: AccessType, objectId: string | null): Promise<boolean> {
    if (objectId === null) return (await this.views.reach(userId, objectType, accessType)) === 'all';
    return (await this.views.decide(userId, objectType, accessType, objectId)).allowed;
  }

  /** Throws 403 `right.missing` unless the user holds one of these rights on at least one object. */
  async demandOne(userId: string, ...rights: readonly (readonly [ObjectType, AccessType])[]): Promise<void> {
    if (!(await this.holdsOne(userId, ...rights))) throw forbidden();
  }

  /** Whether the user holds one of these rights on at least one object. */
  async holdsOne(userId: string, ...rights: readonly (readonly [ObjectType, AccessType])[]): Promise<boolean> {
    for (const [objectType, accessType] of rights) {
      if ((await this.views.decide(userId, objectType, accessType)).allowed) return true;
    }
    return false;
  }
}
