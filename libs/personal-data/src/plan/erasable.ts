import type { CatalogueEntity, KeyReach } from '../catalogue/entity.js';
import { keyOf, type Row } from './find-rows.js';
import type { ReportStep } from './report-plan.js';
import { KeySets, type SubjectKeys } from './subject-keys.js';
import type { FoundRow } from './subject-walk.js';

/**
 * Which rows go with the person. An employee is found in every call that was answered, but only the role named by
 * `erasureCondition` takes the row along; what hangs on a row that stays, stays too. Keys therefore count for erasure only when
 * a row that goes has provided them.
 */
export class Erasable {
  readonly #keys: KeySets;

  /** `contested`: contact points that somebody else has too; they stay, what was said over them goes. */
  constructor(
    roots: SubjectKeys,
    found: readonly { readonly step: ReportStep; readonly rows: readonly FoundRow[] }[],
    private readonly contested: ReadonlySet<string>,
  ) {
    this.#keys = new KeySets(roots);
    for (let grown = true; grown;) {
      grown = false;
      for (const { step, rows } of found) for (const row of rows) grown = this.#spread(step.entity, row) || grown;
    }
  }

  /** The reach by which a row is erased, undefined when it stays. A contact point only where nothing narrower leads to it. */
  reach(entity: CatalogueEntity, { row, via }: FoundRow): KeyReach | undefined {
    if (entity.kind === 'shared' && this.#isContested(entity, row)) return undefined;
    const allowed = via.filter((reach) => this.#counts(entity, reach, row));
    return allowed.find(({ key }) => key !== 'contact-point') ?? allowed[0];
  }

  #isContested(entity: CatalogueEntity, row: Row): boolean {
    return entity.provides.some(({ column, key }) => key === 'contact-point' && this.contested.has(keyOf(row, column) ?? ''));
  }

  #counts(entity: CatalogueEntity, reach: KeyReach, row: Row): boolean {
    const inRole = entity.erasureCondition === undefined || reach.role === entity.erasureCondition;
    return inRole && this.#keys.has(reach.key, keyOf(row, reach.column) ?? '');
  }

  #spread(entity: CatalogueEntity, found: FoundRow): boolean {
    if (!this.reach(entity, found)) return false;
    const provided = entity.provides.filter(({ key }) => key !== 'person');
    return provided.map(({ column, key }) => this.#add(key, keyOf(found.row, column))).includes(true);
  }

  #add(key: KeyReach['key'], id: string | undefined): boolean {
    return id !== undefined && this.#keys.add(key, id);
  }
}
