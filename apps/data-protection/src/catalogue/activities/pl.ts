import type { RecordActivity } from '../record-activities.js';

/** The activities in Polish. */
export const pl: Readonly<Record<string, RecordActivity>> = {
  'serve-customer': [
    'Obsługa klientów',
    'Odpowiadanie na kontakty, wiedza, z kim się rozmawia, odnajdywanie wcześniejszych kontaktów',
    'Umowa lub działania przed jej zawarciem (art. 6 ust. 1 lit. b); prawnie uzasadniony interes (lit. f)',
    'Uprawniony własny personel',
  ],
  'record-contacts': [
    'Nagrywanie rozmów',
    'Dowód ustaleń, poprawa obsługi',
    'Zgoda (art. 6 ust. 1 lit. a) albo podstawa podana w powiadomieniu',
    'Własny personel z prawem odsłuchu, z podaniem powodu',
  ],
  'call-customers': [
    'Dzwonienie do klientów',
    'Dzwonienie w kampaniach i niedzwonienie do osób, które wniosły sprzeciw',
    'Zgoda (art. 6 ust. 1 lit. a); prawnie uzasadniony interes (lit. f) z prawem sprzeciwu',
    'Uprawniony własny personel',
  ],
  report: [
    'Zliczanie kontaktów',
    'Planowanie personelu, pomiar obsługi',
    'Prawnie uzasadniony interes w prowadzeniu centrum kontaktowego (art. 6 ust. 1 lit. f)',
    'Uprawniony własny personel',
  ],
  'plan-work': [
    'Planowanie pracy i wyniki',
    'Wiedza, kto jest dostępny, rozliczanie czasu pracy',
    'Umowa o pracę (art. 6 ust. 1 lit. b, art. 88)',
    'Pracownik; uprawnieni przełożeni',
  ],
  'access-control': [
    'Logowanie i uprawnienia',
    'Wpuszczanie uprawnionych i nikogo więcej',
    'Bezpieczeństwo przetwarzania (art. 6 ust. 1 lit. c, art. 32)',
    'Administratorzy',
  ],
  telephony: [
    'Telefonia personelu',
    'Wiedza, który telefon należy do kogo',
    'Umowa o pracę (art. 6 ust. 1 lit. b, art. 88)',
    'Administratorzy',
  ],
  accountability: [
    'Rozliczanie dostępu',
    'Dowód, kto i dlaczego przeglądał dane osobowe',
    'Rozliczalność i bezpieczeństwo (art. 5 ust. 2, art. 6 ust. 1 lit. c, art. 32)',
    'Audytorzy, inspektor ochrony danych, na żądanie organ nadzorczy',
  ],
  'data-protection': [
    'Odpowiadanie na żądania osób',
    'Odpowiadanie na żądania i dowód odpowiedzi',
    'Obowiązek prawny (art. 6 ust. 1 lit. c, art. 12, 15–21)',
    'Inspektor ochrony danych, na żądanie organ nadzorczy',
  ],
};
