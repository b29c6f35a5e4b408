import type { RecordActivity } from '../record-activities.js';

/** The activities in Estonian. */
export const et: Readonly<Record<string, RecordActivity>> = {
  'serve-customer': [
    'Klientide teenindamine',
    'Pöördumistele vastamine, teadmine, kellega räägitakse, varasemate kontaktide leidmine',
    'Leping või lepingueelsed toimingud (art 6 lg 1 p b); õigustatud huvi (p f)',
    'Oma töötajad, kellel on selleks õigus',
  ],
  'record-contacts': [
    'Vestluste salvestamine',
    'Kokkulepitu tõendamine, teeninduse parandamine',
    'Nõusolek (art 6 lg 1 p a) või teavituses nimetatud alus',
    'Oma töötajad, kellel on kuulamisõigus, põhjust nimetades',
  ],
  'call-customers': [
    'Klientidele helistamine',
    'Kampaaniates helistamine ja vastuväite esitanutele mittehelistamine',
    'Nõusolek (art 6 lg 1 p a); õigustatud huvi (p f) koos vastuväiteõigusega',
    'Oma töötajad, kellel on selleks õigus',
  ],
  report: [
    'Kontaktide loendamine',
    'Töötajate planeerimine, teeninduse mõõtmine',
    'Õigustatud huvi kontaktikeskuse pidamisel (art 6 lg 1 p f)',
    'Oma töötajad, kellel on selleks õigus',
  ],
  'plan-work': [
    'Töö planeerimine ja tulemused',
    'Teadmine, kes on saadaval, tööaja arvestus',
    'Tööleping (art 6 lg 1 p b, art 88)',
    'Töötaja ise; juhid, kellel on selleks õigus',
  ],
  'access-control': [
    'Sisselogimine ja õigused',
    'Lasta sisse see, kellel on õigus, ja mitte keegi teine',
    'Töötlemise turvalisus (art 6 lg 1 p c, art 32)',
    'Administraatorid',
  ],
  telephony: [
    'Töötajate telefonid',
    'Teadmine, milline telefon kellele kuulub',
    'Tööleping (art 6 lg 1 p b, art 88)',
    'Administraatorid',
  ],
  accountability: [
    'Juurdepääsu arvestus',
    'Tõendamine, kes ja miks isikuandmeid vaatas',
    'Vastutus ja turvalisus (art 5 lg 2, art 6 lg 1 p c, art 32)',
    'Audiitorid, andmekaitsespetsialist, nõudmisel järelevalveasutus',
  ],
  'data-protection': [
    'Andmesubjektide taotlustele vastamine',
    'Taotlustele vastamine ja selle tõendamine',
    'Juriidiline kohustus (art 6 lg 1 p c, art 12, 15–21)',
    'Andmekaitsespetsialist, nõudmisel järelevalveasutus',
  ],
};
