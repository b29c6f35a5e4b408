import { databaseNames, type DatabaseName, type http } from '@voxkeep/contracts';

/** How many records the erasing steps of a case touched in each of the seven databases; steps that only count are left out. */
export function affectedByDatabase(steps: http.CaseDetail['steps']): Readonly<Record<DatabaseName, number>> {
  const sum = (database: DatabaseName) =>
    steps
      .filter((step) => step.database === database && step.step.startsWith('erase'))
      .reduce((total, { affected }) => total + affected, 0);
  return Object.fromEntries(databaseNames.map((database) => [database, sum(database)])) as Record<DatabaseName, number>;
}
