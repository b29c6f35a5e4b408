import { dayAfter } from './ledger-query.ts';

/** A new entry of the ledger as it is typed; times are those of this place, empty for now and for no end. */
export interface TypedEntry {
  readonly kind: 'phone' | 'email';
  readonly value: string;
  readonly state: 'given' | 'refused';
  readonly purpose: string;
  readonly evidence: string;
  readonly wordingVersion: string;
  readonly at: string;
  /** The last day on which it holds. */
  readonly validUntil: string;
}

export const emptyEntry: TypedEntry = {
  ...{ kind: 'phone', value: '', state: 'given', purpose: 'quality-check', evidence: 'agent', wordingVersion: '', at: '' },
  validUntil: '',
};

/** The entry as the interface takes it. */
export function entryBody({ kind, value, state, purpose, evidence, wordingVersion, at, validUntil }: TypedEntry): object {
  const version = wordingVersion.trim();
  return {
    ...{ [kind]: value.trim(), state, purpose, evidence, wordingVersion: version === '' ? null : version },
    ...(at !== '' && { at: new Date(at).toISOString() }),
    validUntil: validUntil === '' ? null : dayAfter(validUntil),
  };
}
