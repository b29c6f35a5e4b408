/**
 * Every contact part, automated or agent, reaches exactly one of these (R-assurance of 05-recording). `kept`: everything that was
 * granted is there. `kept-with-gaps`: some of it is missing. `kept-unchecked`: recorded before what is there was counted.
 */
export const recordingOutcomes = [
  'kept',
  'kept-with-gaps',
  'kept-unchecked',
  'refused',
  'unanswered',
  'not-asked',
  'off',
  'withdrawn',
  'paused-throughout',
  'failed',
] as const;
export type RecordingOutcome = (typeof recordingOutcomes)[number];

/** The outcomes under which audio is there: all of what was granted, or some, or nobody counted. Together they are "kept". */
export const keptOutcomes = ['kept', 'kept-with-gaps', 'kept-unchecked'] as const satisfies readonly RecordingOutcome[];

/**
 * Why an outcome is `failed`; a code, never a sentence. `no-call`: announced by another system, and no call of it came. Those from `memory`
 * on are causes of what is missing, where nothing is there.
 */
export const failureCauses = [
  'no-media',
  'no-call',
  'codec',
  'vault',
  'keyring',
  'database',
  'interrupted',
  'transport',
  'offer-unusable',
  'metadata',
  'memory',
  'journal',
  'receive-queue',
  'refused-change',
  'unplaced',
  'unexplained',
] as const;
export type FailureCause = (typeof failureCauses)[number];

export const contactParts = ['automated', 'agent'] as const;
export type ContactPart = (typeof contactParts)[number];

export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];

export const contactChannels = ['voice'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** Which voice an audio channel carries; `mixed` cannot be separated into persons. */
export const audioChannels = ['customer', 'agent', 'mixed'] as const;
export type AudioChannel = (typeof audioChannels)[number];

export const consentStates = ['asked', 'given', 'refused', 'withdrawn', 'expired'] as const;
export type ConsentState = (typeof consentStates)[number];

/** How something about a consent was said: outside of a call, in one or about it, or by nobody, because its term is over. */
export const consentEvidenceKinds = [
  'agent',
  'paper',
  'web-form',
  'email',
  'in-person',
  'contract',
  'digit',
  'ivr',
  'customer',
  'integration',
  'api',
  'announced',
  'dpo',
  'term',
] as const;
export type ConsentEvidenceKind = (typeof consentEvidenceKinds)[number];

/** What a grant to record rests on. */
export const grantEvidenceKinds = ['asked', 'announced', 'digit', 'api', 'standing', 'policy'] as const;
export type GrantEvidenceKind = (typeof grantEvidenceKinds)[number];

/** What may still be heard of a recording whose consent was withdrawn mid-call. */
export const withdrawalRules = ['keep', 'destroy'] as const;
export type WithdrawalRule = (typeof withdrawalRules)[number];

export const recordingModes = ['off', 'by-user', 'by-user-on', 'always-with-notice', 'only-with-consent'] as const;
export type RecordingMode = (typeof recordingModes)[number];

export const gapReasons = ['pause', 'hold', 'consent-withdrawn', 'lost', 'not-offered', 'customer-away'] as const;
export type GapReason = (typeof gapReasons)[number];

/** Why granted audio is missing (a gap whose reason is `lost`), and on whose side: the recorder's own, or the sender's and the way from it. */
export const lossCauses = {
  memory: 'ours',
  journal: 'ours',
  vault: 'ours',
  restart: 'ours',
  'receive-queue': 'ours',
  'refused-change': 'ours',
  unplaced: 'ours',
  unexplained: 'ours',
  'packets-lost': 'theirs',
  'nothing-came': 'theirs',
  'other-codec': 'theirs',
} as const;
export type LossCause = keyof typeof lossCauses;
export type LossSide = (typeof lossCauses)[LossCause];
export const lossCauseCodes = Object.keys(lossCauses) as readonly LossCause[];

/** What is told of a call while it still runs, because somebody can do something about it. */
export const recordingAlarms = [
  'nothing-came',
  'silent-party',
  'audio-lost',
  'stopped-coming',
  'foreign-packets',
  'other-codec',
  'vault-failing',
  'journal-failing',
] as const;
export type RecordingAlarm = (typeof recordingAlarms)[number];
/** Alarms of a side from which audio is due and does not come. */
export const silenceAlarms = ['nothing-came', 'silent-party', 'stopped-coming'] as const satisfies readonly RecordingAlarm[];

/**
 * Why somebody opens personal data. Codes follow the purposes of the W3C Data Privacy Vocabulary where one fits; the text that
 * a person adds is sealed into the audit detail.
 */
export const purposeCodes = [
  'serve-customer',
  'quality-check',
  'complaint',
  'dispute',
  'training',
  'legal-request',
  'data-subject-request',
  'technical-support',
  'administration',
  'self',
] as const;
export type PurposeCode = (typeof purposeCodes)[number];

/** The five categories of R21. */
export const dataCategories = [
  'user-master-data',
  'directory-information',
  'reporting-data',
  'recordings',
  'contact-data-records',
] as const;
export type DataCategory = (typeof dataCategories)[number];

/** The categories that a site may do without (R22); user master data is mandatory (R23). */
export const switchableCategories = [
  'contact-data-records',
  'reporting-data',
  'recordings',
  'directory-information',
] as const satisfies readonly DataCategory[];
export type SwitchableCategory = (typeof switchableCategories)[number];

/** Codecs that a session recording client may offer and that are told apart when they are refused; every further one is `other`. */
export const offeredCodecs = [
  'PCMA',
  'PCMU',
  'G722',
  'G729',
  'G723',
  'G726',
  'G728',
  'GSM',
  'ILBC',
  'OPUS',
  'SPEEX',
  'SILK',
  'AMR',
  'AMR-WB',
  'EVS',
  'L16',
  'other',
] as const;
export type OfferedCodecName = (typeof offeredCodecs)[number];

/**
 * Why an offered codec is not recorded: nothing stores it, not at this rate or number of channels, not over this transport, or not in a call
 * that began in another one.
 */
export const codecRefusals = ['codec-not-storable', 'rate-not-storable', 'protocol-unsupported', 'changed-in-call'] as const;
export type CodecRefusal = (typeof codecRefusals)[number];

/**
 * What is counted of a trunk because its owner has to change something: calls refused since they do not say that they come to be recorded, offer
 * nothing that can be recorded, or found no room; packets that no stream of its calls takes; streams that came from another port than announced.
 */
export const trunkNotices = ['not-marked', 'nothing-storable', 'no-room', 'foreign-packets', 'source-moved'] as const;
export type TrunkNotice = (typeof trunkNotices)[number];

/** What keeps a recorder from taking any call: its vault is away or takes no files, or its journal. */
export const recorderTroubles = [
  'vault.unmarked',
  'vault.other',
  'vault.unreachable',
  'vault.no-room',
  'vault.read-only',
  'vault.failing',
  'journal.no-room',
  'journal.read-only',
  'journal.failing',
] as const;
export type RecorderTrouble = (typeof recorderTroubles)[number];

/** Languages the product speaks; a site adds one as a file. */
export const languages = ['en', 'it', 'pl', 'ru', 'et'] as const;
export type Language = (typeof languages)[number];
