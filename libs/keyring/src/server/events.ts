import { code, defineEvent, errorFields, flag, int } from '@voxkeep/platform';
import { clientNames } from '../protocol/clients.js';
import { requestSchemas, type Operation } from '../protocol/messages.js';

const operations = Object.keys(requestSchemas) as Operation[];
const client = code(clientNames);
const operation = code(operations);

/** `rootVersion` is 0 while sealed. */
export const keyringStarted = defineEvent('keyring.started', {
  sealed: flag(),
  reason: code(['none', 'root-key-missing', 'root-key-different']),
  rootVersion: int(),
});
const refusals = ['operation', 'owner-class', 'domain', 'case-missing', 'malformed', 'rate'] as const;
export const keyringRefused = defineEvent('keyring.refused', { client, operation, reason: code(refusals) }, 'warn');
export const keyringFailed = defineEvent('keyring.failed', { client, operation, error: errorFields() }, 'error');
export const keyringRecovered = defineEvent('keyring.recovered', { client, asked: int(), found: int() });
export const keyringDestroyed = defineEvent('keyring.destroyed', { client, asked: int(), destroyed: int() });
export const keyringRestricted = defineEvent('keyring.restricted', { client, restricted: flag(), changed: int() });

/** A sealed value that was handed in for a transfer did not open: stored data was altered or moved. */
export const keyringUnreadable = defineEvent('keyring.transfer-unreadable', { client }, 'error');
