import type { RecordActivity } from '../record-activities.js';

/** The activities in English. */
export const en: Readonly<Record<string, RecordActivity>> = {
  'serve-customer': [
    'Serving customers',
    'Answering contacts, knowing who is spoken to, finding earlier contacts',
    'Contract or steps before it (Art. 6(1)(b)); legitimate interest in answering (f)',
    'Own staff with the right for it',
  ],
  'record-contacts': [
    'Recording conversations',
    'Proving what was agreed, improving the service',
    'Consent (Art. 6(1)(a)), or the ground announced in the notice',
    'Own staff with the right to listen, for a stated reason',
  ],
  'call-customers': [
    'Calling customers',
    'Calling in campaigns, and not calling who objected',
    'Consent (Art. 6(1)(a)); legitimate interest (f) with the right to object',
    'Own staff with the right for it',
  ],
  report: [
    'Counting contacts',
    'Planning staff, measuring the service',
    'Legitimate interest in running the contact centre (Art. 6(1)(f))',
    'Own staff with the right for it',
  ],
  'plan-work': [
    'Planning work and performance',
    'Knowing who is available, accounting for working time',
    'Employment contract (Art. 6(1)(b), Art. 88)',
    'The employee; supervisors with the right for it',
  ],
  'access-control': [
    'Signing in and rights',
    'Letting in who is entitled, and nobody else',
    'Security of processing (Art. 6(1)(c), Art. 32)',
    'Administrators',
  ],
  telephony: [
    'Telephony of staff',
    'Knowing which telephone belongs to whom',
    'Employment contract (Art. 6(1)(b), Art. 88)',
    'Administrators',
  ],
  accountability: [
    'Keeping account of access',
    'Proving who looked at personal data, and why',
    'Accountability and security (Art. 5(2), 6(1)(c), 32)',
    'Auditors, data protection officer, supervisory authority on request',
  ],
  'data-protection': [
    'Answering requests of data subjects',
    'Answering requests and proving that they were answered',
    'Legal obligation (Art. 6(1)(c), Art. 12, 15–21)',
    'Data protection officer, supervisory authority on request',
  ],
};
