import { Injectable } from '@nestjs/common';
import { HttpProblem, type FieldProblem } from '@voxkeep/platform';
import type { ErasureScope } from './erasure-scope.js';

const remembered = 200;
type Lines = readonly { readonly path: string; readonly what: 'records' | 'held'; readonly records: number }[];

/** Counts of the plans that were shown lately, so that a refusal can say what has changed since. Tables and numbers only. */
@Injectable()
export class LookedAtPlans {
  readonly #lines = new Map<string, Lines>();

  keep(scope: ErasureScope): void {
    this.#lines.delete(scope.planHash);
    this.#lines.set(scope.planHash, linesOf(scope));
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > remembered && oldest !== undefined) this.#lines.delete(oldest);
  }

  find(planHash: string): Lines {
    return this.#lines.get(planHash) ?? [];
  }
}

/** 409 `plan.changed`; its fields name each table whose count is another one now: `operative.contact` · `records 3 → 4`. */
export function planChanged(before: Lines, now: ErasureScope): HttpProblem {
  const counts = (lines: Lines) => {
    const summed = new Map<string, { line: Lines[number]; records: number }>();
    for (const line of lines) {
      const name = `${line.path} ${line.what}`;
      summed.set(name, { line, records: (summed.get(name)?.records ?? 0) + line.records });
    }
    return summed;
  };
  const [old, fresh] = [counts(before), counts(linesOf(now))];
  const fields = [...new Map([...old, ...fresh])].flatMap(([name, { line }]): FieldProblem[] => {
    const [was, is] = [old.get(name)?.records ?? 0, fresh.get(name)?.records ?? 0];
    return was === is ? [] : [{ path: line.path, problem: `${line.what} ${was} → ${is}` }];
  });
  return new HttpProblem(409, 'plan.changed', fields);
}

function linesOf({ lines, retained }: ErasureScope): Lines {
  const going = lines.filter(({ action }) => action !== 'keep');
  return [
    ...going.map(({ database, table, records }) => ({ path: `${database}.${table}`, what: 'records' as const, records })),
    ...retained.map(({ database, table, records }) => ({ path: `${database}.${table}`, what: 'held' as const, records })),
  ];
}
