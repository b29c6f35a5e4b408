import type { Catalogue, CatalogueEntity, DataOrigin } from '@voxkeep/personal-data';
import { activityCodes } from './record-of-processing.js';
import { categoriesOf, classified, subjectsOf } from './entity-facts.js';
import type { Terms } from './data-map.js';

/** Terms of the Data Privacy Vocabulary 2 and its GDPR extension for each activity of the catalogue. */
const terms: Readonly<Record<string, { readonly purposes: readonly string[]; readonly bases: readonly string[] }>> = {
  'serve-customer': { purposes: ['CommunicationForCustomerCare', 'CustomerCare'], bases: ['A6-1-b', 'A6-1-f'] },
  'record-contacts': { purposes: ['CommunicationForCustomerCare', 'DisputeManagement'], bases: ['A6-1-a'] },
  'call-customers': { purposes: ['DirectMarketing', 'CustomerManagement'], bases: ['A6-1-a', 'A6-1-f'] },
  report: { purposes: ['InternalResourceOptimisation'], bases: ['A6-1-f'] },
  'plan-work': { purposes: ['PersonnelManagement'], bases: ['A6-1-b'] },
  'access-control': { purposes: ['EnforceAccessControl'], bases: ['A6-1-c'] },
  telephony: { purposes: ['PersonnelManagement'], bases: ['A6-1-b'] },
  accountability: { purposes: ['LegalCompliance', 'EnforceSecurity'], bases: ['A6-1-c'] },
  'data-protection': { purposes: ['LegalCompliance', 'RightsFulfilment'], bases: ['A6-1-c'] },
};
const sources: Readonly<Record<DataOrigin, string>> = {
  subject: 'DataSubjectDataSource',
  observed: 'DataControllerDataSource',
  derived: 'DataControllerDataSource',
  staff: 'DataControllerDataSource',
};
const subjectTerms = { customers: 'dpv:Customer', employees: 'dpv:Employee' } as const;

type Node = Readonly<Record<string, unknown>>;

/** The catalogue as a record of processing in JSON-LD: one `dpv:Process` per activity (W3C Data Privacy Vocabulary 2). */
export function dpvOf(catalogue: Catalogue, days: Terms): Node {
  return {
    '@context': {
      dpv: 'https://w3id.org/dpv#',
      pd: 'https://w3id.org/dpv/pd#',
      'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
      dct: 'http://purl.org/dc/terms/',
      vk: 'urn:voxkeep:',
    },
    '@id': `vk:catalogue:${catalogue.hash}`,
    '@type': 'eu-gdpr:ROPA',
    'dct:hasPart': activityCodes(catalogue).map((code) =>
      processOf(
        code,
        catalogue.entities.filter(({ activities }) => activities.includes(code)),
        days,
      ),
    ),
  };
}

function processOf(code: string, entities: readonly CatalogueEntity[], days: Terms): Node {
  const { purposes, bases } = terms[code] ?? { purposes: ['ServiceProvision'], bases: [] };
  const columns = entities.flatMap(classified);
  const origins = columns.flatMap((c) => (c.as === 'personal' ? [sources[c.origin]] : []));
  return {
    '@id': `vk:activity:${code}`,
    '@type': 'dpv:Process',
    'dpv:hasPurpose': ids('dpv', purposes),
    'dpv:hasLegalBasis': ids('eu-gdpr', bases),
    'dpv:hasPersonalData': ids('pd', categoriesOf(columns)),
    'dpv:hasDataSubject': distinct(entities.flatMap(subjectsOf)).map((who) => ({ '@id': subjectTerms[who] })),
    'dpv:hasDataSource': ids('dpv', distinct(origins)),
    'dpv:hasStorageCondition': storageOf(entities, days),
    'dpv:hasTechnicalOrganisationalMeasure': ids('dpv', ['EncryptionAtRest', 'AccessControlMethod', 'Pseudonymisation']),
  };
}

function storageOf(entities: readonly CatalogueEntity[], days: Terms): readonly Node[] {
  const classes = distinct(entities.flatMap(({ deletion }) => deletion?.class ?? []));
  return classes.map((name) => {
    const term = days.get(name);
    const duration = term === undefined ? { '@id': 'dpv:IndeterminateDuration' } : { 'dct:extent': `P${term}D` };
    return { '@type': 'dpv:StorageDuration', 'dct:identifier': name, 'dpv:hasDuration': duration };
  });
}

function ids(prefix: string, names: readonly string[]): readonly Node[] {
  return names.map((name) => ({ '@id': `${prefix}:${name}` }));
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}
