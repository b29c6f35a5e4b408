import type { Language } from '@voxkeep/contracts';
import type { DataOrigin } from '@voxkeep/personal-data';

/** What a record of processing says beside the texts of activities. */
export interface RecordTexts {
  readonly title: string;
  readonly controller: string;
  readonly officer: string;
  readonly authority: string;
  readonly notStated: string;
  readonly purposes: string;
  readonly legalBasis: string;
  readonly subjects: string;
  readonly customers: string;
  readonly employees: string;
  readonly categories: string;
  readonly sources: string;
  readonly origins: Readonly<Record<DataOrigin, string>>;
  readonly recipients: string;
  readonly transfers: string;
  readonly noTransfers: string;
  readonly limits: string;
  readonly termOpen: string;
  readonly stores: string;
  readonly measures: string;
  readonly measureList: readonly string[];
}

/** The words of the Regulation in each language (Art. 30 GDPR). */
export const recordTexts: Readonly<Record<Language, RecordTexts>> = {
  en: {
    title: 'Record of processing activities (GDPR Art. 30(1))',
    controller: 'Controller',
    officer: 'Data protection officer',
    authority: 'Supervisory authority',
    notStated: 'not stated in the settings',
    purposes: 'Purposes of the processing',
    legalBasis: 'Legal basis',
    subjects: 'Categories of data subjects',
    customers: 'customers and other callers',
    employees: 'employees',
    categories: 'Categories of personal data',
    sources: 'Sources',
    origins: { subject: 'the data subject', observed: 'observed in use', derived: 'computed', staff: 'entered by staff' },
    recipients: 'Categories of recipients',
    transfers: 'Transfers to third countries or international organisations',
    noTransfers: 'none by this appliance; other systems stand in their own register',
    limits: 'Time limits for erasure',
    termOpen: '{tables}: counted from “{start}”, no term set, so nothing is deleted by age',
    stores: 'Where it is kept',
    measures: 'Technical and organisational measures (Art. 32)',
    measureList: [
      'Every personal value is sealed with XAES-256-GCM under a key of its owner; erasure deletes it and makes copies unreadable.',
      'Keys are held by one process alone, wrapped under a root key, and every opening states a purpose.',
      'Nobody sees personal data without a right, a second factor and an audit entry.',
      'The audit log is a Merkle tree with signed states kept outside the databases.',
      'Recording needs a consent or a notice on record; without it nothing is stored, not even sealed.',
      'Diagnostic logs hold no personal data by construction.',
      'Erasure and legal hold need two persons; a restore repeats every erasure before anything starts.',
    ],
  },
  it: {
    title: 'Registro delle attività di trattamento (art. 30, par. 1, GDPR)',
    controller: 'Titolare del trattamento',
    officer: 'Responsabile della protezione dei dati',
    authority: 'Autorità di controllo',
    notStated: 'non indicato nelle impostazioni',
    purposes: 'Finalità del trattamento',
    legalBasis: 'Base giuridica',
    subjects: 'Categorie di interessati',
    customers: 'clienti e altri chiamanti',
    employees: 'dipendenti',
    categories: 'Categorie di dati personali',
    sources: 'Fonti',
    origins: {
      subject: 'l’interessato',
      observed: 'osservate durante l’uso',
      derived: 'calcolate',
      staff: 'inserite dal personale',
    },
    recipients: 'Categorie di destinatari',
    transfers: 'Trasferimenti verso paesi terzi o organizzazioni internazionali',
    noTransfers: 'nessuno da parte di questo sistema; gli altri sistemi figurano nel proprio registro',
    limits: 'Termini per la cancellazione',
    termOpen: '{tables}: a partire da «{start}», nessun termine impostato, quindi nulla è cancellato per età',
    stores: 'Dove è conservato',
    measures: 'Misure tecniche e organizzative (art. 32)',
    measureList: [
      'Ogni valore personale è cifrato con XAES-256-GCM con una chiave del suo proprietario; la cancellazione lo elimina e rende illeggibili le copie.',
      'Le chiavi sono tenute da un solo processo, protette da una chiave radice, e ogni apertura dichiara una finalità.',
      'Nessuno vede dati personali senza un diritto, un secondo fattore e una voce di audit.',
      'Il registro di audit è un albero di Merkle con stati firmati conservati fuori dalle banche dati.',
      'La registrazione richiede un consenso o un avviso documentato; senza di esso nulla è memorizzato, nemmeno cifrato.',
      'I log diagnostici non contengono dati personali per costruzione.',
      'Cancellazione e blocco legale richiedono due persone; un ripristino ripete ogni cancellazione prima di ogni avvio.',
    ],
  },
  pl: {
    title: 'Rejestr czynności przetwarzania (art. 30 ust. 1 RODO)',
    controller: 'Administrator',
    officer: 'Inspektor ochrony danych',
    authority: 'Organ nadzorczy',
    notStated: 'nie podano w ustawieniach',
    purposes: 'Cele przetwarzania',
    legalBasis: 'Podstawa prawna',
    subjects: 'Kategorie osób, których dane dotyczą',
    customers: 'klienci i inni dzwoniący',
    employees: 'pracownicy',
    categories: 'Kategorie danych osobowych',
    sources: 'Źródła',
    origins: {
      subject: 'osoba, której dane dotyczą',
      observed: 'zaobserwowane w trakcie użycia',
      derived: 'obliczone',
      staff: 'wprowadzone przez personel',
    },
    recipients: 'Kategorie odbiorców',
    transfers: 'Przekazania do państw trzecich lub organizacji międzynarodowych',
    noTransfers: 'brak ze strony tego urządzenia; inne systemy mają własny rejestr',
    limits: 'Terminy usunięcia',
    termOpen: '{tables}: liczone od „{start}”, bez ustalonego terminu, więc nic nie jest usuwane ze względu na wiek',
    stores: 'Miejsce przechowywania',
    measures: 'Środki techniczne i organizacyjne (art. 32)',
    measureList: [
      'Każda wartość osobowa jest zaszyfrowana XAES-256-GCM kluczem jej właściciela; usunięcie kasuje ją i czyni kopie nieczytelnymi.',
      'Klucze posiada tylko jeden proces, opakowane kluczem głównym, a każde otwarcie podaje cel.',
      'Nikt nie widzi danych osobowych bez uprawnienia, drugiego składnika i wpisu w dzienniku audytu.',
      'Dziennik audytu jest drzewem Merkle’a z podpisanymi stanami przechowywanymi poza bazami danych.',
      'Nagrywanie wymaga udokumentowanej zgody lub powiadomienia; bez nich nic nie jest zapisywane, nawet w postaci zaszyfrowanej.',
      'Dzienniki diagnostyczne z założenia nie zawierają danych osobowych.',
      'Usunięcie i blokada prawna wymagają dwóch osób; odtworzenie powtarza każde usunięcie przed uruchomieniem czegokolwiek.',
    ],
  },
  ru: {
    title: 'Реестр операций по обработке (ст. 30(1) GDPR)',
    controller: 'Контролёр',
    officer: 'Инспектор по защите персональных данных',
    authority: 'Надзорный орган',
    notStated: 'не указано в настройках',
    purposes: 'Цели обработки',
    legalBasis: 'Правовое основание',
    subjects: 'Категории субъектов данных',
    customers: 'клиенты и другие звонящие',
    employees: 'работники',
    categories: 'Категории персональных данных',
    sources: 'Источники',
    origins: {
      subject: 'субъект данных',
      observed: 'наблюдаются при использовании',
      derived: 'вычисляются',
      staff: 'внесены персоналом',
    },
    recipients: 'Категории получателей',
    transfers: 'Передача в третьи страны или международные организации',
    noTransfers: 'этой системой не осуществляется; другие системы указаны в собственном реестре',
    limits: 'Сроки удаления',
    termOpen: '{tables}: отсчёт с «{start}», срок не задан, поэтому по возрасту ничего не удаляется',
    stores: 'Где хранится',
    measures: 'Технические и организационные меры (ст. 32)',
    measureList: [
      'Каждое персональное значение зашифровано XAES-256-GCM ключом его владельца; удаление стирает его и делает копии нечитаемыми.',
      'Ключи хранит только один процесс, они обёрнуты корневым ключом, и каждое открытие называет цель.',
      'Никто не видит персональных данных без права, второго фактора и записи в журнале аудита.',
      'Журнал аудита — дерево Меркла с подписанными состояниями, хранимыми вне баз данных.',
      'Запись требует зафиксированного согласия или уведомления; без них ничего не сохраняется, даже в зашифрованном виде.',
      'Диагностические журналы не содержат персональных данных по построению.',
      'Удаление и правовая блокировка требуют двух лиц; восстановление повторяет каждое удаление до запуска.',
    ],
  },
  et: {
    title: 'Isikuandmete töötlemise toimingute register (isikuandmete kaitse üldmäärus, art 30 lg 1)',
    controller: 'Vastutav töötleja',
    officer: 'Andmekaitsespetsialist',
    authority: 'Järelevalveasutus',
    notStated: 'seadetes märkimata',
    purposes: 'Töötlemise eesmärgid',
    legalBasis: 'Õiguslik alus',
    subjects: 'Andmesubjektide kategooriad',
    customers: 'kliendid ja teised helistajad',
    employees: 'töötajad',
    categories: 'Isikuandmete kategooriad',
    sources: 'Allikad',
    origins: { subject: 'andmesubjekt', observed: 'kasutamisel täheldatud', derived: 'arvutatud', staff: 'töötajate sisestatud' },
    recipients: 'Vastuvõtjate kategooriad',
    transfers: 'Edastamine kolmandatesse riikidesse või rahvusvahelistele organisatsioonidele',
    noTransfers: 'see seade ei edasta; teised süsteemid on oma registris',
    limits: 'Kustutamise tähtajad',
    termOpen: '{tables}: arvestatakse alates „{start}”, tähtaega pole määratud, seega vanuse järgi midagi ei kustutata',
    stores: 'Kus säilitatakse',
    measures: 'Tehnilised ja korralduslikud meetmed (art 32)',
    measureList: [
      'Iga isikuandme väärtus on krüpteeritud XAES-256-GCM-iga omaniku võtme all; kustutamine eemaldab selle ja muudab koopiad loetamatuks.',
      'Võtmeid hoiab ainult üks protsess, juurvõtmega mähituna, ja iga avamine nimetab eesmärgi.',
      'Keegi ei näe isikuandmeid ilma õiguse, teise teguri ja auditikirjeta.',
      'Auditilogi on Merkle’i puu, mille allkirjastatud seisud on väljaspool andmebaase.',
      'Salvestamine nõuab registreeritud nõusolekut või teavitust; ilma selleta ei salvestata midagi, ka mitte krüpteeritult.',
      'Diagnostikalogid ei sisalda oma ehituse tõttu isikuandmeid.',
      'Kustutamine ja õiguslik säilitamiskohustus nõuavad kaht isikut; taastamine kordab iga kustutamist enne käivitamist.',
    ],
  },
};
