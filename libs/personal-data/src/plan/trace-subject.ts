import type { StoreName } from '@voxkeep/contracts';
import { type CatalogueEntity, type KeyReach, qualifiedTable } from '../catalogue/entity.js';
import type { EntityKind } from '../catalogue/vocabulary.js';
import { Erasable } from './erasable.js';
import { keyOf, type Row } from './find-rows.js';
import { distinctOwners, dyingOwnersOf, type KeyOwner } from './owners.js';
import type { ReportPlan } from './report-plan.js';
import { KeySets, type SubjectKeys } from './subject-keys.js';
import { type FoundRow, type SqlPorts, SubjectWalk } from './subject-walk.js';

/** What one table holds of the person. `via[i]` says how `rows[i]` was reached, with the role. */
export interface TracedStep {
  readonly entity: CatalogueEntity;
  readonly store: StoreName;
  readonly table: string;
  readonly kind: EntityKind;
  readonly rows: readonly Row[];
  readonly via: readonly (readonly KeyReach[])[];
  /** The reach by which `rows[i]` would be erased with the person, undefined when the row stays. */
  readonly erasedBy: readonly (KeyReach | undefined)[];
  readonly keys: SubjectKeys;
  /** Key owners that die with the rows that go. */
  readonly owners: readonly KeyOwner[];
}

export interface SubjectTrace {
  readonly catalogueHash: string;
  readonly steps: readonly TracedStep[];
  readonly keys: SubjectKeys;
  readonly owners: readonly KeyOwner[];
  /** Stores that were asked; a store with nothing stands here too. */
  readonly answered: readonly StoreName[];
  readonly unanswered: readonly StoreName[];
  readonly withheld: {
    /** Shared contact points that were not followed: somebody else has them too. */
    readonly contactPoints: readonly string[];
    /** How many other persons were met on the way. */
    readonly otherPersons: number;
    /** Rows at a point that somebody else had at another time. */
    readonly rows: number;
  };
}

export interface TraceOptions {
  /** Keys that are not followed, decided by the officer of the case. */
  readonly exclude?: SubjectKeys;
  /** Shared contact points that the person has shown to be theirs by a second factor. */
  readonly confirmed?: readonly string[];
}

/**
 * Finds everything about a person in the stores that have a port. Roots are the persons and points of the case; without a
 * person among them, the one person who has the points is taken, and with several nobody is. Reads only.
 */
export async function traceSubject(
  plan: ReportPlan,
  roots: SubjectKeys,
  ports: SqlPorts,
  options: TraceOptions = {},
): Promise<SubjectTrace> {
  const search: Search = {
    roots: new KeySets(roots),
    confirmed: new Set(options.confirmed ?? []),
    excluded: new KeySets(options.exclude ?? {}),
    withheld: new KeySets(),
    others: new Set(),
  };
  let subjects: ReadonlySet<string> = new Set((roots.person ?? []).filter((id) => !search.excluded.has('person', id)));
  for (;;) {
    const walk = new SubjectWalk(plan.steps, ports, { subjects, excluded: search.excluded, confirmed: search.confirmed });
    await walk.identity(search.roots.without(search.withheld));
    const only = subjects.size === 0 ? onlyPerson(walk, search) : undefined;
    if (only !== undefined) {
      subjects = new Set([only]);
      continue;
    }
    if (withholdShared(walk, subjects, search)) continue;
    await walk.content(search.withheld);
    return assemble(plan, ports, walk, { ...search, roots: { ...roots, person: [...subjects] } });
  }
}

interface Search {
  readonly roots: KeySets;
  readonly confirmed: ReadonlySet<string>;
  /** Grows by what is withheld. */
  readonly excluded: KeySets;
  readonly withheld: KeySets;
  readonly others: Set<string>;
}

function onlyPerson(walk: SubjectWalk, { excluded }: Search): string | undefined {
  const persons = [...walk.claims.persons()].filter((id) => !excluded.has('person', id));
  return persons.length === 1 ? persons[0] : undefined;
}

/** Takes shared points out; true when there were any, and the walk has to be made again: they may have led to others. */
function withholdShared(walk: SubjectWalk, subjects: ReadonlySet<string>, search: Search): boolean {
  for (const person of walk.claims.persons()) if (!subjects.has(person)) search.others.add(person);
  const shared = [...walk.claims.shared(subjects)].filter(
    (point) => !search.confirmed.has(point) && !search.excluded.has('contact-point', point),
  );
  for (const point of shared) for (const set of [search.withheld, search.excluded]) set.add('contact-point', point);
  return shared.length > 0;
}

interface Outcome {
  readonly withheld: KeySets;
  readonly others: ReadonlySet<string>;
  readonly roots: SubjectKeys;
}

function assemble(plan: ReportPlan, ports: SqlPorts, walk: SubjectWalk, { withheld, others, roots }: Outcome): SubjectTrace {
  const found = plan.steps.map((step) => ({ step, rows: walk.rows(step) }));
  const erasable = new Erasable(roots, found, walk.claims.ofOthers(new Set(roots.person)));
  const steps = found.map(({ step, rows }) => traced(step.entity, rows, erasable));
  return {
    catalogueHash: plan.catalogueHash,
    steps,
    keys: walk.keys.toKeys(),
    owners: distinctOwners(steps.flatMap(({ owners }) => owners)),
    answered: plan.stores.filter((store) => ports[store]),
    unanswered: plan.stores.filter((store) => !ports[store]),
    withheld: { contactPoints: withheld.of('contact-point'), otherPersons: others.size, rows: walk.unattributed },
  };
}

function traced(entity: CatalogueEntity, found: readonly FoundRow[], erasable: Erasable): TracedStep {
  const keys = new KeySets();
  for (const { row } of found) {
    for (const { column, key } of entity.provides) {
      const id = keyOf(row, column);
      if (id !== undefined) keys.add(key, id);
    }
  }
  const rows = found.map(({ row }) => row);
  const via = found.map((one) => one.via);
  const erasedBy = found.map((one) => erasable.reach(entity, one));
  const owners = distinctOwners(
    rows.flatMap((row, i) => (erasedBy[i] === undefined ? [] : dyingOwnersOf(entity, row, erasedBy[i]))),
  );
  const table = qualifiedTable(entity);
  return { entity, store: entity.store, table, kind: entity.kind, rows, via, erasedBy, keys: keys.toKeys(), owners };
}
