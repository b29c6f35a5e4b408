import type { Through } from '../right.js';
import type { Decision, Reason } from './decide.js';

/** One line of an explanation: a translation key and what to fill in. `scope` tells Inherited, Direct and All apart on the page. */
export interface Explanation {
  readonly key: 'access.none' | 'access.direct' | 'access.group' | 'access.role' | 'access.role-of-group';
  readonly role?: string;
  readonly group?: string;
  readonly scope?: 'one' | 'all';
  readonly implied?: boolean;
}

/** Says why something is allowed, one line per right that allows it, or that no right does. */
export function explain(decision: Decision): readonly Explanation[] {
  return decision.allowed ? decision.because.map(explainReason) : [{ key: 'access.none' }];
}

function explainReason({ right, implied }: Reason): Explanation {
  const { through } = right;
  const scope = right.objectId === null ? 'all' : 'one';
  switch (through.kind) {
    case 'direct':
      return { key: 'access.direct', scope, implied };
    case 'group':
      return { key: 'access.group', group: through.group, scope, implied };
    case 'role':
      return { key: 'access.role', role: through.role, scope, implied };
    case 'role-of-group':
      return { key: 'access.role-of-group', role: through.role, group: through.group, scope, implied };
  }
}

/** The way of a right in one line, `role supervisor of group Sales`: codes and names of roles and groups only. */
export function wayOf(through: Through): string {
  switch (through.kind) {
    case 'direct':
      return 'direct';
    case 'group':
      return `group ${through.group}`;
    case 'role':
      return `role ${through.role}`;
    case 'role-of-group':
      return `role ${through.role} of group ${through.group}`;
  }
}
