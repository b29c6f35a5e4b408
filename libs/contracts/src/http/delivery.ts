import { z } from 'zod';

/** `report`: everything of Art. 15; `portable`: what the person provided under consent or contract (Art. 20). */
export const packageContents = ['report', 'portable'] as const;
export const deliveryStates = ['open', 'fetching', 'collected', 'sent', 'failed', 'locked', 'revoked', 'expired'] as const;
export const addressStates = ['known', 'not-there', 'not-email', 'shared', 'too-new'] as const;

/** What goes into a package, as codes: the language of its texts, and what is left out. */
const packageOptions = {
  language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .optional(),
  recordings: z.boolean().optional(),
  redact: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
};
/** The same in a query, where everything is text. */
export const packageQuery = z.object({ ...packageOptions, recordings: z.stringbool().optional() });

export const deliveryPath = z.object({ id: z.uuid(), deliveryId: z.uuid() });
/** A link that is used once. With a contact point, it is also mailed to that address; the passphrase never is. */
export const linkBody = z.object({
  ...packageOptions,
  content: z.enum(packageContents),
  contactPointId: z.uuid().nullable().default(null),
});
/** The passphrase is shown this once and kept nowhere; `token` is the part of the link after the `#`. */
export const linkMade = z.object({
  id: z.uuid(),
  token: z.string(),
  passphrase: z.string(),
  expiresAt: z.string(),
  /** Why the link could not be mailed; null when it was, or was not to be. */
  notMailed: z.string().nullable(),
});
export type LinkMade = z.infer<typeof linkMade>;
/** An encrypted mail. `certificate` is the person's own, in PEM. */
export const mailBody = z.object({
  ...packageOptions,
  content: z.enum(packageContents),
  contactPointId: z.uuid(),
  certificate: z.string().trim().max(20_000).startsWith('-----BEGIN CERTIFICATE-----'),
});

export const deliveryRow = z.object({
  id: z.uuid(),
  way: z.enum(['link', 'mail']),
  content: z.enum(packageContents),
  state: z.enum(deliveryStates),
  madeAt: z.string(),
  madeBy: z.string(),
  expiresAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  attempts: z.number().int(),
  contactPointId: z.uuid().nullable(),
  fingerprint: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof deliveryRow>;
/** How answers to a case left the house, and which ways there are. */
export const deliveryList = z.object({
  rows: z.array(deliveryRow),
  /** Whether a mail server, a signing key and the address for links are set. */
  ways: z.object({ mail: z.boolean(), signing: z.boolean(), address: z.boolean() }),
  /** E-mail contact points of the person, masked, and whether something may be sent there. */
  addresses: z.array(z.object({ contactPointId: z.uuid(), masked: z.string(), state: z.enum(addressStates) })),
});
export type DeliveryList = z.infer<typeof deliveryList>;

/** What the holder of a link shows to fetch the package. */
export const collectBody = z.object({ token: z.string().length(43), passphrase: z.string().trim().min(1).max(100) });
