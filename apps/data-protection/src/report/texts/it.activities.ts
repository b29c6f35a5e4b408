/** What each activity of the catalogue is for, on which ground, and who receives its data (GDPR Art. 15(1)(a), (c)). */
const ownStaff = 'Il personale del titolare che ne ha il diritto; nessun altro.';

export const activities: Readonly<Record<string, string>> = {
  'serve-customer.title': 'Assistenza quando è in contatto con noi',
  'serve-customer.purposes': 'Risponderle, sapere con chi parliamo e ritrovare i contatti precedenti.',
  'serve-customer.legalBasis':
    'Esecuzione di un contratto o di misure precontrattuali (art. 6, par. 1, lett. b), GDPR) oppure il nostro legittimo interesse a rispondere (lett. f).',
  'serve-customer.recipients': ownStaff,
  'record-contacts.title': 'Registrazione delle conversazioni',
  'record-contacts.purposes': 'Provare quanto concordato e migliorare il servizio.',
  'record-contacts.legalBasis':
    'Il Suo consenso (art. 6, par. 1, lett. a), GDPR) o la base indicata quando la registrazione è stata annunciata.',
  'record-contacts.recipients': 'Il personale che ha il diritto di ascolto e ne dichiara il motivo; ogni ascolto è annotato.',
  'call-customers.title': 'Chiamate a Lei rivolte',
  'call-customers.purposes': 'Chiamarla in una campagna e non chiamarla se si è opposto/a.',
  'call-customers.legalBasis':
    'Il Suo consenso (art. 6, par. 1, lett. a), GDPR) o il nostro legittimo interesse (lett. f), al quale può opporsi in qualsiasi momento.',
  'call-customers.recipients': ownStaff,
  'report.title': 'Conteggio dei contatti',
  'report.purposes': 'Pianificare il personale e misurare il servizio. I clienti vi figurano come riferimenti casuali.',
  'report.legalBasis': 'Il nostro legittimo interesse alla gestione del centro di contatto (art. 6, par. 1, lett. f), GDPR).',
  'report.recipients': ownStaff,
  'plan-work.title': 'Pianificazione del lavoro e prestazioni',
  'plan-work.purposes': 'Sapere chi è disponibile, rendere conto dell’orario di lavoro e parlare delle prestazioni.',
  'plan-work.legalBasis': 'Il contratto di lavoro (art. 6, par. 1, lett. b), e art. 88 GDPR).',
  'plan-work.recipients': 'Il dipendente stesso e i supervisori che ne hanno il diritto.',
  'access-control.title': 'Accesso al sistema e diritti',
  'access-control.purposes': 'Permettere alle persone autorizzate, e a nessun altro, di svolgere il proprio compito.',
  'access-control.legalBasis': 'Sicurezza del trattamento (art. 6, par. 1, lett. c), e art. 32 GDPR).',
  'access-control.recipients': 'Gli amministratori del titolare.',
  'telephony.title': 'Telefonia del personale',
  'telephony.purposes': 'Sapere quale telefono appartiene a quale membro del personale.',
  'telephony.legalBasis': 'Il contratto di lavoro (art. 6, par. 1, lett. b), e art. 88 GDPR).',
  'telephony.recipients': 'Gli amministratori del titolare.',
  'accountability.title': 'Registro di chi ha consultato i dati',
  'accountability.purposes': 'Provare chi ha consultato dati personali e perché.',
  'accountability.legalBasis': 'Responsabilizzazione e sicurezza (art. 5, par. 2, art. 6, par. 1, lett. c), e art. 32 GDPR).',
  'accountability.recipients': 'I revisori, il responsabile della protezione dei dati e, su richiesta, l’autorità di controllo.',
  'data-protection.title': 'Risposta alle richieste sui dati personali',
  'data-protection.purposes': 'Rispondere alla Sua richiesta e provare di avervi risposto.',
  'data-protection.legalBasis': 'Obbligo legale (art. 6, par. 1, lett. c), art. 12 e artt. da 15 a 21 GDPR).',
  'data-protection.recipients': 'Il responsabile della protezione dei dati e, su richiesta, l’autorità di controllo.',
  'serve-as-employee.title': 'Lavoro nel nostro centro di contatto',
  'serve-as-employee.purposes':
    'Sapere chi risponde a chi, indicarLa nella rubrica e sapere chi ha preso parte a una conversazione.',
  'serve-as-employee.legalBasis': 'Il contratto di lavoro (art. 6, par. 1, lett. b), e art. 88 GDPR).',
  'serve-as-employee.recipients': ownStaff,
};
