import { z } from 'zod';
import { caseKinds } from './data-protection.js';

/** A code goes by mail to an address that was known long before the request, and to no other. */
export const sendCodeBody = z.object({ contactPointId: z.uuid() });
export const sendCodeAnswer = z.object({
  outcome: z.enum([
    'sent',
    'mail.not-configured',
    'mail.unreachable',
    'mail.rejected',
    'mail.sign-in',
    'contact-point.not-there',
    'contact-point.not-email',
    'contact-point.shared',
    'contact-point.too-new',
  ]),
});
export type SendCodeAnswer = z.infer<typeof sendCodeAnswer>;

/** A request that was made in the name of whoever is signed in and that waits for their word. */
export const ownRequest = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(caseKinds),
  openedAt: z.iso.datetime(),
});
export type OwnRequest = z.infer<typeof ownRequest>;
export const ownRequests = z.array(ownRequest);
/** Whether they made it. */
export const confirmRequestBody = z.object({ asked: z.boolean() });
