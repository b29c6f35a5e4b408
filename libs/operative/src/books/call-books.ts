import { VoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal, timeOfId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor, CorrelationKey } from '../contacts/contact-types.js';
import type { BookedContact, BookEntry, ContactInBooks } from './book-entry.js';
import {
  findLive,
  isWaiting,
  openInBooks,
  type FoundContact,
  type KnownContacts,
  type Opened,
  type Waiting,
} from './open-in-books.js';
import { writeEntries } from './write-entries.js';

/** How often two that open the same contact may get into each other's way. */
const attempts = 5;
const checkViolation = '23514';

/** Writes what a recorder tells of its calls: many facts of one call in one transaction, each bearing to be written twice. */
export class CallBooks {
  constructor(private readonly operative: Database) {}

  /**
   * The live contact that one of these keys names; contacts in `notThese` count as closed, and so does one of another call than
   * `companions`.
   */
  find(
    keys: readonly CorrelationKey[],
    notThese: ReadonlySet<string>,
    companions: readonly string[] = [],
  ): Promise<FoundContact | undefined> {
    return findLive(this.operative, keys, { notThese, companions });
  }

  /**
   * Opens the contact under the first key that is free, or adopts the live contact that a key names; a key of a closed, archived,
   * erased or excluded contact, or of one of another customer's call or announced with another number, is passed over, at last the contact's own id is the key. Adopting brings trunk, queue, recorder and
   * owners where the contact had none. The same id again gives the same answer and changes nothing.
   */
  async open(contact: BookedContact, notThese: ReadonlySet<string>, by: Actor): Promise<ContactInBooks> {
    return (await this.openWith(contact, [], notThese, by)).contact;
  }

  /** As `open`; a contact that is made just now takes these entries in the same transaction, as `write` would. */
  openWith(contact: BookedContact, entries: readonly BookEntry[], notThese: ReadonlySet<string>, by: Actor): Promise<Opened> {
    return this.untilFree(contact, { notThese }, (t, known) => openInBooks(t, contact, known, by, entries));
  }

  /**
   * Writes all entries in one transaction, in their order; events and audit entries only for what was really inserted or changed. A
   * contact that was closed meanwhile takes them all the same. `erased`: the contact was erased meanwhile and nothing of it was
   * written; its audio is the caller's to drop. Throws `consent.forged-grant`.
   */
  write(contactId: string, entries: readonly BookEntry[], by: Actor): Promise<'written' | 'erased'> {
    return this.inMonthOf(contactId, (t) => writeEntries(t, contactId, entries, by));
  }

  /**
   * Opens the contact of a call that is over and writes all that is told of it, in one transaction: nobody sees it open, so that no rule
   * ends it in between. Otherwise as `open` and `write`.
   */
  async tellWhole(contact: BookedContact, entries: readonly BookEntry[], by: Actor): Promise<'written' | 'erased'> {
    return this.untilFree(contact, { notThese: new Set() }, async (t, known) => {
      const opened = await openInBooks(t, contact, known, by, entries);
      if (opened === undefined || isWaiting(opened)) return opened;
      return opened.written ? 'written' : writeEntries(t, opened.contact.contactId, entries, by);
    });
  }

  /**
   * Opens again when another that opens the same contact got in between, and when it is found out for whom one waits that a key names.
   * Throws `contact.not-yet-compared`, and has written nothing, as long as that cannot be found out: it is to be tried again.
   */
  private async untilFree<T>(
    contact: BookedContact,
    atFirst: KnownContacts,
    work: (t: Transaction, known: KnownContacts) => Promise<T | Waiting | undefined>,
  ): Promise<T> {
    let known = atFirst;
    for (let left = attempts + contact.keys.length; left > 0; left -= 1) {
      const done = await this.inMonthOf(contact.id, (t) => work(t, known));
      if (done === undefined) continue;
      if (!isWaiting(done)) return done;
      const { contactId } = done.waiting;
      const mayJoin = (await contact.mayJoin?.(done.waiting)) ?? 'another';
      if (mayJoin === 'unknown') throw new VoxkeepError('contact.not-yet-compared');
      known =
        mayJoin === 'may-be' ? { ...known, mayJoin: contactId } : { ...known, notThese: new Set([...known.notThese, contactId]) };
    }
    throw new VoxkeepError('contact.keys-contended');
  }

  /** Runs `work` in one transaction; a month without partitions gets them, and it is run once more. */
  private async inMonthOf<T>(contactId: string, work: (t: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.operative.transaction(work);
    } catch (refused) {
      const { state, constraint } = sqlRefusal(refused) ?? {};
      if (state !== checkViolation || constraint !== undefined) throw refused;
      const month = timeOfId(contactId).toISOString().slice(0, 10);
      await this.operative.rows('select ensure_contact_partitions($1::date, 2)', [month]);
      return this.operative.transaction(work);
    }
  }
}
