import { resolve } from 'node:path';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { z } from 'zod';
import { contactSettings } from './contact-settings.js';
import { journalSettings, recorderSettings } from './recorder-settings.js';
import { deliverySettings } from './delivery-settings.js';
import { keyringSettings } from './keyring-settings.js';
import { setting, type SettingDefinition } from './setting.js';

const port = (otherwise: number) => z.coerce.number().int().min(1).max(65535).default(otherwise);
const directory = (otherwise: string) =>
  z
    .string()
    .min(1)
    .default(otherwise)
    .transform((path) => resolve(path));
const file = z
  .string()
  .min(1)
  .transform((path) => resolve(path));
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//);
const names = z
  .string()
  .default('')
  .transform((list) => list.split(',').filter((name) => name !== ''));

type DatabaseSettings = Readonly<{ url: SettingDefinition<string>; directUrl: SettingDefinition<string | undefined> }>;

function databaseSettings(name: string): DatabaseSettings {
  const variable = `VOXKEEP_DATABASE_${name.toUpperCase()}` as const;
  return {
    url: setting(variable, postgresUrl, `Where the database ${name} is, with this process's own login role.`, true),
    directUrl: setting(`${variable}_DIRECT`, postgresUrl.optional(), `The database ${name} past any pooler, for LISTEN.`, true),
  };
}

type EveryDatabase = Readonly<Record<DatabaseName | 'keyring', DatabaseSettings>>;

