import type { RecordActivity } from '../record-activities.js';

/** The activities in Italian. */
export const it: Readonly<Record<string, RecordActivity>> = {
  'serve-customer': [
    'Assistenza ai clienti',
    'Rispondere ai contatti, sapere con chi si parla, ritrovare i contatti precedenti',
    'Contratto o misure precontrattuali (art. 6, par. 1, lett. b); legittimo interesse a rispondere (lett. f)',
    'Personale proprio autorizzato',
  ],
  'record-contacts': [
    'Registrazione delle conversazioni',
    'Provare quanto concordato, migliorare il servizio',
    'Consenso (art. 6, par. 1, lett. a) o base annunciata nell’avviso',
    'Personale proprio con diritto di ascolto, per un motivo dichiarato',
  ],
  'call-customers': [
    'Chiamate ai clienti',
    'Chiamare nelle campagne e non chiamare chi si è opposto',
    'Consenso (art. 6, par. 1, lett. a); legittimo interesse (lett. f) con diritto di opposizione',
    'Personale proprio autorizzato',
  ],
  report: [
    'Conteggio dei contatti',
    'Pianificare il personale, misurare il servizio',
    'Legittimo interesse alla gestione del centro di contatto (art. 6, par. 1, lett. f)',
    'Personale proprio autorizzato',
  ],
  'plan-work': [
    'Pianificazione del lavoro e prestazioni',
    'Sapere chi è disponibile, contabilizzare l’orario di lavoro',
    'Contratto di lavoro (art. 6, par. 1, lett. b, art. 88)',
    'Il dipendente; i responsabili autorizzati',
  ],
  'access-control': [
    'Accesso e diritti',
    'Far entrare chi ne ha diritto e nessun altro',
    'Sicurezza del trattamento (art. 6, par. 1, lett. c, art. 32)',
    'Amministratori',
  ],
  telephony: [
    'Telefonia del personale',
    'Sapere quale telefono appartiene a chi',
    'Contratto di lavoro (art. 6, par. 1, lett. b, art. 88)',
    'Amministratori',
  ],
  accountability: [
    'Rendicontazione degli accessi',
    'Provare chi ha consultato dati personali e perché',
    'Responsabilizzazione e sicurezza (art. 5, par. 2, art. 6, par. 1, lett. c, art. 32)',
    'Revisori, responsabile della protezione dei dati, autorità di controllo su richiesta',
  ],
  'data-protection': [
    'Risposta alle richieste degli interessati',
    'Rispondere alle richieste e provare di averlo fatto',
    'Obbligo legale (art. 6, par. 1, lett. c, artt. 12, 15–21)',
    'Responsabile della protezione dei dati, autorità di controllo su richiesta',
  ],
};
