import type { http } from '@voxkeep/contracts';

/** One class and scope with its term as it is in force and as it is set; either may be absent. */
export interface RuleChange {
  readonly key: string;
  readonly set: http.RetentionRule | undefined;
  readonly inForce: http.RetentionRule | undefined;
}

const keyOf = ({ class: name, channel, queueId }: http.RetentionRule): string => [name, channel ?? '', queueId ?? ''].join('/');

/** Rules as set beside the rules in force, in the order of what is set, then what was taken away. */
export function beforeAndAfter(
  set: readonly http.RetentionRule[],
  inForce: readonly http.RetentionRule[],
): readonly RuleChange[] {
  const keys = [...new Set([...set, ...inForce].map(keyOf))];
  return keys.map((key) => ({
    key,
    set: set.find((rule) => keyOf(rule) === key),
    inForce: inForce.find((rule) => keyOf(rule) === key),
  }));
}

/** Whether both say the same term. */
export function isSame({ set, inForce }: RuleChange): boolean {
  return set !== undefined && inForce !== undefined && set.amount === inForce.amount && set.unit === inForce.unit;
}
