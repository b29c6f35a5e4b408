import { declarePlatformTables } from '@voxkeep/personal-data';
import { ContactPoint } from './contact-point.entity.js';
import { DirectoryEntry } from './directory-entry.entity.js';
import { DirectoryGroup } from './directory-group.entity.js';
import { IdentityProposal } from './identity-proposal.entity.js';
import { PersonContactPoint } from './person-contact-point.entity.js';
import { PersonLink } from './person-link.entity.js';
import { Person } from './person.entity.js';

declarePlatformTables('directory');

/** Every table of the directory database, for the data source and for the comparison with the live schema. */
export const directoryEntities = [
  Person,
  ContactPoint,
  PersonContactPoint,
  PersonLink,
  IdentityProposal,
  DirectoryEntry,
  DirectoryGroup,
];

/** What `Seals` needs to know to seal and open values of this database: names only, nobody else builds an entity. */
export const directorySealed = { person: Person, contactPoint: ContactPoint, directoryEntry: DirectoryEntry } as const;
