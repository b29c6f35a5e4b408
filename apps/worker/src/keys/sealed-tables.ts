import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { catalogue, qualifiedTable, sealedColumns, type OwnerClass, type SealedColumn } from '@voxkeep/personal-data';

/** A table with the sealed columns of one class of owners; `id` are the columns of its primary key. */
export interface SealedTable {
  readonly database: DatabaseName;
  readonly table: string;
  readonly id: readonly string[];
  readonly columns: readonly SealedColumn[];
}

const isDatabase = (store: string): store is DatabaseName => (databaseNames as readonly string[]).includes(store);

/** Every table of the seven databases in which values are sealed under keys of this class, from the catalogue of this process. */
export function sealedTables(ownerClass: OwnerClass): readonly SealedTable[] {
  return catalogue().entities.flatMap(({ entityClass, store, ...entity }) => {
    if (!entityClass || !isDatabase(store)) return [];
    const columns = sealedColumns(entityClass).filter((column) => column.ownerClass === ownerClass);
    return columns.length === 0 ? [] : [{ database: store, table: qualifiedTable(entity), id: entity.id, columns }];
  });
}
