import { configurationEntities } from '@voxkeep/configuration';
import { languages } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { catalogue } from '@voxkeep/personal-data';
import { reportingEntities } from '@voxkeep/reporting';
import { wordingOf } from './person-report.fixture';

/** Naming the entities is what put them into the catalogue. */
const named = [
  ...[configurationEntities, directoryEntities, historyEntities, monitoringEntities],
  ...[operativeEntities, outboundEntities, reportingEntities],
].flat();

describe('the fields of a table of a report', () => {
  // References tell by their row what they refer to.
  it.each(languages)('have in %s a name of their own each', (language) => {
    const wording = wordingOf(language);
    const { entities } = catalogue();
    expect(named.length).toBeGreaterThan(20);
    const twice = entities.flatMap(({ table, columns }) => {
      const names = columns.flatMap(({ classification }) =>
        classification.as === 'personal' && classification.access !== false ? [wording.field(classification.label)] : [],
      );
      return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${table}: ${name}`);
    });
    expect(twice).toEqual([]);
  });
});
