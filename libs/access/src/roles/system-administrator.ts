import { objectTypes, type AccessType, type ObjectType } from '@voxkeep/contracts';
import type { RightTerms } from '../right.js';
import { terms } from './terms.js';
import { accessTypesOf, isGuarded, managedAccessTypes } from '../vocabulary.js';

/** Where the content of calls and customers is: an administrator appoints who opens it and does not open it by office. */
const content: readonly ObjectType[] = ['contact', 'recording', 'customer', 'call-result'];
const contentAccess: readonly AccessType[] = [
  'manage-voicemail',
  'manage-contact-history',
  'listen-to-recording',
  'download-recording',
  'delete-recording',
  'hold-recording',
  'override-consent',
];

/** Everything except the guarded objects; call and customer content to pass on only. `manage` stands for its four parts. */
export const administration: readonly RightTerms[] = objectTypes
  .filter((objectType) => !isGuarded(objectType))
  .flatMap((objectType) =>
    accessTypesOf(objectType)
      .filter((accessType) => !(managedAccessTypes as readonly AccessType[]).includes(accessType))
      .flatMap((accessType) => terms(isContent(objectType, accessType) ? 'grant' : 'use-and-grant', [objectType], [accessType])),
  );

function isContent(objectType: ObjectType, accessType: AccessType): boolean {
  return content.includes(objectType) || contentAccess.includes(accessType);
}
