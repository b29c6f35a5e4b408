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
import { startLabel } from './start-label';

/** Naming the entities is what put them into the catalogue. */
const named = [
  ...[configurationEntities, directoryEntities, historyEntities, monitoringEntities],
  ...[operativeEntities, outboundEntities, reportingEntities],
].flat();

describe('the column from which a period counts', () => {
  const counted = () => catalogue().entities.filter(({ deletion }) => deletion !== undefined);

  it.each(languages)('has a word in %s for every table of the catalogue', (language) => {
    expect(counted().length).toBeGreaterThan(20);
    expect(named.length).toBeGreaterThan(counted().length);
    const unnamed = counted().filter((entity) => !wordingOf(language).has('names', startLabel(entity)));
    expect(unnamed.map(({ table, deletion }) => `${table}: ${deletion?.start ?? ''}`)).toEqual([]);
  });

  it('is named as in the records, in the table or in the parent that has it', () => {
    const of = (table: string) =>
      counted()
        .filter((one) => one.table === table)
        .map(startLabel);
    expect([of('recording_assurance'), of('recorder_command')]).toEqual([['field.at'], ['field.at']]);
    expect(of('recording_segment')).toEqual(['field.ended-at']);
  });
});
