import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, recordingOutcomes } from '@voxkeep/contracts';
import { wordingOf } from './person-report.fixture';

const pages = join(__dirname, '../../../web/src/i18n');

describe.each(languages)('the outcomes of a recording in a report in %s', (language) => {
  it('have the words of the pages, in a sentence', () => {
    const { outcomes } = JSON.parse(readFileSync(join(pages, language, 'contacts.json'), 'utf8')) as {
      outcomes: Readonly<Record<string, string>>;
    };
    const wording = wordingOf(language);
    const said = recordingOutcomes.map((outcome) => [outcome, wording.outcome(outcome)]);
    expect(said).toEqual(recordingOutcomes.map((outcome) => [outcome, outcomes[outcome]?.toLocaleLowerCase(language)]));
  });

  it('are no words of a consent', () => {
    expect(wordingOf(language).word('withdrawn')).not.toBe(wordingOf(language).outcome('withdrawn'));
  });
});
