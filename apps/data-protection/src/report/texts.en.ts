/** The English texts of a report. A language is one file of this shape; field names fall back to the key's last word. */
export const english = {
  language: 'en',
  title: 'Personal data report',
  page: (page: number, pages: number) => `page ${page} of ${pages}`,
  yes: 'yes',
  no: 'no',
  empty: '–',
  unreadable: 'unreadable: the key was destroyed',
  withheld: 'withheld: it concerns another person (GDPR Art. 15(4))',
  nothingHeld: 'nothing held',
  unnamed: 'no name is held',
  cover: {
    heading: 'About this report',
    case: 'Case',
    controller: 'Controller',
    controllerMissing: 'the operator of this contact centre',
    made: 'Made',
    verified: 'Identity verified',
    verification: (level: number, method: string) => `level ${level} of 3, ${method.replaceAll('-', ' ')}`,
    catalogue: 'Catalogue of personal data (SHA-256)',
    searched: 'What was searched',
    database: 'Database',
    answered: 'Answered',
    records: 'Records',
    allSearched: (answered: number) => `${answered} of 7 databases answered.`,
    recordings: (files: number) =>
      files === 0
        ? 'No recording of your conversations is kept.'
        : `${files} sealed recording files of your conversations are kept.`,
  },
  logs: 'Technical logs hold no names, numbers or addresses. They refer to records by codes whose key is replaced daily and destroyed after 30 days, so they cannot be searched for a person.',
  backups:
    'Backups were not searched. They hold sealed values only, which cannot be read without the keys kept apart from them, and they expire.',
  confirmation: {
    heading: 'Confirmation',
    held: 'We process personal data concerning you. All of it is shown in this report, and attached to it as report.json for machines.',
    nothing: 'We searched for you in all seven databases and hold no personal data concerning you beyond this request.',
  },
  identity: {
    heading: 'Who you are to us',
    name: 'Name',
    points: 'Numbers and addresses that are linked to you',
    kind: 'Kind',
    value: 'Value',
    evidence: 'How we know',
    none: 'No number or address is linked to you.',
    excluded: 'Numbers and addresses that were left out',
    excludedWhy: (others: number) =>
      `also used by ${others} other ${others === 1 ? 'person' : 'persons'}; what was said over it cannot be told apart`,
    others: (records: number) => `${records} records at a number that somebody else had at that time were left out.`,
    why: 'Why',
  },
  activitiesHeading: 'Why and how we process your data (GDPR Art. 15(1))',
  activity: {
    purposes: '(a) Purposes',
    legalBasis: 'Legal basis',
    categories: '(b) Categories',
    recipients: '(c) Recipients',
    periods: '(d) How long',
    sources: '(g) Source',
  },
  statementsHeading: 'Your rights',
  statements: {
    rights:
      '(e) You may ask us to correct or erase these data or to restrict their processing, you may object to it, and you may receive the data that you gave us in a form for machines (GDPR Art. 16 to 21). A consent can be withdrawn at any time, also during a call.',
    complaint:
      '(f) You may complain to a supervisory authority, in particular where you live, where you work or where you think your rights were infringed (GDPR Art. 77).',
    automatedDecisions:
      '(h) No decision about you is made by automated means alone, and no profile of you is made (GDPR Art. 22).',
    transfers: 'Your data are kept on the controller’s own machines and are not transferred to a third country by this system.',
  },
  statementNames: { rights: 'Rights', complaint: 'Complaint', automatedDecisions: 'Automated decisions', transfers: 'Transfers' },
  recordsHeading: 'Your data',
  recordsIn: (database: string) => `Database: ${database}`,
  record: {
    field: 'Field',
    value: 'Value',
    origin: 'Origin',
    number: (n: number) => `Record ${n}`,
    auditTrail: (entries: number) =>
      `Audit trail: ${entries} entries. Those in which somebody looked stand below, under “Who looked, when and why”; all of them are in report.json.`,
  },
  conversations: {
    heading: 'Conversations and consents',
    none: 'No conversation is held.',
    began: 'Began',
    direction: 'Direction',
    recording: 'Recording',
    consents: 'Consents',
  },
  accesses: {
    heading: 'Who looked, when and why',
    none: 'Nobody has looked at your data.',
    at: 'Time',
    who: 'Who',
    action: 'What',
    purpose: 'Why',
    automatic: 'the system',
    officer: 'Data Protection Officer',
    staff: 'member of staff',
  },
  requests: {
    heading: 'Your earlier requests',
    none: 'There is no earlier request.',
    number: 'Case',
    kind: 'Kind',
    state: 'State',
  },
  glossary: {
    heading: 'Words used, and how to reach us',
    lines: [
      'Contact: one call or conversation. Part: automated (before a person answers) or with an agent.',
      'Sealed: stored in a form that nobody can read without a key that is kept elsewhere.',
      'Operative and history: contacts of the last days, and contacts after that. Monitoring: what is going on now. Reporting: counts.',
      'To object, to correct something or to ask a question, answer to whoever sent you this report and name the case.',
    ],
  },
  origins: { subject: 'from you', observed: 'observed in contacts', derived: 'computed', staff: 'entered by staff' } as Record<
    string,
    string
  >,
} as const;
