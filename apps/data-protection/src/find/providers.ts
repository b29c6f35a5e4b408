import type { Provider } from '@nestjs/common';
import { Candidates } from './candidates.js';
import { EmployeeSearch } from './employee-search.js';
import { Finder } from './finder.js';
import { NameIndexing } from './name-indexing.js';
import { NameLookUp } from './name-look-up.js';
import { NameScans } from './name-scans.js';
import { NameSearch } from './name-search.js';
import { NumberRegions } from './number-regions.js';
import { PersonDescriptions } from './person-descriptions.js';
import { PointSearch } from './point-search.js';

/** What finds persons: by number, address, name, or as members of staff. */
export const findProviders: Provider[] = [
  ...[Finder, Candidates, PersonDescriptions, PointSearch, EmployeeSearch],
  ...[NameLookUp, NameSearch, NameIndexing, NameScans, NumberRegions],
];
