import type { DataCategory } from '@voxkeep/contracts';
import { type CatalogueEntity, qualifiedTable } from './entity.js';

const recordingTables = /(^|_)(recording|recording_segment|recording_gap|recording_outcome|recording_view|media_object)$/;
/** What a database is for decides the category of its tables, save for the recordings in it. */
const categoryOfStore = {
  configuration: 'user-master-data',
  directory: 'directory-information',
  operative: 'contact-data-records',
  outbound: 'contact-data-records',
  monitoring: 'reporting-data',
  reporting: 'reporting-data',
  history: 'contact-data-records',
} as const satisfies Partial<Record<CatalogueEntity['store'], DataCategory>>;

/** Which of the five categories of R21 a table belongs to; undefined for a table about nobody. */
export function dataCategoryOf(entity: CatalogueEntity): DataCategory | undefined {
  if (entity.kind === 'none' || !(entity.store in categoryOfStore)) return undefined;
  if (recordingTables.test(qualifiedTable(entity))) return 'recordings';
  return categoryOfStore[entity.store as keyof typeof categoryOfStore];
}
