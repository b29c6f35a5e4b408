import { catalogue, type CatalogueEntity } from '@voxkeep/personal-data';

/**
 * The label of the column from which the period of a table counts, as the records of the same report name it: `recording.ended_at` is a
 * column of a parent in the same store. A column without a label of its own is found by its name.
 */
export function startLabel({ store, table, deletion }: Pick<CatalogueEntity, 'store' | 'table' | 'deletion'>): string {
  const [column = '', parent = table] = (deletion?.start ?? '').split('.').reverse();
  const entity = catalogue().entities.find((one) => one.store === store && one.table === parent);
  const classified = entity?.columns.find((one) => one.column === column)?.classification;
  return classified !== undefined && 'label' in classified ? classified.label : `field.${column.replaceAll('_', '-')}`;
}
