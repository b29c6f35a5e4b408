import type { Language } from '@voxkeep/contracts';
import type { http } from '@voxkeep/contracts';

type Template = http.AnswerTemplateName;
/** `{case}`, `{opened}` and `{due}` come from the case; what stands in square brackets is written by the officer. */
type Texts = Readonly<Record<Template, readonly [subject: string, text: string]>>;

const en: Texts = {
  acknowledgement: [
    'Your request {case}',
    'We received your request on {opened} and keep it under {case}. You will have an answer by {due}. If we need longer because requests are many or complex, we tell you before that day, and why (GDPR Art. 12(3)).',
  ],
  'identity-request': [
    'Your request {case}: we need to be sure who asks',
    'Before we open personal data we have to be sure that they are yours (GDPR Art. 12(6)). Please [call us from a number we know / tell us the code that we send to an address we know / show a document at our office]. We do not keep a copy of a document. Please do not send one by e-mail.',
  ],
  extension: [
    'Your request {case}: more time',
    'We need more time for your request, because [reason]. The answer now comes by {due} at the latest (GDPR Art. 12(3)). You may complain to the supervisory authority, [name and address], or go to court.',
  ],
  refusal: [
    'Your request {case}: why we do not do it',
    'We do not do what you asked on {opened}. The ground is [article and reason]. You may complain to the supervisory authority, [name and address], or go to court (GDPR Art. 12(4)).',
  ],
  done: [
    'Your request {case} is done',
    'We have done what you asked on {opened}. [What was done.] Data that were deleted are deleted, and copies made unreadable; backups hold only what nobody can read any more. Those who had received the data from us were told (GDPR Art. 19).',
  ],
  'partly-done': [
    'Your request {case} is done in part',
    'We have done part of what you asked on {opened}. [What was done.] The rest stays, restricted, because [article and reason], until [date]. These systems have not answered yet: [systems]. You may complain to the supervisory authority, [name and address], or go to court (GDPR Art. 12(4)).',
  ],
};
const it: Texts = {
  acknowledgement: [
    'La sua richiesta {case}',
    'Abbiamo ricevuto la sua richiesta il {opened} e la trattiamo con il numero {case}. Riceverà una risposta entro il {due}. Se serve più tempo perché le richieste sono numerose o complesse, glielo diremo prima di quel giorno, spiegando il motivo (GDPR art. 12, par. 3).',
  ],
  'identity-request': [
    'La sua richiesta {case}: dobbiamo essere certi di chi chiede',
    'Prima di aprire dati personali dobbiamo essere certi che siano i suoi (GDPR art. 12, par. 6). La preghiamo di [chiamarci da un numero a noi noto / comunicarci il codice inviato a un indirizzo a noi noto / mostrare un documento presso la nostra sede]. Non conserviamo copie di documenti. Non ne invii per e-mail.',
  ],
  extension: [
    'La sua richiesta {case}: serve più tempo',
    'Per la sua richiesta serve più tempo, perché [motivo]. La risposta arriverà al più tardi il {due} (GDPR art. 12, par. 3). Può proporre reclamo all’autorità di controllo, [nome e indirizzo], o ricorrere al giudice.',
  ],
  refusal: [
    'La sua richiesta {case}: perché non viene accolta',
    'Non diamo seguito a quanto ha chiesto il {opened}. Il fondamento è [articolo e motivo]. Può proporre reclamo all’autorità di controllo, [nome e indirizzo], o ricorrere al giudice (GDPR art. 12, par. 4).',
  ],
  done: [
    'La sua richiesta {case} è stata eseguita',
    'Abbiamo fatto quanto ha chiesto il {opened}. [Che cosa è stato fatto.] I dati cancellati sono cancellati e le copie rese illeggibili; i backup contengono solo ciò che nessuno può più leggere. Chi aveva ricevuto i dati da noi è stato informato (GDPR art. 19).',
  ],
  'partly-done': [
    'La sua richiesta {case} è stata eseguita in parte',
    'Abbiamo fatto una parte di quanto ha chiesto il {opened}. [Che cosa è stato fatto.] Il resto rimane, con trattamento limitato, perché [articolo e motivo], fino al [data]. Questi sistemi non hanno ancora risposto: [sistemi]. Può proporre reclamo all’autorità di controllo, [nome e indirizzo], o ricorrere al giudice (GDPR art. 12, par. 4).',
  ],
};
const pl: Texts = {
  acknowledgement: [
    'Państwa wniosek {case}',
    'Wniosek otrzymaliśmy {opened} i prowadzimy go pod numerem {case}. Odpowiedź nadejdzie do {due}. Jeżeli z powodu liczby lub złożoności wniosków potrzebujemy więcej czasu, powiadomimy o tym przed tym dniem i podamy przyczynę (art. 12 ust. 3 RODO).',
  ],
  'identity-request': [
    'Państwa wniosek {case}: musimy mieć pewność, kto pyta',
    'Zanim otworzymy dane osobowe, musimy mieć pewność, że są to Państwa dane (art. 12 ust. 6 RODO). Prosimy [zadzwonić z numeru, który znamy / podać kod wysłany na znany nam adres / okazać dokument w naszym biurze]. Nie przechowujemy kopii dokumentu. Prosimy nie przesyłać go pocztą elektroniczną.',
  ],
  extension: [
    'Państwa wniosek {case}: potrzebujemy więcej czasu',
    'Na rozpatrzenie wniosku potrzebujemy więcej czasu, ponieważ [przyczyna]. Odpowiedź nadejdzie najpóźniej {due} (art. 12 ust. 3 RODO). Przysługuje skarga do organu nadzorczego, [nazwa i adres], oraz droga sądowa.',
  ],
  refusal: [
    'Państwa wniosek {case}: dlaczego go nie spełniamy',
    'Nie spełniamy wniosku z dnia {opened}. Podstawą jest [artykuł i przyczyna]. Przysługuje skarga do organu nadzorczego, [nazwa i adres], oraz droga sądowa (art. 12 ust. 4 RODO).',
  ],
  done: [
    'Państwa wniosek {case} został wykonany',
    'Wykonaliśmy to, o co wnioskowano {opened}. [Co zrobiono.] Usunięte dane są usunięte, a kopie uczyniono nieczytelnymi; kopie zapasowe zawierają tylko to, czego nikt nie może już odczytać. Powiadomiliśmy tych, którzy otrzymali dane od nas (art. 19 RODO).',
  ],
  'partly-done': [
    'Państwa wniosek {case} został wykonany częściowo',
    'Wykonaliśmy część tego, o co wnioskowano {opened}. [Co zrobiono.] Reszta pozostaje z ograniczonym przetwarzaniem, ponieważ [artykuł i przyczyna], do [data]. Te systemy jeszcze nie odpowiedziały: [systemy]. Przysługuje skarga do organu nadzorczego, [nazwa i adres], oraz droga sądowa (art. 12 ust. 4 RODO).',
  ],
};
const ru: Texts = {
  acknowledgement: [
    'Ваш запрос {case}',
    'Мы получили ваш запрос {opened} и ведём его под номером {case}. Ответ придёт не позднее {due}. Если из-за числа или сложности запросов понадобится больше времени, мы сообщим об этом и о причине до этого дня (ст. 12(3) GDPR).',
  ],
  'identity-request': [
    'Ваш запрос {case}: нужно убедиться, кто обращается',
    'Прежде чем открыть персональные данные, мы должны убедиться, что они ваши (ст. 12(6) GDPR). Пожалуйста, [позвоните с известного нам номера / сообщите код, отправленный на известный нам адрес / предъявите документ в нашем офисе]. Копию документа мы не храним. Не присылайте её по электронной почте.',
  ],
  extension: [
    'Ваш запрос {case}: нужно больше времени',
    'Для вашего запроса нужно больше времени, потому что [причина]. Ответ придёт не позднее {due} (ст. 12(3) GDPR). Вы вправе подать жалобу в надзорный орган, [название и адрес], или обратиться в суд.',
  ],
  refusal: [
    'Ваш запрос {case}: почему мы его не выполняем',
    'Мы не выполняем то, о чём вы просили {opened}. Основание: [статья и причина]. Вы вправе подать жалобу в надзорный орган, [название и адрес], или обратиться в суд (ст. 12(4) GDPR).',
  ],
  done: [
    'Ваш запрос {case} выполнен',
    'Мы выполнили то, о чём вы просили {opened}. [Что сделано.] Удалённые данные удалены, а копии сделаны нечитаемыми; резервные копии содержат только то, что никто больше не может прочитать. Те, кто получил данные от нас, уведомлены (ст. 19 GDPR).',
  ],
  'partly-done': [
    'Ваш запрос {case} выполнен частично',
    'Мы выполнили часть того, о чём вы просили {opened}. [Что сделано.] Остальное остаётся с ограниченной обработкой, потому что [статья и причина], до [дата]. Эти системы ещё не ответили: [системы]. Вы вправе подать жалобу в надзорный орган, [название и адрес], или обратиться в суд (ст. 12(4) GDPR).',
  ],
};
const et: Texts = {
  acknowledgement: [
    'Teie taotlus {case}',
    'Saime teie taotluse {opened} ja menetleme seda numbri {case} all. Vastus tuleb hiljemalt {due}. Kui vajame taotluste arvu või keerukuse tõttu rohkem aega, teatame sellest ja põhjusest enne seda päeva (isikuandmete kaitse üldmääruse art 12 lg 3).',
  ],
  'identity-request': [
    'Teie taotlus {case}: peame teadma, kes küsib',
    'Enne isikuandmete avamist peame olema kindlad, et need on teie omad (üldmääruse art 12 lg 6). Palun [helistage meile teadaolevalt numbrilt / öelge kood, mille saadame meile teadaolevale aadressile / näidake dokumenti meie kontoris]. Dokumendi koopiat me ei säilita. Palun ärge saatke seda e-postiga.',
  ],
  extension: [
    'Teie taotlus {case}: vajame rohkem aega',
    'Vajame teie taotluse jaoks rohkem aega, sest [põhjus]. Vastus tuleb hiljemalt {due} (üldmääruse art 12 lg 3). Võite esitada kaebuse järelevalveasutusele, [nimi ja aadress], või pöörduda kohtusse.',
  ],
  refusal: [
    'Teie taotlus {case}: miks me seda ei täida',
    'Me ei täida seda, mida {opened} taotlesite. Alus on [artikkel ja põhjus]. Võite esitada kaebuse järelevalveasutusele, [nimi ja aadress], või pöörduda kohtusse (üldmääruse art 12 lg 4).',
  ],
  done: [
    'Teie taotlus {case} on täidetud',
    'Oleme teinud seda, mida {opened} taotlesite. [Mida tehti.] Kustutatud andmed on kustutatud ja koopiad loetamatuks tehtud; varukoopiates on vaid see, mida keegi enam lugeda ei saa. Neile, kes olid andmed meilt saanud, on teatatud (üldmääruse art 19).',
  ],
  'partly-done': [
    'Teie taotlus {case} on osaliselt täidetud',
    'Oleme teinud osa sellest, mida {opened} taotlesite. [Mida tehti.] Ülejäänu jääb piiratud töötlemisega alles, sest [artikkel ja põhjus], kuni [kuupäev]. Need süsteemid ei ole veel vastanud: [süsteemid]. Võite esitada kaebuse järelevalveasutusele, [nimi ja aadress], või pöörduda kohtusse (üldmääruse art 12 lg 4).',
  ],
};

/** Templates of answers to persons, by language. They name no person; the officer fills what stands in square brackets. */
export const answerTexts: Readonly<Record<Language, Texts>> = { en, it, pl, ru, et };

/** Puts the facts of a case where they are named; without a case the places stay as they are. */
export function filled(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place);
}
