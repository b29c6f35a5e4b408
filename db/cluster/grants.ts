import type { StoreName } from '@voxkeep/contracts';
import {
  appends,
  changes,
  followsEvents,
  keeps,
  owns,
  reads,
  removes,
  removesRows,
  removesUnread,
  vacuums,
  writesEvents,
  type Grant,
} from './grant.js';
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
  ...['recording', 'recording_segment', 'recording_gap', 'recording_outcome', 'recording_measure'],
];

/** The log without its head, in which the key of the next authentication code lies. */
const readableLog = ['leaf', 'tile', 'checkpoint', 'verification', 'listening_log'];

/**
 * What signs people in: an erased person's factors go with the person, and the DPO's process, which removes them, can read neither a
 * password hash nor the hash of a recovery code.
 */
const removesSignIn: readonly Grant[] = [
  removesUnread('user_credential', ['user_id', 'changed_at']),
  removesUnread('recovery_code', ['user_id', 'created_at']),
  removes(['second_factor']),
];

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
/** Rules, rehearsals, approvals and runs of retention. */
const retentionTables = [
  'retention_rule',
  'retention_rehearsal',
  'retention_rehearsal_line',
  'retention_approval',
  'retention_run',
  'retention_run_line',
  'retention_clock',
  'retention_orphan',
];
const policyTables = [
  ...['category_off', 'retention_rule', 'queue', 'trunk', 'setting'],
  ...['recording_policy', 'consent_policy', 'consent_wording'],
];

/**
 * Who may do what, in full (02, "Processes, connections, ports"): process → database → rights. A process that is not listed for a
 * database cannot even connect to it. Applied after every migration by `applyGrants`.
 */
export const grants: Readonly<Record<ProcessName, Partial<Record<StoreName, readonly Grant[]>>>> = {
  recorder: {
    operative: [keeps(callTables), reads(['erased_contact', 'consent_reset']), ...writesEvents],
    configuration: readsAccess,
  },
  operations: {
    operative: [keeps([...callTables, 'presence', 'consent_reset']), reads('*'), ...writesEvents],
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
    configuration: [
      owns('*'),
      owns('*', 'diagnostics'),
      reads('*', 'access'),
      reads(readableLog, 'audit'),
      owns('*', 'register'),
      ...writesEvents,
    ],
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
      ...removesSignIn,
      removes(['category_off', 'group_member', 'role_member', 'right_grant']),
      owns('*', 'protection'),
      reads('*', 'register'),
      owns('*', 'diagnostics'),
      reads(readableLog, 'audit'),
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
      removes(['user_account']),
      // Sealed columns, which it has sealed anew when keys are replaced; it can open none of them.
      changes(['user_account', 'second_factor']),
      changes(['communication_grant'], 'diagnostics'),
      owns(retentionTables),
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
    reporting: [...ownsAll, owns(['quarter_key'], 'analytics')],
    history: ownsAll,
    jobs: [owns('*'), owns('*', 'bullmq')],
  },
  keyring: { keyring: [owns('*'), vacuums(['subject_key']), keeps(['outbox_cursor']), ...writesEvents] },
};
