/** The processes that may talk to the keyring. Each has a unix socket of its own, and the socket decides what it may ask. */
export const clientNames = ['recorder', 'operations', 'configurator', 'data-protection', 'worker'] as const;
export type ClientName = (typeof clientNames)[number];

/** Things of which a blind index is made: a whole identifier, or the trailing digits of a number. */
export const indexKinds = ['phone', 'email', 'phone-tail'] as const;
export type IndexKind = (typeof indexKinds)[number];

/** Only one epoch is minted per owner; sealed values carry it so that a later re-key of an owner can be told apart. */
export const firstEpoch = 1;

/** Owners, terms or transfers in one request. A client splits longer lists itself. */
export const batchLimit = 5000;
