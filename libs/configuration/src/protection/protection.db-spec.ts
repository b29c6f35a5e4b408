import { newId, sqlRefusal } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { configurationEntities } from '../entities.js';
import { Cases } from './cases.js';
import { ErasureJournal } from './erasure-journal.js';

let fresh: FreshDatabase;
let cases: Cases;
beforeAll(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  cases = new Cases(fresh.database);
});
afterAll(() => fresh.drop());

const [officer, deputy] = [newId(), newId()];
const planHash = 'a'.repeat(64);
const hashes = { planHash, catalogueHash: 'c'.repeat(64) };
const open = (kind: 'report' | 'erasure', contactPointIds = [newId()]) =>
  cases.open({ kind, subject: { personId: newId(), contactPointIds }, verification: { level: 2, method: 'call-back' } }, officer);

describe('a case', () => {
  it('is numbered, due in a month and opened with its first step', async () => {
    const points = [newId()];
    const id = await open('report', points);
    expect(await cases.find(id)).toMatchObject({
      state: 'received',
      number: expect.stringMatching(/^\d{4}-\d{5}$/) as string,
      openedBy: officer,
      subject: { contactPointIds: points },
    });
    expect(await cases.stepsOf(id)).toMatchObject([{ number: 1, step: 'open', actor: officer }]);
  });

  it('of a report needs no second person', async () => {
    const id = await open('report');
    expect([
      await cases.scope(id, hashes, officer),
      await cases.start(id, planHash, officer),
      await cases.move(id, 'reported', officer),
      await cases.move(id, 'closed', officer),
    ]).toEqual([{ state: 'scoped' }, { state: 'executing' }, { state: 'reported' }, { state: 'closed' }]);
  });

  it('of an erasure runs only after another person approved exactly its plan', async () => {
    const id = await open('erasure');
    await cases.scope(id, hashes, officer);
    expect(await cases.start(id, planHash, officer)).toEqual({ refused: 'wrong-state' });
    await cases.move(id, 'hold-check', officer);
    expect(await cases.approve(id, planHash, officer)).toEqual({ refused: 'same-person' });
    expect(await cases.approve(id, 'b'.repeat(64), deputy)).toEqual({ refused: 'plan-changed' });
    expect(await cases.approve(id, planHash, deputy)).toEqual({ state: 'approved' });
    expect(await cases.start(id, planHash, officer, 'restricting')).toEqual({ state: 'restricting' });
    expect(await cases.start(id, planHash, officer)).toEqual({ state: 'executing' });
  });

  it('loses its approval when it is scoped anew', async () => {
    const id = await open('erasure');
    await cases.scope(id, hashes, officer);
    await cases.move(id, 'hold-check', officer);
    await cases.approve(id, planHash, deputy);
    await cases.scope(id, { ...hashes, planHash: 'b'.repeat(64) }, officer);
    expect(await cases.find(id)).toMatchObject({ state: 'scoped', approvedBy: null });
    expect(await cases.start(id, 'b'.repeat(64), officer)).toEqual({ refused: 'wrong-state' });
  });

  it('is executed once by two who start it at the same moment', async () => {
    const id = await open('erasure');
    await cases.scope(id, hashes, officer);
    await cases.move(id, 'hold-check', officer);
    await cases.approve(id, planHash, deputy);
    const outcomes = await Promise.all([officer, deputy].map((by) => cases.start(id, planHash, by, 'restricting')));
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'wrong-state' }]);
  });

  it('cannot be approved by its opener behind the keeper’s back', async () => {
    const id = await open('erasure');
    const refused = await fresh.database
      .rows(`update protection."case" set approved_by = opened_by, approved_at = now() where id = $1`, [id])
      .catch((thrown: unknown) => sqlRefusal(thrown));
    expect(refused).toMatchObject({ constraint: 'ck_case_four_eyes' });
  });

  it('keeps every step that was noted', async () => {
    const id = await open('erasure');
    await cases.note(id, { step: 'erase', database: 'operative', affected: 12, result: 'done' }, officer);
    expect((await cases.stepsOf(id)).at(-1)).toMatchObject({ number: 2, database: 'operative', affected: 12 });
    const refused = await fresh.database
      .rows('delete from protection.case_step where case_id = $1', [id])
      .catch((thrown: unknown) => sqlRefusal(thrown));
    expect(refused).toMatchObject({ state: 'VK001' });
  });
});

describe('the erasure journal', () => {
  it('lists what was erased after an entry, in order', async () => {
    const journal = new ErasureJournal(fresh.database);
    const [id, person, point] = [await open('erasure'), newId(), newId()];
    await journal.append(id, { person: [person], 'contact-point': [point], contact: [] }, officer);
    const [first, second, ...more] = await journal.listAfter();
    expect([first?.keyIds, second?.keyIds, more]).toEqual([[person], [point], []]);
    expect(await journal.listAfter(first?.id)).toMatchObject([{ keyKind: 'contact-point', caseId: id }]);
  });
});
