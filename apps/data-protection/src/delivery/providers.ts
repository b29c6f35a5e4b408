import type { Provider, Type } from '@nestjs/common';
import { OwnAudio } from '../package/audio/own-audio.js';
import { OwnRecordings } from '../package/audio/own-recordings.js';
import { PackageController } from '../package/package.controller.js';
import { Packages } from '../package/packages.js';
import { SignedReports } from '../package/signed-reports.js';
import { ReleasedReports } from '../package/released-reports.js';
import { documentSigner } from '../package/signing/document-signer.js';
import { CollectController } from './collect.controller.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryDesk } from './delivery-desk.js';
import { KnownAddressMail } from './known-address.js';
import { KnownAddresses } from './known-addresses.js';
import { Links } from './links.js';
import { MailServer } from './mail/mail-server.js';
import { MailAddresses } from './mail-addresses.js';
import { SealedMails } from './sealed-mails.js';

/** Everything that puts documents together and brings them to the person. */
export const deliveryProviders: Provider[] = [
  ...[documentSigner, OwnRecordings, OwnAudio, ReleasedReports, SignedReports, Packages],
  ...[MailServer, KnownAddresses, KnownAddressMail, MailAddresses, Links, SealedMails, DeliveryDesk],
];

export const deliveryControllers: Type[] = [PackageController, DeliveryController, CollectController];
