import { randomBytes, randomUUID } from 'node:crypto';
import { beginFactChain } from './journal-fact.js';
import { decodeJournal, type FactRecord } from './journal-record.js';

const terms = { recordingId: randomUUID(), owner: randomUUID(), ownerKey: randomBytes(32) };
const texts = ['first', 'second', 'third — à l’été'];
const sealed = (): readonly FactRecord[] => {
  const chain = beginFactChain(terms);
  const { records } = decodeJournal(Buffer.concat(texts.map((text) => chain.seal(text))));
  return records.flatMap(({ record }) => (record.kind === 'fact' ? [record] : []));
};
const open = (facts: readonly FactRecord[], more: Partial<typeof terms> = {}) => {
  const chain = beginFactChain({ ...terms, ...more });
  return facts.map((fact) => chain.open(fact));
};

describe('the facts of a call in the journal', () => {
  it('are read as they were told, in order', () => {
    expect(open(sealed())).toEqual(texts);
    expect(sealed().map(({ number, owner }) => [number, owner])).toEqual([1, 2, 3].map((number) => [number, terms.owner]));
  });

  it('hold no text in clear', () => {
    const chain = beginFactChain(terms);
    expect(chain.seal('+3725550100').includes('5550100')).toBe(false);
  });

  it.each<[string, (facts: readonly FactRecord[]) => readonly FactRecord[]]>([
    ['taken out', ([first, , third]) => [first!, third!]],
    ['taken out and numbered anew', ([first, , third]) => [first!, { ...third!, number: 2 }]],
    ['exchanged', ([first, second, third]) => [first!, { ...third!, number: 2 }, { ...second!, number: 3 }]],
    ['altered', ([first]) => [{ ...first!, sealed: Buffer.from(first!.sealed.map((byte, at) => (at === 0 ? byte ^ 1 : byte))) }]],
  ])('do not open when one was %s', (_what, change) => {
    expect(() => open(change(sealed()))).toThrow();
  });

  it.each([
    ['another call', { recordingId: randomUUID() }],
    ['another owner', { owner: randomUUID() }],
    ['another key', { ownerKey: randomBytes(32) }],
  ])('do not open as those of %s', (_what, more) => {
    expect(() => open(sealed(), more)).toThrow();
  });

  it('are refused when they are too long for a record', () => {
    expect(() => beginFactChain(terms).seal('x'.repeat(17_000))).toThrow('recording.fact-length');
  });
});
