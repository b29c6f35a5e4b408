/** Who may talk to the keyring: the processes, and the operator's commands on the same machine. Each has a unix socket of its own, and the socket decides what it may ask. */
export const clientNames = ['recorder', 'operations', 'configurator', 'data-protection', 'worker', 'operator'] as const;
export type ClientName = (typeof clientNames)[number];

/** Things of which a blind index is made: a whole identifier, the trailing digits of a number, the beginnings of a name. */
export const indexKinds = ['phone', 'email', 'phone-tail', 'name', 'suppression'] as const;
export type IndexKind = (typeof indexKinds)[number];

/** The epoch of an owner's first key. Sealed values carry their epoch, so that they can be told apart after a rotation. */
export const firstEpoch = 1;

/** Owners, terms or transfers in one request. A client splits longer lists itself. */
export const batchLimit = 5000;
