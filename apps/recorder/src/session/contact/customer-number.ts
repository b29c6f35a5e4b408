import type { Attribution } from '@voxkeep/operative';
import { normalisePhone } from '@voxkeep/personal-data';
import type { StreamParty } from '@voxkeep/telephony';
import type { CallLog } from '../books/call-log.js';

interface NumberedCall {
  readonly log: Pick<CallLog, 'facts' | 'write'>;
  readonly terms: {
    readonly contact: { readonly keepsAddresses: boolean; readonly session: { readonly number: string | null } };
  };
}

/** `number` (E.164) stands only where it is a real external one; it is sealed and never stored otherwise. */
export interface CustomerNumber {
  readonly number?: string;
  readonly attribution: Attribution;
}

/** Tells of a call that began without the customer's number, once, that it is known now (E.164). */
export function tellNumber(number: string | undefined, { log, terms }: NumberedCall): void {
  const { keepsAddresses, session } = terms.contact;
  if (number === undefined || !keepsAddresses || session.number !== null) return;
  if (!log.facts.some(({ kind }) => kind === 'customer-number')) log.write({ kind: 'customer-number', number });
}

/** The customer's number among the parties of a call, read in the trunk's region. A withheld one is never kept. */
export function customerNumberOf(parties: readonly StreamParty[], region: string): CustomerNumber {
  const address = parties.find(({ customer }) => customer !== undefined)?.customer;
  if (address === undefined) return { attribution: 'none' };
  if (address.withheld) return { attribution: 'withheld' };
  if (address.number === undefined || address.local === true) return { attribution: 'none' };
  const normalised = normalisePhone(address.number, region);
  if (normalised.kind === 'e164') return { number: normalised.value, attribution: 'pending' };
  return { attribution: normalised.kind === 'extension' ? 'none' : normalised.kind };
}
