/** What a mail says. Values are codes, links and times: nothing in it is personal. */
export type MailMessage =
  | {
      readonly template: 'verification-code';
      readonly values: { readonly case: string; readonly code: string; readonly minutes: number };
    }
  | {
      readonly template: 'download-link';
      readonly values: { readonly case: string; readonly link: string; readonly until: string };
    }
  | { readonly template: 'package'; readonly values: { readonly case: string } };
type Template = MailMessage['template'];
type Texts = Readonly<Record<Template, { readonly subject: string; readonly text: string }>>;

const english: Texts = {
  'verification-code': {
    subject: '{case}: your code',
    text: 'Somebody asked us about personal data and named this address.\n\nIf it was you, tell us this code: {code}\nIt is valid for {minutes} minutes.\n\nIf it was not you, do nothing. Nothing is handed over without the code.',
  },
  'download-link': {
    subject: '{case}: the answer to your request',
    text: 'The answer to your request is ready:\n\n{link}\n\nIt can be fetched once, until {until}. You will be asked for a passphrase. We tell it to you by another way, for example by telephone; it is never sent by mail.\n\nIf you made no request, do not open the link and tell us.',
  },
  package: {
    subject: '{case}: the answer to your request',
    text: 'The answer to your request is attached. This mail was encrypted for you and signed by us.\n\nTo object, to have something corrected or to ask a question, answer to this mail and name the request {case}.',
  },
};

const byLanguage: Readonly<Record<string, Texts>> = {
  en: english,
  it: {
    'verification-code': {
      subject: '{case}: il Suo codice',
      text: 'Qualcuno ci ha chiesto informazioni su dati personali indicando questo indirizzo.\n\nSe è stato Lei, ci comunichi questo codice: {code}\nÈ valido per {minutes} minuti.\n\nSe non è stato Lei, non faccia nulla. Senza il codice non viene consegnato nulla.',
    },
    'download-link': {
      subject: '{case}: la risposta alla Sua richiesta',
      text: 'La risposta alla Sua richiesta è pronta:\n\n{link}\n\nPuò essere scaricata una sola volta, fino al {until}. Le sarà chiesta una frase segreta, che Le comunichiamo per altra via, per esempio al telefono; non viene mai inviata per posta elettronica.\n\nSe non ha presentato alcuna richiesta, non apra il collegamento e ci avvisi.',
    },
    package: {
      subject: '{case}: la risposta alla Sua richiesta',
      text: 'In allegato trova la risposta alla Sua richiesta. Questo messaggio è stato cifrato per Lei e firmato da noi.\n\nPer opporsi, per far rettificare qualcosa o per porre una domanda, risponda a questo messaggio indicando la richiesta {case}.',
    },
  },
  pl: {
    'verification-code': {
      subject: '{case}: Twój kod',
      text: 'Ktoś zwrócił się do nas w sprawie danych osobowych i podał ten adres.\n\nJeśli to Ty, podaj nam ten kod: {code}\nKod jest ważny przez {minutes} min.\n\nJeśli to nie Ty, nie rób nic. Bez kodu niczego nie wydajemy.',
    },
    'download-link': {
      subject: '{case}: odpowiedź na Twój wniosek',
      text: 'Odpowiedź na Twój wniosek jest gotowa:\n\n{link}\n\nMożna ją pobrać jeden raz, do {until}. Potrzebne będzie hasło, które podamy inną drogą, na przykład telefonicznie; nigdy nie wysyłamy go pocztą elektroniczną.\n\nJeśli nie składałeś(-aś) wniosku, nie otwieraj odnośnika i powiadom nas.',
    },
    package: {
      subject: '{case}: odpowiedź na Twój wniosek',
      text: 'W załączniku znajduje się odpowiedź na Twój wniosek. Wiadomość została zaszyfrowana dla Ciebie i podpisana przez nas.\n\nAby wnieść sprzeciw, sprostować dane lub zadać pytanie, odpowiedz na tę wiadomość i podaj numer wniosku {case}.',
    },
  },
  ru: {
    'verification-code': {
      subject: '{case}: ваш код',
      text: 'К нам обратились по поводу персональных данных и указали этот адрес.\n\nЕсли это были вы, сообщите нам код: {code}\nОн действует {minutes} мин.\n\nЕсли это были не вы, ничего не делайте. Без кода ничего не выдаётся.',
    },
    'download-link': {
      subject: '{case}: ответ на ваш запрос',
      text: 'Ответ на ваш запрос готов:\n\n{link}\n\nЕго можно получить один раз, до {until}. Потребуется кодовая фраза. Мы сообщим её другим способом, например по телефону; по электронной почте она не отправляется.\n\nЕсли вы не подавали запрос, не открывайте ссылку и сообщите нам.',
    },
    package: {
      subject: '{case}: ответ на ваш запрос',
      text: 'Ответ на ваш запрос находится во вложении. Письмо зашифровано для вас и подписано нами.\n\nЧтобы возразить, исправить данные или задать вопрос, ответьте на это письмо и укажите номер запроса {case}.',
    },
  },
  et: {
    'verification-code': {
      subject: '{case}: teie kood',
      text: 'Keegi pöördus meie poole isikuandmete asjus ja nimetas selle aadressi.\n\nKui see olite teie, öelge meile kood: {code}\nKood kehtib {minutes} minutit.\n\nKui see ei olnud teie, ärge tehke midagi. Ilma koodita ei väljastata midagi.',
    },
    'download-link': {
      subject: '{case}: vastus teie taotlusele',
      text: 'Vastus teie taotlusele on valmis:\n\n{link}\n\nSelle saab alla laadida ühe korra, kuni {until}. Teilt küsitakse salafraasi, mille ütleme teile muul teel, näiteks telefonis; e-kirjaga seda ei saadeta.\n\nKui te taotlust ei esitanud, ärge linki avage ja andke meile teada.',
    },
    package: {
      subject: '{case}: vastus teie taotlusele',
      text: 'Vastus teie taotlusele on lisatud. See kiri on teie jaoks krüpteeritud ja meie poolt allkirjastatud.\n\nVastuväite esitamiseks, andmete parandamiseks või küsimuse korral vastake sellele kirjale ja märkige taotluse number {case}.',
    },
  },
};

/** Languages that a mail can be written in; every other is answered in English. */
export const mailLanguages: readonly string[] = Object.keys(byLanguage);

/** Subject and text of a message in a language (BCP 47). */
export function writeLetter(message: MailMessage, language: string): { readonly subject: string; readonly text: string } {
  const texts = byLanguage[language.slice(0, 2)] ?? english;
  const values = message.values as Readonly<Record<string, string | number>>;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return { subject: fill(texts[message.template].subject), text: `${fill(texts[message.template].text)}\n` };
}
