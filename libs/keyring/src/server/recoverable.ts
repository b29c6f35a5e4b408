/** How long after minting a recorder may ask for its keys again, to finish recordings that a crash cut off. */
export const recoverableMs = 48 * 60 * 60 * 1000;
