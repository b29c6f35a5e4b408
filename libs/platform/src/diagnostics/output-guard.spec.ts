import { cleanLines, personalLines } from './labelled-lines.fixture.js';
import { OutputGuard, type GuardedKind } from './output-guard.js';

const guard = new OutputGuard([]);

describe('the guard over lines with something personal in them', () => {
  const labelled = personalLines(500);
  const missed = labelled.filter(({ line, secret }) => {
    const text = (JSON.parse(guard.check(line).line) as { note: string }).note;
    return text.includes(secret) || /\d{4}/.test(text.replace(/‹[a-z]+›/g, ''));
  });

  it('finds at least 98 of 100 of every kind, in five languages', () => {
    const kinds = [...new Set(labelled.map(({ kind }) => kind))];
    const recall = Object.fromEntries(
      kinds.map((kind) => {
        const all = labelled.filter((one) => one.kind === kind).length;
        return [kind, (all - missed.filter((one) => one.kind === kind).length) / all];
      }),
    ) as Partial<Record<GuardedKind, number>>;
    process.stdout.write(`guard: ${labelled.length} lines, recall ${JSON.stringify(recall)}\n`);
    for (const { kind, secret } of missed.slice(0, 12)) process.stdout.write(`  missed ${kind}: ${secret}\n`);
    expect(Object.entries(recall).filter(([, share]) => share < 0.98)).toEqual([]);
  });
});

describe('the guard over lines with nobody in them', () => {
  it('takes nothing out of ids, hexadecimal, durations, versions, dates and sizes', () => {
    const lines = cleanLines(4000);
    const touched = lines.filter((line) => guard.check(line).hits.length > 0);
    process.stdout.write(`guard: ${lines.length} clean lines, ${touched.length} touched\n`);
    expect(touched.slice(0, 10)).toEqual([]);
  });

  it('takes nothing out of an id whose last groups are an IBAN with right check digits', () => {
    expect(guard.check('{"note":"id d5d4dfaf-ba75-4c9c-a030-763f0b439c5d"}').hits).toEqual([]);
  });
});
