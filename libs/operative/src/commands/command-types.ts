/** `look` changes nothing: any answer but `no-live-recording` says that the recorder holds the call. */
export const commandKinds = ['consent-asked', 'consent-given', 'consent-refused', 'withdraw', 'standing', 'end', 'look'] as const;
export type CommandKind = (typeof commandKinds)[number];

/** What the recorder answers; `refused`: it holds the call but the command makes no sense there. */
export const commandResults = ['applied', 'no-live-recording', 'refused'] as const;
export type CommandResult = (typeof commandResults)[number];

export interface NewCommand {
  readonly contactId: string;
  readonly kind: CommandKind;
  readonly consentId?: string | null;
  readonly wordingVersion?: string | null;
  /** `ivr`, `agent`, `api`: who told what the customer said. `user`: a user's own start or stop. */
  readonly evidenceKind?: string | null;
}

export interface PendingCommand {
  readonly id: string;
  readonly contactId: string;
  readonly kind: CommandKind;
  readonly consentId: string | null;
  readonly wordingVersion: string | null;
  readonly evidenceKind: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** The contact was erased: nothing of its call may stay, whatever the command is. */
  readonly isErased: boolean;
}
