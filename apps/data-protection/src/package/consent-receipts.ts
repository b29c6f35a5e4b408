import { groupBy } from '../report/group-by.js';
import type { PersonReport } from '../report/person-report.js';
import { jsonFile, type AttachedFile } from './attached-file.js';

type Conversation = PersonReport['conversations'][number];
type Consent = Conversation['consents'][number];

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
 * One receipt for each consent of a conversation (ISO/IEC TS 27560), as JSON-LD in terms of the Data Privacy Vocabulary 2. What was
 * asked, given and withdrawn for the same purpose are the events of one record.
 */
export function consentReceipts(report: PersonReport): readonly AttachedFile[] {
  return report.conversations.flatMap((conversation) =>
    [...groupBy(conversation.consents, ({ purpose }) => purpose)].map(([purpose, events]) =>
      jsonFile(
        `receipts/${conversation.contactId}-${purpose.replace(/[^a-z0-9-]/g, '')}.jsonld`,
        receiptOf(report, conversation, purpose, events),
        'application/ld+json',
      ),
    ),
  );
}

function receiptOf(report: PersonReport, conversation: Conversation, purpose: string, events: readonly Consent[]): object {
  const last = events.at(-1);
  return {
    '@context': context,
    '@type': 'dpv:ConsentReceipt',
    '@id': `urn:uuid:${conversation.contactId}#consent-${purpose}`,
    'dct:conformsTo': 'ISO/IEC TS 27560:2023',
    'dct:issued': report.generatedAt,
    'dct:language': report.language,
    'dpv:hasDataSubject': report.subject.personId === null ? null : `urn:uuid:${report.subject.personId}`,
    'dpv:hasDataController': { '@type': 'dpv:DataController', 'dct:title': report.controller },
    'dpv:hasRecordOfActivity': {
      '@type': 'dpv:ConsentRecord',
      'dct:identifier': conversation.contactId,
      'dpv:hasProcess': {
        'dpv:hasPurpose': purpose,
        'dpv:hasLegalBasis': 'eu-gdpr:A6-1-a',
        'dpv:hasPersonalData': 'https://w3id.org/dpv/pd#VoiceCommunicationRecording',
        'dpv:hasRight': ['eu-gdpr:A7-3', 'eu-gdpr:A15', 'eu-gdpr:A17'],
      },
      'dpv:hasConsentStatus': last === undefined ? 'dpv:ConsentUnknown' : statusOf(last),
      'dpv:hasNotice': { '@type': 'dpv:ConsentNotice', 'dct:hasVersion': last?.wordingVersion ?? null },
      'dpv:hasEvent': events.map((event) => ({
        'dct:date': event.at,
        'dpv:hasConsentStatus': statusOf(event),
        'dpv:hasIndicationMethod': event.evidence,
        'dct:hasVersion': event.wordingVersion,
      })),
    },
  };
}

function statusOf({ state }: Consent): string {
  return statuses[state] ?? 'dpv:ConsentUnknown';
}
