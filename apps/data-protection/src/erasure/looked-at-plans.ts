import { Injectable } from '@nestjs/common';
import { HttpProblem, type FieldProblem } from '@voxkeep/platform';
import type { ErasureScope } from './erasure-scope.js';

const remembered = 200;
type Lines = ErasureScope['lines'];

/** Counts of the plans that were shown lately, so that a refusal can say what has changed since. Tables and numbers only. */
@Injectable()
export class LookedAtPlans {
  readonly #lines = new Map<string, Lines>();

  keep({ planHash, lines }: ErasureScope): void {
    this.#lines.delete(planHash);
    this.#lines.set(planHash, lines);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > remembered && oldest !== undefined) this.#lines.delete(oldest);
  }

  find(planHash: string): Lines {
    return this.#lines.get(planHash) ?? [];
  }
}

/** 409 `plan.changed`; its fields name each table whose count is another one now: `operative.contact` · `records 3 → 4`. */
export function planChanged(before: Lines, now: ErasureScope): HttpProblem {
  const counts = (lines: Lines) =>
    new Map(lines.filter(({ action }) => action !== 'keep').map((one) => [`${one.database}.${one.table}`, one.records]));
  const [old, fresh] = [counts(before), counts(now.lines)];
  const fields = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((path): FieldProblem[] => {
    const [was, is] = [old.get(path) ?? 0, fresh.get(path) ?? 0];
    return was === is ? [] : [{ path, problem: `records ${was} → ${is}` }];
  });
  return new HttpProblem(409, 'plan.changed', fields);
}
