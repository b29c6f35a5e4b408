import { isSealed, type CatalogueEntity, type CataloguePlace, type Classification, type KeyKind } from '@voxkeep/personal-data';

type Subjects = 'customers' | 'employees';
const customerKeys: readonly KeyKind[] = ['contact-point', 'contact', 'recording', 'customer', 'case'];

/** Who is in a table: by the keys that lead to its rows, and by the persons that its pseudonyms stand for. */
export function subjectsOf({ kind, reachedBy, provides, columns }: CatalogueEntity): readonly Subjects[] {
  if (kind === 'none') return [];
  const pseudonyms = columns.flatMap(({ classification: c }) => (c.as === 'pseudonym' ? [c.of] : []));
  const keys = new Set<KeyKind>([...reachedBy.map(({ key }) => key), ...provides.map(({ key }) => key), ...pseudonyms]);
  // Staff are persons as well: a table that leads to a person by way of an account is about staff.
  const customers = customerKeys.some((key) => keys.has(key)) || (keys.has('person') && !keys.has('user'));
  return [...(customers ? (['customers'] as const) : []), ...(keys.has('user') ? (['employees'] as const) : [])];
}

/** Terms of the Data Privacy Vocabulary without their prefix, in order. */
export function categoriesOf(classifications: readonly Classification[]): readonly string[] {
  const found = classifications.flatMap((c) => (c.as === 'personal' ? [c.category.replace(/^pd:/, '')] : []));
  return [...new Set(found)].sort();
}

/** How many columns are what. */
export function columnsOf({ columns }: CatalogueEntity) {
  const count = (as: Classification['as']) => columns.filter(({ classification }) => classification.as === as).length;
  return {
    personal: count('personal'),
    pseudonym: count('pseudonym'),
    freeText: count('free-text'),
    secret: count('secret'),
    notPersonal: count('not-personal'),
  };
}

/** How many columns hold ciphertext. */
export function sealedIn({ columns }: CatalogueEntity): number {
  return columns.filter(({ classification }) => isSealed(classification)).length;
}

/** The classifications of a table or a place. */
export function classified(one: CatalogueEntity | CataloguePlace): readonly Classification[] {
  return 'columns' in one ? one.columns.map(({ classification }) => classification) : Object.values(one.items);
}
