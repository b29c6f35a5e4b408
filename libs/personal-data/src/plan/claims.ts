import type { CatalogueEntity, KeyProvision, KeyReach } from '../catalogue/entity.js';
import { keyOf, type Row } from './find-rows.js';

interface Claim {
  readonly point: string;
  readonly person: string;
  /** Milliseconds; open ends are infinite. Without `during` in the catalogue: always. */
  readonly from: number;
  readonly to: number;
}

/**
 * Who has, or had, which contact point. A number is not a person: it is shared in a household, and handed on to strangers.
 * A point claimed by somebody else at the same time is withheld; one claimed at another time yields only what lies in the
 * subject's own time.
 */
export class Claims {
  readonly #claims: Claim[] = [];
  readonly #persons = new Set<string>();

  /** Notes the claims that one row makes: each contact point of it for each person of it. */
  note(entity: CatalogueEntity, row: Row): void {
    for (const person of personsIn(entity, row)) {
      this.#persons.add(person);
      for (const provision of entity.provides.filter(({ key }) => key === 'contact-point')) {
        const point = keyOf(row, provision.column);
        if (point !== undefined) this.#claims.push({ point, person, ...periodOf(provision, row) });
      }
    }
  }

  /** Everybody whom a row named. */
  persons(): ReadonlySet<string> {
    return this.#persons;
  }

  /** Points that somebody other than the subjects has at the same time, or that none of the subjects has. */
  shared(subjects: ReadonlySet<string>): ReadonlySet<string> {
    const mine = this.#claims.filter(({ person }) => subjects.has(person));
    const theirs = this.#claims.filter(({ person }) => !subjects.has(person));
    const contested = theirs.filter((their) => {
      const own = mine.filter(({ point }) => point === their.point);
      return own.length === 0 || own.some(({ from, to }) => from < their.to && their.from < to);
    });
    return new Set(contested.map(({ point }) => point));
  }

  /** Points that somebody other than the subjects has or had, at whatever time. */
  ofOthers(subjects: ReadonlySet<string>): ReadonlySet<string> {
    return new Set(this.#claims.filter(({ person }) => !subjects.has(person)).map(({ point }) => point));
  }

  /** Whether a row that was reached through a contact point is the subjects': always, unless somebody else ever had the point. */
  attributes(row: Row, reach: KeyReach, subjects: ReadonlySet<string>): boolean {
    const point = reach.key === 'contact-point' ? keyOf(row, reach.column) : undefined;
    const claims = this.#claims.filter((claim) => claim.point === point);
    if (claims.every(({ person }) => subjects.has(person))) return true;
    const at = reach.at === undefined ? undefined : timeOf(row[reach.at]);
    return at !== undefined && claims.some(({ person, from, to }) => subjects.has(person) && from <= at && at < to);
  }
}

/** The persons that a row names through the keys it provides. */
export function personsIn(entity: CatalogueEntity, row: Row): string[] {
  const persons = entity.provides.filter(({ key }) => key === 'person').map(({ column }) => keyOf(row, column));
  return persons.filter((person) => person !== undefined);
}

function periodOf({ during }: KeyProvision, row: Row): { from: number; to: number } {
  if (!during) return { from: -Infinity, to: Infinity };
  return { from: timeOf(row[during.from]) ?? -Infinity, to: timeOf(row[during.to]) ?? Infinity };
}

function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
