/** What each activity of the catalogue is for, on which ground, and who receives its data (GDPR Art. 15(1)(a), (c)). */
export interface ActivityText {
  readonly title: string;
  readonly purposes: string;
  readonly legalBasis: string;
  readonly recipients: string;
}

const ownStaff = 'Staff of the controller who hold the right for it; nobody else.';

export const englishActivities: Readonly<Record<string, ActivityText>> = {
  'serve-customer': {
    title: 'Serving you when you are in contact with us',
    purposes: 'To answer you, to know whom we talk to, and to find earlier contacts.',
    legalBasis: 'Performance of a contract or steps before it (GDPR Art. 6(1)(b)), or our legitimate interest in answering (f).',
    recipients: ownStaff,
  },
  'record-contacts': {
    title: 'Recording conversations',
    purposes: 'To prove what was agreed and to improve how we serve.',
    legalBasis: 'Your consent (GDPR Art. 6(1)(a)), or the ground that you were told when the recording was announced.',
    recipients: 'Staff who hold the right to listen and state why; each listening is recorded.',
  },
  'call-customers': {
    title: 'Calling you',
    purposes: 'To call you in a campaign, and not to call you where you objected.',
    legalBasis: 'Your consent (GDPR Art. 6(1)(a)) or our legitimate interest (f), to which you may object at any time.',
    recipients: ownStaff,
  },
  report: {
    title: 'Counting contacts',
    purposes: 'To plan staff and to measure our service. Customers stand in it as random references.',
    legalBasis: 'Our legitimate interest in running the contact centre (GDPR Art. 6(1)(f)).',
    recipients: ownStaff,
  },
  'plan-work': {
    title: 'Planning work',
    purposes: 'To know who is available, and to account for working time.',
    legalBasis: 'The employment contract (GDPR Art. 6(1)(b), Art. 88).',
    recipients: ownStaff,
  },
  'access-control': {
    title: 'Signing in and rights',
    purposes: 'To let the right people, and nobody else, do what they are there for.',
    legalBasis: 'Security of processing (GDPR Art. 6(1)(c) and 32).',
    recipients: 'Administrators of the controller.',
  },
  telephony: {
    title: 'Telephony of staff',
    purposes: 'To know which telephone belongs to which member of staff.',
    legalBasis: 'The employment contract (GDPR Art. 6(1)(b), Art. 88).',
    recipients: 'Administrators of the controller.',
  },
  accountability: {
    title: 'Keeping account of who looked',
    purposes: 'To prove who looked at personal data, and why.',
    legalBasis: 'Accountability and security (GDPR Art. 5(2), 6(1)(c) and 32).',
    recipients: 'Auditors, the Data Protection Officer and, on request, the supervisory authority.',
  },
  'data-protection': {
    title: 'Answering requests about personal data',
    purposes: 'To answer your request and to prove that it was answered.',
    legalBasis: 'Legal obligation (GDPR Art. 6(1)(c), 12 and 15 to 21).',
    recipients: 'The Data Protection Officer and, on request, the supervisory authority.',
  },
};
