import type { StoreName } from '@voxkeep/contracts';
import { isOwnKey, type KeyReach } from '../catalogue/entity.js';
import { rootKinds } from '../catalogue/vocabulary.js';
import { Claims, personsIn } from './claims.js';
import { findRows, keyOf, type Row, type SqlPort } from './find-rows.js';
import type { ReportStep } from './report-plan.js';
import { KeySets } from './subject-keys.js';

export type SqlPorts = Partial<Record<StoreName, SqlPort>>;

/** A row and every way in which it was reached. */
export interface FoundRow {
  readonly row: Row;
  readonly via: readonly KeyReach[];
}

/** Persons and points that one walk is about. Fixed while it runs. */
export interface WalkScope {
  readonly subjects: ReadonlySet<string>;
  readonly excluded: KeySets;
  readonly confirmed: ReadonlySet<string>;
}

/**
 * One breadth-first walk over the key graph until no new key appears. First `identity`, over the tables that say which points
 * and persons belong together, then `content` over everything. Persons are never added: whoever else turns up is a third party.
 */
export class SubjectWalk {
  readonly claims = new Claims();
  readonly keys = new KeySets();
  readonly found = new Map<ReportStep, Map<string, { row: Row; via: Set<KeyReach> }>>();
  /** Rows at a contact point that somebody else had at that time. */
  unattributed = 0;

  constructor(
    private readonly steps: readonly ReportStep[],
    private readonly ports: SqlPorts,
    private readonly scope: WalkScope,
  ) {}

  /** Follows the keys of persons and points to further points. */
  async identity(roots: KeySets): Promise<void> {
    await this.#follow(this.#admit(roots), (step) => step.identity, true);
  }

  /** Follows everything found so far into the records; `withheld` points are left out. */
  async content(withheld: KeySets): Promise<void> {
    const known = new KeySets(this.keys.toKeys());
    const start = known.without(withheld);
    await this.#follow(start, () => true, false, known);
  }

  rows(step: ReportStep): readonly FoundRow[] {
    return [...(this.found.get(step)?.values() ?? [])].map(({ row, via }) => ({ row, via: [...via] }));
  }

  /** `known` keys were followed through the identity tables before. */
  async #follow(start: KeySets, chosen: (step: ReportStep) => boolean, points: boolean, known = new KeySets()): Promise<void> {
    for (let frontier = start; !frontier.isEmpty;) {
      const next = new KeySets();
      for (const step of this.steps.filter(chosen)) {
        const keys = step.identity ? frontier.without(known) : frontier;
        for (const reach of step.entity.reachedBy) await this.#search(step, reach, keys, next, points);
      }
      frontier = next;
    }
  }

  async #search(step: ReportStep, reach: KeyReach, keys: KeySets, next: KeySets, points: boolean): Promise<void> {
    const port = this.ports[step.entity.store];
    const ids = keys.of(reach.key);
    if (!port || ids.length === 0) return;
    for (const row of await findRows(port, step, reach.column, ids)) {
      if (!this.#isSubjects(step, reach, row)) continue;
      this.#keep(step, reach, row);
      this.#yield(step, row, next, points);
    }
  }

  /** Adds the keys of a row that are new. Points only while persons and points are being put together. */
  #yield(step: ReportStep, row: Row, next: KeySets, points: boolean): void {
    const followed = step.entity.provides.filter(({ key }) => key !== 'person' && (points || !rootKinds.includes(key)));
    for (const { column, key } of followed) {
      const id = keyOf(row, column);
      if (id === undefined || this.scope.excluded.has(key, id)) continue;
      if (this.keys.add(key, id)) next.add(key, id);
    }
  }

  #isSubjects(step: ReportStep, reach: KeyReach, row: Row): boolean {
    const named = personsIn(step.entity, row);
    if (step.identity) this.claims.note(step.entity, row);
    if (named.length > 0) return named.some((person) => this.scope.subjects.has(person));
    const point = reach.key === 'contact-point' ? keyOf(row, reach.column) : undefined;
    if (step.identity || (point !== undefined && this.scope.confirmed.has(point))) return true;
    const own = this.claims.attributes(row, reach, this.scope.subjects);
    if (!own) this.unattributed += 1;
    return own;
  }

  #keep(step: ReportStep, reach: KeyReach, row: Row): void {
    const rows = this.found.get(step) ?? new Map<string, { row: Row; via: Set<KeyReach> }>();
    this.found.set(step, rows);
    const key = rowKey(step, row);
    const before = rows.get(key);
    // A row that was found by another key yields its own id; coming back by that id must not give the person a further role.
    if (before && !isOwnKey(step.entity, reach)) before.via.add(reach);
    if (!before) rows.set(key, { row, via: new Set([reach]) });
  }

  #admit(roots: KeySets): KeySets {
    const admitted = roots.without(this.scope.excluded);
    for (const person of this.scope.subjects) admitted.add('person', person);
    for (const [kind, ids] of Object.entries(admitted.toKeys())) for (const id of ids) this.keys.add(kind as KeyReach['key'], id);
    return admitted;
  }
}

/** The row's id; where the catalogue knows none, its whole content. */
function rowKey({ entity }: ReportStep, row: Row): string {
  if (entity.id.length > 0) return JSON.stringify(entity.id.map((column) => keyOf(row, column)));
  return JSON.stringify(row, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
