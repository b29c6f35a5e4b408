import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, recordingOutcomes } from '@voxkeep/contracts';

type Words = Readonly<Record<string, string>>;
const read = (language: string, file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, language, `${file}.json`), 'utf8'));

describe.each(languages)('the outcomes of a recording in %s', (language) => {
  const { outcomes } = read(language, 'contacts') as { outcomes: Words };
  const { recordingState } = read(language, 'words') as { recordingState: Words };
  const { columns } = (read(language, 'work') as { reports: { columns: Words } }).reports;
  const columnOf = (outcome: string) => columns[outcome.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];

  it('have one word each, in the list, on the page and in reports', () => {
    // What is kept with gaps or uncounted is, in reports, a part of what is kept.
    const own = recordingOutcomes.filter((outcome) => !outcome.startsWith('kept-'));
    expect(own.map(columnOf)).toEqual(own.map((outcome) => outcomes[outcome]));
    expect(recordingOutcomes.map((outcome) => recordingState[outcome])).toEqual(
      recordingOutcomes.map((outcome) => outcomes[outcome]),
    );
  });

  it('have words of their own, apart from that of a call which is not recorded now', () => {
    const said = [recordingState['none'], ...recordingOutcomes.map((outcome) => outcomes[outcome])];
    expect(new Set(said).size).toBe(said.length);
  });
});
