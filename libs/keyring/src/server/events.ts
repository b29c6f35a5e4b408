import { code, defineEvent, errorFields, flag, int, ms } from '@voxkeep/platform';
import { clientNames } from '../protocol/clients.js';
import { requestSchemas, type Operation } from '../protocol/messages.js';
import { unlockRefusals } from '../protocol/unsealing.js';

const operations = Object.keys(requestSchemas) as Operation[];
const client = code(clientNames);
const operation = code(operations);

/** `rootVersion` is 0 while sealed. */
export const keyringStarted = defineEvent('keyring.started', {
  sealed: flag(),
  reason: code(['none', 'root-key-missing', 'root-key-different', 'root-key-locked']),
  rootVersion: int(),
});
const refusals = ['operation', 'owner-class', 'domain', 'case-missing', 'purpose', 'malformed', 'rate'] as const;

/** A passphrase or PIN was refused; `failed` counts wrong ones since one that opened. */
export const keyringUnsealRefused = defineEvent(
  'keyring.unseal-refused',
  { reason: code(unlockRefusals), failed: int() },
  'warn',
);
export const keyringUnsealFailed = defineEvent('keyring.unseal-failed', { error: errorFields() }, 'error');
export const keyringRefused = defineEvent('keyring.refused', { client, operation, reason: code(refusals) }, 'warn');
export const keyringFailed = defineEvent('keyring.failed', { client, operation, error: errorFields() }, 'error');
export const keyringRecovered = defineEvent('keyring.recovered', { client, asked: int(), found: int() });
export const keyringDestroyed = defineEvent('keyring.destroyed', { client, asked: int(), destroyed: int() });
export const keyringRestricted = defineEvent('keyring.restricted', { client, restricted: flag(), changed: int() });

/** A sealed value that was handed in for a transfer did not open: stored data was altered or moved. */
export const keyringUnreadable = defineEvent('keyring.transfer-unreadable', { client }, 'error');

export const keyringRotating = defineEvent('keyring.rotating', {
  client,
  what: code(['root', 'owners', 'indexes']),
  begun: flag(),
});
export const keyringRotated = defineEvent('keyring.root-rotated', { keys: int(), afterMs: ms() });
export const keyringRotationFailed = defineEvent('keyring.root-rotation-failed', { error: errorFields() }, 'error');

/** The table of keys was rewritten; `logEnded`: nothing of destroyed ones is in the log of changes either. */
export const keyringScrubbed = defineEvent('keyring.scrubbed', { logEnded: flag(), afterMs: ms() });
export const keyringScrubFailed = defineEvent('keyring.scrub-failed', { error: errorFields() }, 'error');
