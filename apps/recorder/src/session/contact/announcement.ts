import type { KeyringClient } from '@voxkeep/keyring';
import { compareNumbers } from './announced-number.js';
import type { CustomerNumber } from './customer-number.js';

const answerWithinMs = 100;

type Marked = Parameters<typeof compareNumbers>[1];

/**
 * For whom the contact of a call was announced, as long as the call's own number is not known. The books forget the mark when a call joins;
 * one that joined without a number may still turn out to be another customer's, so this call remembers it until its number is known.
 */
export class Announcement {
  #waiting: Marked | undefined;

  constructor(
    private readonly keyring: Pick<KeyringClient, 'announcedMark'>,
    /** Whose number, once it is known, is what is compared with a contact that the call would join later. */
    private readonly call: { customer: CustomerNumber },
  ) {}

  /** The call joins this contact, or asks whether it may. */
  joins(waiting: Marked): void {
    if (this.call.customer.number === undefined && waiting.announcedMark !== null) this.#waiting = waiting;
  }

  /**
   * Whether somebody else was announced than whose number is known by now. Only a first number is compared. A keyring that does not say
   * in time leaves it open, and then nobody may be taken for the other, as when a call comes.
   */
  async isOfAnother(number: string | undefined): Promise<boolean> {
    if (number === undefined || this.call.customer.number !== undefined) return false;
    this.call.customer = { number, attribution: 'pending' };
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting !== undefined && (await compareNumbers(this.keyring, waiting, number, answerWithinMs)) !== 'may-be';
  }
}