/** Every setting of the product: the only list, from which parsing, documentation and the settings page are made. */
export const settingCatalogue = {
  ...deliverySettings,
  database: Object.fromEntries([...databaseNames, 'keyring'].map((name) => [name, databaseSettings(name)])) as EveryDatabase,
  sockets: {
    directory: setting(
      'VOXKEEP_SOCKETS',
      directory('var/run'),
      'Directory of the unix sockets on which the APIs listen for the gateway.',
    ),
  },
  keyring: keyringSettings,
  gateway: {
    address: setting('VOXKEEP_GATEWAY_ADDRESS', z.string().default('127.0.0.1'), 'Address on which people reach the product.'),
    port: setting('VOXKEEP_GATEWAY_PORT', port(8443), 'TLS port on which people reach the product.'),
    certificate: setting('VOXKEEP_GATEWAY_CERTIFICATE', file, 'PEM file of the TLS certificate and its chain.'),
    key: setting('VOXKEEP_GATEWAY_KEY', file, 'PEM file of the TLS private key.'),
  },
  sip: {
    address: setting(
      'VOXKEEP_SIP_ADDRESS',
      z.string().default('127.0.0.1'),
      'Address on which the recorder receives SIP and RTP.',
    ),
    port: setting('VOXKEEP_SIP_PORT', port(5060), 'SIP port, UDP and TCP.'),
    tlsPort: setting('VOXKEEP_SIP_TLS_PORT', port(5061), 'SIP port for TLS; used when certificate and key are set.'),
    certificate: setting('VOXKEEP_SIP_CERTIFICATE', file.optional(), 'PEM file of the certificate for SIP over TLS.'),
    key: setting('VOXKEEP_SIP_KEY', file.optional(), 'PEM file of the private key for SIP over TLS.'),
    rtpLow: setting('VOXKEEP_RTP_LOW', port(20000), 'First port of the RTP range.'),
    rtpHigh: setting('VOXKEEP_RTP_HIGH', port(29999), 'Last port of the RTP range.'),
  },
  recorder: recorderSettings,
  vault: {
    directory: setting('VOXKEEP_VAULT', directory('var/vault'), 'Directory of the sealed recordings.'),
    rememberedAt: setting(
      'VOXKEEP_VAULT_MARK',
      file.optional(),
      'File outside the vault that remembers which vault is the one of this site, so that no other folder, as below a mount that is away, is taken for it; the appliance chooses one beside its data.',
    ),
    watermarkBytes: setting(
      'VOXKEEP_VAULT_WATERMARK_BYTES',
      z.coerce
        .number()
        .int()
        .min(0)
        .default(2 * 1024 ** 3),
      'Free bytes below which new calls are refused.',
    ),
  },
  journal: journalSettings,
  witness: {
    directory: setting(
      'VOXKEEP_WITNESS',
      directory('var/witness'),
      'Second sink, outside databases and backups; best on another disk.',
    ),
  },
  erasure: {
    certificateKeyFile: setting(
      'VOXKEEP_CERTIFICATE_KEY',
      file.default(resolve('var/keys/certificate-signing.pem')),
      'File of the Ed25519 key that signs erasure certificates; made when it is not there.',
    ),
    keyringBackupDays: setting(
      'VOXKEEP_KEYRING_BACKUP_DAYS',
      z.coerce.number().int().min(0).max(7).default(7),
      'Days after which the last backup of the keyring has expired; an erasure is closed no earlier.',
    ),
    dataBackupDays: setting(
      'VOXKEEP_DATA_BACKUP_DAYS',
      z.coerce.number().int().min(0).max(35).default(35),
      'Days after which the last backup of the databases has expired, as certificates state it.',
    ),
  },
  evidence: {
    directory: setting(
      'VOXKEEP_EVIDENCE',
      directory('var/evidence'),
      'Directory of evidence that was frozen for incidents: sealed archives and signed manifests.',
    ),
    logDirectory: setting(
      'VOXKEEP_EVIDENCE_LOGS',
      directory('var/log'),
      'Directory of the diagnostic logs that evidence is taken from.',
    ),
    identityFile: setting(
      'VOXKEEP_EVIDENCE_IDENTITY',
      file.default(resolve('var/keys/evidence-identity.txt')),
      'File of the identity (age) that opens frozen evidence; made when it is not there.',
    ),
  },
  audit: {
    signingKeyFile: setting(
      'VOXKEEP_AUDIT_SIGNING_KEY',
      file,
      'File of the Ed25519 key that signs checkpoints of the audit log.',
    ),
  },
  backlog: {
    minutes: setting(
      'VOXKEEP_AUDIT_BACKLOG_MINUTES',
      z.coerce.number().int().min(1).max(1440).default(10),
      'Age of the oldest audit row that is not in the log, in minutes, from which on nothing personal is read or changed.',
    ),
  },
  site: {
    region: setting(
      'VOXKEEP_SITE_REGION',
      z
        .string()
        .regex(/^[A-Z]{2}$/)
        .default('EE'),
      'Country (ISO 3166-1) in which national numbers are read.',
    ),
    timeZone: setting(
      'VOXKEEP_SITE_TIME_ZONE',
      z.string().refine(isTimeZone).default('Europe/Tallinn'),
      'Time zone (IANA) of days in reports.',
    ),
    controllerName: setting(
      'VOXKEEP_SITE_CONTROLLER',
      z.string().max(200).default(''),
      'Name of the controller (GDPR Art. 4(7)) on reports.',
    ),
  },
  report: {
    languages: setting(
      'VOXKEEP_REPORT_LANGUAGES',
      file.optional(),
      'Directory of further languages for personal data reports, one <language>.json each.',
    ),
    fallbackLanguage: setting(
      'VOXKEEP_REPORT_FALLBACK_LANGUAGE',
      z
        .string()
        .regex(/^[a-z]{2,3}$/)
        .default('en'),
      'Language of a report where the language of the person, or a text in it, is not known.',
    ),
    authority: setting(
      'VOXKEEP_REPORT_AUTHORITY',
      z.string().max(300).default(''),
      'Name and address of the competent supervisory authority (GDPR Art. 77), printed on reports.',
    ),
    officer: setting(
      'VOXKEEP_REPORT_OFFICER',
      z.string().max(300).default(''),
      'How the Data Protection Officer of the site is reached, printed on reports.',
    ),
  },
  contact: contactSettings,
  history: {
    afterHours: setting(
      'VOXKEEP_HISTORY_AFTER_HOURS',
      z.coerce.number().min(0).default(72),
      'Hours after its end at which a contact moves to history.',
    ),
  },
  jobs: {
    url: setting(
      'VOXKEEP_JOBS',
      z.string().regex(/^(postgres(ql)?|rediss?):\/\//),
      'Where jobs are kept: PostgreSQL, or Redis/Valkey.',
      true,
    ),
  },
  web: { directory: setting('VOXKEEP_WEB', directory('dist/web'), 'Directory of the built web pages.') },
  session: {
    idleMinutes: setting(
      'VOXKEEP_SESSION_IDLE_MINUTES',
      z.coerce.number().int().min(1).max(480).default(60),
      'Minutes of silence after which a session ends.',
    ),
    absoluteHours: setting(
      'VOXKEEP_SESSION_HOURS',
      z.coerce.number().int().min(1).max(24).default(24),
      'Hours after which a session ends in any case.',
    ),
  },
  diagnostics: {
    level: setting(
      'VOXKEEP_LOG_LEVEL',
      z.enum(['info', 'warn', 'error']).default('info'),
      'Least weight of an event that is written to the log.',
    ),
    keyDirectory: setting(
      'VOXKEEP_LOG_KEYS',
      file.optional(),
      'Directory of the daily keys that make log references; without it they last as long as the process.',
    ),
    keyDays: setting(
      'VOXKEEP_LOG_KEY_DAYS',
      z.coerce.number().int().min(1).max(400).default(30),
      'Days after which a daily key is destroyed.',
    ),
    streamDirectory: setting(
      'VOXKEEP_COMMUNICATION_STREAMS',
      directory('var/communication'),
      'Directory of sealed communication events, written only while a diagnostic grant is open.',
    ),
    streamKeyDirectory: setting(
      'VOXKEEP_COMMUNICATION_KEYS',
      directory('var/communication-keys'),
      'Directory of the one-time keys of communication events, outside databases and backups.',
    ),
    canaries: setting('VOXKEEP_LOG_CANARIES', names, 'Strings that must never appear in a log (comma-separated; tests).', true),
  },
} as const;

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC';
}
