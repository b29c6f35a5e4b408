import { readFileSync } from 'node:fs';
import path from 'node:path';
import { configurationEntities } from '@voxkeep/configuration';
import { consentEvidenceKinds, consentStates, contactEventCodes, http, languages, recordingOutcomes } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { catalogue, qualifiedTable } from '@voxkeep/personal-data';
import { reportingEntities } from '@voxkeep/reporting';

type Groups = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

const entities = [
  ...[configurationEntities, directoryEntities, operativeEntities, outboundEntities],
  ...[monitoringEntities, reportingEntities, historyEntities],
].flat();

/** The words of one language for the codes of a group (`words.event`). */
function wordsOf(language: string, group: string): Readonly<Record<string, string>> {
  const [area = '', name = ''] = group.split('.');
  const file = path.resolve(__dirname, `../../apps/web/src/i18n/${language}/${area}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as Groups)[name] ?? {};
}

/** Tables in which a person is found, by their name on a page, and the roles in which the person is found there. */
function foundIn(): { readonly tables: readonly string[]; readonly roles: readonly string[] } {
  expect(entities.length).toBeGreaterThan(40);
  const reached = catalogue().entities.filter(({ reachedBy }) => reachedBy.length > 0);
  return {
    tables: reached.map(qualifiedTable),
    roles: reached.flatMap(({ reachedBy }) => reachedBy.flatMap(({ role }) => role ?? [])),
  };
}

/** Those of the books, and what the page tells of a recording by what comes. */
const recordingStates = [
  ...[
    'none',
    'not-known',
    'recording',
    'in-part',
    'nothing-comes',
    'paused',
    'customer-away',
    'stopped',
    'stopped-by-user',
    'waits-for-vault',
    'finished',
    'recovered',
    'removed',
  ],
  ...recordingOutcomes,
];

describe.each(languages)('in %s', (language) => {
  it.each([
    ['words.event', contactEventCodes],
    ['words.recordingState', recordingStates],
    ['words.consentState', ['none', 'not-known', ...consentStates]],
    ['words.evidence', ['none', ...http.linkEvidence]],
    ['words.refusalGround', http.refusalGrounds],
    ['consents.evidence', consentEvidenceKinds],
  ] as const)('%s has a word for every code that is declared, and for no other', (group, codes) => {
    expect(Object.keys(wordsOf(language, group)).sort()).toEqual([...codes].sort());
  });

  it.each(['table', 'role'] as const)('the %s in which a person is found is told in words', (group) => {
    const { tables, roles } = foundIn();
    const words = wordsOf(language, `words.${group}`);
    const unsaid = (group === 'table' ? tables : roles).filter((code) => words[code] === undefined);
    expect([...new Set(unsaid)]).toEqual([]);
  });
});
