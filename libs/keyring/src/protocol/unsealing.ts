import { z } from 'zod';

export const secretKinds = ['passphrase', 'pin'] as const;

export const unlockRefusals = [
  'wrong-secret',
  'too-soon',
  'weak',
  'final-try',
  'token-locked',
  'token-missing',
  'no-key',
  'key-there',
] as const;

const sealedReasons = ['root-key-missing', 'root-key-different', 'root-key-locked'] as const;
const secret = z.string().min(1).max(1024);

/** What the operator's socket takes beside the operations, sealed or not. A secret is in no log, audit row or answer. */
export const unsealingRequests = {
  unseal: z.object({ secret: secret.optional(), firstTime: z.boolean().default(false), finalTry: z.boolean().default(false) }),
  'change-secret': z.object({ from: secret, to: secret }),
} as const;
export type UnsealingRequest<O extends keyof typeof unsealingRequests> = z.infer<(typeof unsealingRequests)[O]>;

/** How the keyring stands, for whoever unseals it. */
export const sealState = z.object({
  state: z.enum(['ready', 'sealed']),
  reason: z.enum(sealedReasons).nullable(),
  /** What is to be entered; null when the key lies in a plain file. */
  secret: z.enum(secretKinds).nullable(),
  /** No root key was ever made: the secret that is entered now is the first. */
  firstTime: z.boolean(),
  failed: z.int(),
  waitMs: z.int(),
});
export type SealState = z.infer<typeof sealState>;

/** Why nothing was opened: a refusal, or the code of what went wrong; both null when it was done. */
export const unsealingAnswer = z.object({
  refused: z.enum(unlockRefusals).nullable(),
  failure: z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }).nullable(),
  standing: sealState,
});
export type UnsealingAnswer = z.infer<typeof unsealingAnswer>;
