import type { Attribution } from '@voxkeep/operative';
import { normalisePhone } from '@voxkeep/personal-data';
import type { StreamParty } from '@voxkeep/telephony';

/** `number` (E.164) stands only where it is a real external one; it is sealed and never stored otherwise. */
export interface CustomerNumber {
  readonly number?: string;
  readonly attribution: Attribution;
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
