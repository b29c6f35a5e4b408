/** One thing that was asked or said. `at` is ISO 8601; `evidence` a code for how it was said. */
export interface ReceiptEvent {
  readonly state: string;
  readonly at: string;
  readonly evidence: string;
  readonly wordingVersion: string | null;
}

/** What a receipt tells. Ids only: whoever hands it out knows whose it is. */
export interface ReceiptFacts {
  /** The id of the record that the events belong to: a contact, or a consent for all contacts. */
  readonly recordId: string;
  readonly purpose: string;
  /** ISO 8601. */
  readonly issuedAt: string;
  /** Of its texts, as a language tag. */
  readonly language: string;
  readonly personId: string | null;
  readonly controller: string;
  /** In the order in which they happened. */
  readonly events: readonly ReceiptEvent[];
  /** ISO 8601; null where the consent has no end. */
  readonly validUntil?: string | null;
  /** The notice as it was read out or shown. */
  readonly notice?: string | null;
}

const context = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  'dct:issued': { '@type': 'xsd:dateTime' },
  'dct:date': { '@type': 'xsd:dateTime' },
};
const statuses: Readonly<Record<string, string>> = {
  asked: 'dpv:ConsentRequested',
  given: 'dpv:ConsentGiven',
  refused: 'dpv:ConsentRefused',
  withdrawn: 'dpv:ConsentWithdrawn',
  expired: 'dpv:ConsentExpired',
};

/**
 * The receipt of a consent (ISO/IEC TS 27560), as JSON-LD in terms of the Data Privacy Vocabulary 2. What was asked, given and withdrawn
 * for the same purpose are the events of one record; the last one is its state.
 */
export function consentReceipt(facts: ReceiptFacts): object {
  const { recordId, purpose, events, validUntil, notice } = facts;
  const last = events.at(-1);
  return {
    '@context': context,
    '@type': 'dpv:ConsentReceipt',
    '@id': `urn:uuid:${recordId}#consent-${purpose}`,
    'dct:conformsTo': 'ISO/IEC TS 27560:2023',
    'dct:issued': facts.issuedAt,
    'dct:language': facts.language,
    'dpv:hasDataSubject': facts.personId === null ? null : `urn:uuid:${facts.personId}`,
    'dpv:hasDataController': { '@type': 'dpv:DataController', 'dct:title': facts.controller },
    'dpv:hasRecordOfActivity': {
      '@type': 'dpv:ConsentRecord',
      'dct:identifier': recordId,
      'dpv:hasProcess': {
        'dpv:hasPurpose': purpose,
        'dpv:hasLegalBasis': 'eu-gdpr:A6-1-a',
        'dpv:hasPersonalData': 'https://w3id.org/dpv/pd#VoiceCommunicationRecording',
        'dpv:hasRight': ['eu-gdpr:A7-3', 'eu-gdpr:A15', 'eu-gdpr:A17'],
      },
      'dpv:hasConsentStatus': last === undefined ? 'dpv:ConsentUnknown' : statusOf(last),
      ...(typeof validUntil === 'string' && { 'dct:valid': validUntil }),
      'dpv:hasNotice': noticeOf(last?.wordingVersion ?? null, notice),
      'dpv:hasEvent': events.map((event) => ({
        'dct:date': event.at,
        'dpv:hasConsentStatus': statusOf(event),
        'dpv:hasIndicationMethod': event.evidence,
        'dct:hasVersion': event.wordingVersion,
      })),
    },
  };
}

function noticeOf(version: string | null, text: string | null | undefined): object {
  return {
    '@type': 'dpv:ConsentNotice',
    'dct:hasVersion': version,
    ...(typeof text === 'string' && { 'dct:description': text }),
  };
}

function statusOf({ state }: ReceiptEvent): string {
  return statuses[state] ?? 'dpv:ConsentUnknown';
}
