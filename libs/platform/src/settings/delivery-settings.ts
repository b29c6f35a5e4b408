import { resolve } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';

const file = z
  .string()
  .min(1)
  .transform((path) => resolve(path))
  .optional();

/** Settings of documents that leave the house: their signature, the mail server, the address in links. */
export const deliverySettings = {
  documents: {
    signingFile: setting(
      'VOXKEEP_SIGNING',
      file,
      'File of the key that signs reports and mails, with its certificates: PEM, or PKCS#12 with a passphrase file.',
    ),
    passphraseFile: setting('VOXKEEP_SIGNING_PASSPHRASE', file, 'File that holds the passphrase of a PKCS#12 signing file.'),
    linkDays: setting(
      'VOXKEEP_LINK_DAYS',
      z.coerce.number().int().min(1).max(30).default(7),
      'Days after which a link to a report expires unused.',
    ),
  },
  mail: {
    host: setting(
      'VOXKEEP_MAIL_HOST',
      z.string().min(1).max(253).optional(),
      'Host name of the mail server; without it nothing is mailed.',
    ),
    port: setting('VOXKEEP_MAIL_PORT', z.coerce.number().int().min(1).max(65535).default(587), 'Port of the mail server.'),
    security: setting(
      'VOXKEEP_MAIL_SECURITY',
      z.enum(['starttls', 'tls', 'none']).default('starttls'),
      'How the way to the mail server is encrypted; none only towards a server on the same machine.',
    ),
    from: setting('VOXKEEP_MAIL_FROM', z.email().optional(), 'Sender address of mails about requests.'),
    credentialsFile: setting('VOXKEEP_MAIL_CREDENTIALS', file, 'File with login and password of the mail server, one per line.'),
    authorityFile: setting(
      'VOXKEEP_MAIL_AUTHORITY',
      file,
      'PEM file of the authority of the mail server, when it is not a public one.',
    ),
    siteAddress: setting(
      'VOXKEEP_MAIL_SITE_ADDRESS',
      z.url({ protocol: /^https$/ }).optional(),
      'Address under which persons outside reach this product, as in https://data.example.ee; mailed links begin with it.',
    ),
  },
} as const;
