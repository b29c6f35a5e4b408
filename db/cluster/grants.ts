import type { StoreName } from '@voxkeep/contracts';
import { appends, followsEvents, keeps, owns, reads, removes, removesRows, vacuums, writesEvents, type Grant } from './grant.js';
import type { ProcessName } from './registry.js';

/** Sessions, rights and the policies of a live call are read from the views of schema `access`, never from the tables behind them. */
const readsAccess: readonly Grant[] = [reads('*', 'access'), reads(['schema_version'])];

/** Everything in `public` and the events; retention and projections of the worker need to remove rows as well. */
const ownsAll: readonly Grant[] = [owns('*'), ...followsEvents];

/** An eraser waits until every reader of events has passed a mark: it sees the cursors and moves none. */
const seesCursors: readonly Grant[] = [reads(['outbox_cursor'])];

/** Finds, reports and erases in every database; the plan it executes was approved as a case. */
const erases: readonly Grant[] = [owns('*'), ...writesEvents, ...removesRows, ...seesCursors];

/** What a call leaves behind. */
const callTables = [
  ...['contact_key', 'contact', 'contact_party', 'contact_event', 'consent', 'recorder_command'],
  ...['recording', 'recording_segment', 'recording_gap', 'recording_outcome'],
];

/** What signs people in. Beside the configurator only the DPO's process reaches it: an erased person's factors go with the person. */
const signInTables = ['user_credential', 'second_factor', 'recovery_code'];

/** Configuration about people, without what signs them in. */
const accountTables = [
  'user_account',
  'user_address',
  'session',
  'user_group',
  'group_member',
  'role',
  'role_member',
  'right_grant',
];
const policyTables = ['queue', 'trunk', 'recording_policy', 'consent_policy', 'setting'];

/**
 * Who may do what, in full (02, "Processes, connections, ports"): process → database → rights. A process that is not listed for a
 * database cannot even connect to it. Applied after every migration by `applyGrants`.
 */
export const grants: Readonly<Record<ProcessName, Partial<Record<StoreName, readonly Grant[]>>>> = {
  recorder: {
    operative: [keeps(callTables), reads(['erased_contact']), ...writesEvents],
    configuration: readsAccess,
  },
  operations: {
    operative: [keeps([...callTables, 'presence']), reads('*'), ...writesEvents],
    directory: [
      keeps(['person', 'contact_point', 'person_contact_point']),
      owns(['directory_entry', 'directory_group']),
      reads('*'),
      ...writesEvents,
    ],
    outbound: [owns('*'), ...writesEvents],
    monitoring: [reads('*'), ...writesEvents],
    reporting: [reads('*'), ...writesEvents],
    history: [reads('*'), ...writesEvents],
    configuration: readsAccess,
  },
  configurator: {
    configuration: [owns('*'), reads('*', 'access'), ...writesEvents],
    directory: [
      keeps(['person', 'contact_point', 'person_contact_point']),
      owns(['directory_entry', 'directory_group']),
      ...writesEvents,
    ],
  },
  'data-protection': {
    configuration: [
      reads([...accountTables, ...policyTables]),
      owns(['user_account', 'user_address', 'session']),
      removes(signInTables),
      owns('*', 'protection'),
      reads('*', 'audit'),
      reads('*', 'access'),
      ...writesEvents,
      ...removesRows,
      ...seesCursors,
    ],
    directory: erases,
    operative: erases,
    outbound: erases,
    monitoring: erases,
    reporting: erases,
    history: erases,
  },
  worker: {
    configuration: [
      reads([...accountTables, ...policyTables]),
      owns(['session', 'sign_in_limit']),
      reads('*', 'protection'),
      reads('*', 'access'),
      appends('*', 'audit'),
      keeps(['head', 'tile'], 'audit'),
      ...followsEvents,
    ],
    directory: ownsAll,
    operative: ownsAll,
    outbound: ownsAll,
    monitoring: ownsAll,
    reporting: ownsAll,
    history: ownsAll,
    jobs: [owns('*'), owns('*', 'bullmq')],
  },
  keyring: { keyring: [owns('*'), vacuums(['subject_key']), ...writesEvents] },
};
