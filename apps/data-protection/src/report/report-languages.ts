import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { VoxkeepError } from '@voxkeep/contracts';
import { settings } from '@voxkeep/platform';
import { builtInTexts, english } from './texts/built-in.js';
import { reportTexts, type ReportTexts } from './texts/texts.js';
import { Wording } from './wording.js';

/** The languages in which a report can be written: those of the product, and those that the site added as files. */
@Injectable()
export class ReportLanguages {
  /** Code and own name of each language. Files are read anew, so that a language is added without a restart. */
  list(): readonly { readonly code: string; readonly name: string }[] {
    return [...this.#known().values()].map(({ language, name }) => ({ code: language, name }));
  }

  /**
   * The wording in a language; of a regional one (`et-EE`) its language counts; one that is not known gives the fallback language.
   * Throws `report.language-file` naming a file that is not of the right shape.
   */
  wording(language: string, timeZone: string): Wording {
    const known = this.#known();
    const fallback = known.get(settings().report.fallbackLanguage) ?? english;
    const chosen = known.get(language) ?? known.get(language.split('-')[0] ?? '') ?? fallback;
    return new Wording([chosen, fallback, english], timeZone);
  }

  #known(): Map<string, ReportTexts> {
    const all = new Map(builtInTexts.map((texts) => [texts.language, texts]));
    const directory = settings().report.languages;
    if (directory === undefined) return all;
    for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
      const added = readTexts(directory, name);
      const before = all.get(added.language);
      all.set(added.language, before === undefined ? added : merged(before, added));
    }
    return all;
  }
}

/** A file for a language that the product has replaces single texts of it. */
function merged(before: ReportTexts, added: ReportTexts): ReportTexts {
  return {
    language: before.language,
    name: added.name,
    text: { ...before.text, ...added.text },
    activity: { ...before.activity, ...added.activity },
    names: { ...before.names, ...added.names },
    codes: { ...before.codes, ...added.codes },
  };
}

const partOfTexts = reportTexts.partial({ text: true, activity: true, names: true, codes: true });

function readTexts(directory: string, name: string): ReportTexts {
  try {
    const {
      text = {},
      activity = {},
      names = {},
      codes = {},
      ...head
    } = partOfTexts.parse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
    return { ...head, text, activity, names, codes };
  } catch {
    throw new VoxkeepError('report.language-file', { file: name });
  }
}
