import { configurationEntities } from '@voxkeep/configuration';
import { directoryEntities } from '@voxkeep/directory';
import { languages, type Language } from '@voxkeep/contracts';
import { historyEntities } from '@voxkeep/history';
import { keyringEntities } from '@voxkeep/keyring';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { catalogue, describeCatalogue } from '@voxkeep/personal-data';
import { declareJobTables, openDatabase, settings } from '@voxkeep/platform';
import { reportingEntities } from '@voxkeep/reporting';
import { ReportLanguages } from '../report/report-languages.js';
import { RuledTerms } from './deletion-terms.js';
import { dpvOf } from './dpv.js';
import { recordAsMarkdown } from './record-of-processing.js';
import { RecordsOfProcessing } from './records.js';

const [usageError, couldNotLook] = [64, 78];

/** Naming the entities is what puts them into the catalogue. */
const everyEntity = [
  ...[configurationEntities, directoryEntities, operativeEntities, outboundEntities, monitoringEntities],
  ...[reportingEntities, historyEntities, keyringEntities],
];

/** Prints the catalogue: `json`, `record` (Art. 30, in a language) or `dpv` (JSON-LD), with the terms of the running site. */
async function main([what = 'json', language = 'en']: readonly string[]): Promise<void> {
  declareJobTables();
  if (everyEntity.length === 0 || !isLanguage(language) || !['json', 'record', 'dpv'].includes(what)) {
    process.stderr.write(`Usage: voxkeep catalogue [json | record | dpv] [--language ${languages.join(' | ')}]\n`);
    process.exitCode = usageError;
    return;
  }
  process.stdout.write(`${await printed(what, language)}\n`);
}

async function printed(what: string, language: Language): Promise<string> {
  if (what === 'json') return JSON.stringify({ hash: catalogue().hash, ...asObject(describeCatalogue()) }, null, 2);
  const terms = await termsOfSite();
  if (what === 'dpv') return JSON.stringify(dpvOf(catalogue(), terms), null, 2);
  return recordAsMarkdown(new RecordsOfProcessing(new ReportLanguages()).make(language, terms));
}

async function termsOfSite(): Promise<ReadonlyMap<string, number>> {
  const { url } = settings().database.configuration;
  const database = await openDatabase('configuration', { url, poolSize: 1, program: 'voxkeep catalogue' }, configurationEntities);
  return new RuledTerms(database).all().finally(() => database.close());
}

function isLanguage(code: string): code is Language {
  return languages.some((known) => known === code);
}

function asObject(value: unknown): object {
  return value as object;
}

// Whoever reads the output may stop early (`| head`); that is no error of the command.
process.stdout.on('error', () => process.exit());

main(process.argv.slice(2)).catch((error: unknown) => {
  // Only the code: an error's text may hold an address or a password.
  const { code } = error as { code?: unknown };
  process.stderr.write(`The catalogue could not be printed${typeof code === 'string' ? ` (${code})` : ''}.\n`);
  process.exitCode = couldNotLook;
});
