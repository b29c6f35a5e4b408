/** Who may talk to the keyring: the processes, and the operator's commands on the same machine. Each has a unix socket of its own, and the socket decides what it may ask. */
export const clientNames = ['recorder', 'operations', 'configurator', 'data-protection', 'worker', 'operator'] as const;
export type ClientName = (typeof clientNames)[number];

/** Things that are looked for by a blind index: a whole identifier, the trailing digits of a number, the beginnings of a name. */
export const searchedKinds = ['phone', 'email', 'phone-tail', 'name', 'suppression'] as const;
export type SearchedKind = (typeof searchedKinds)[number];

/** What has an index key of its own: what is looked for, and the number with which a contact was announced, which is only compared. */
export const indexKinds = [...searchedKinds, 'announced'] as const;
export type IndexKind = (typeof indexKinds)[number];

/** The epoch of an owner's first key. Sealed values carry their epoch, so that they can be told apart after a rotation. */
export const firstEpoch = 1;

/** Owners, terms or transfers in one request. A client splits longer lists itself. */
export const batchLimit = 5000;
