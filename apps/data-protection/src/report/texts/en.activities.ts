/** What each activity of the catalogue is for, on which ground, and who receives its data (GDPR Art. 15(1)(a), (c)). */
const ownStaff = 'Staff of the controller who hold the right for it; nobody else.';

export const activities: Readonly<Record<string, string>> = {
  'serve-customer.title': 'Serving you when you are in contact with us',
  'serve-customer.purposes': 'To answer you, to know whom we talk to, and to find earlier contacts.',
  'serve-customer.legalBasis':
    'Performance of a contract or steps before it (GDPR Art. 6(1)(b)), or our legitimate interest in answering (f).',
  'serve-customer.recipients': ownStaff,
  'record-contacts.title': 'Recording conversations',
  'record-contacts.purposes': 'To prove what was agreed and to improve how we serve.',
  'record-contacts.legalBasis':
    'Your consent (GDPR Art. 6(1)(a)), or the ground that you were told when the recording was announced.',
  'record-contacts.recipients': 'Staff who hold the right to listen and state why; each listening is recorded.',
  'call-customers.title': 'Calling you',
  'call-customers.purposes': 'To call you in a campaign, and not to call you where you objected.',
  'call-customers.legalBasis':
    'Your consent (GDPR Art. 6(1)(a)) or our legitimate interest (f), to which you may object at any time.',
  'call-customers.recipients': ownStaff,
  'report.title': 'Counting contacts',
  'report.purposes': 'To plan staff and to measure our service. Customers stand in it as random references.',
  'report.legalBasis': 'Our legitimate interest in running the contact centre (GDPR Art. 6(1)(f)).',
  'report.recipients': ownStaff,
  'plan-work.title': 'Planning work and performance',
  'plan-work.purposes': 'To know who is available, to account for working time and to talk about performance.',
  'plan-work.legalBasis': 'The employment contract (GDPR Art. 6(1)(b), Art. 88).',
  'plan-work.recipients': 'The employee, and supervisors who hold the right for it.',
  'access-control.title': 'Signing in and rights',
  'access-control.purposes': 'To let the right people, and nobody else, do what they are there for.',
  'access-control.legalBasis': 'Security of processing (GDPR Art. 6(1)(c) and 32).',
  'access-control.recipients': 'Administrators of the controller.',
  'telephony.title': 'Telephony of staff',
  'telephony.purposes': 'To know which telephone belongs to which member of staff.',
  'telephony.legalBasis': 'The employment contract (GDPR Art. 6(1)(b), Art. 88).',
  'telephony.recipients': 'Administrators of the controller.',
  'accountability.title': 'Keeping account of who looked',
  'accountability.purposes': 'To prove who looked at personal data, and why.',
  'accountability.legalBasis': 'Accountability and security (GDPR Art. 5(2), 6(1)(c) and 32).',
  'accountability.recipients': 'Auditors, the Data Protection Officer and, on request, the supervisory authority.',
  'data-protection.title': 'Answering requests about personal data',
  'data-protection.purposes': 'To answer your request and to prove that it was answered.',
  'data-protection.legalBasis': 'Legal obligation (GDPR Art. 6(1)(c), 12 and 15 to 21).',
  'data-protection.recipients': 'The Data Protection Officer and, on request, the supervisory authority.',
  'serve-as-employee.title': 'Working in our contact centre',
  'serve-as-employee.purposes':
    'To know who answers whom, to show you in the directory and to tell who took part in a conversation.',
  'serve-as-employee.legalBasis': 'The employment contract (GDPR Art. 6(1)(b), Art. 88).',
  'serve-as-employee.recipients': ownStaff,
};
