import type { CatalogueEntity, RetainedRows } from '@voxkeep/personal-data';
import { redactionsOf } from './redactions';

const texts = { as: 'free-text', mayName: 'third-parties', review: true, erase: 'null', label: 'field.note' };
const entity = {
  ...{ store: 'operative', schema: 'public', table: 'note' },
  columns: [
    { column: 'id', classification: { as: 'not-personal', because: 'id' } },
    { column: 'text', classification: texts },
    { column: 'at', classification: { as: 'not-personal', because: 'time' } },
  ],
} as unknown as CatalogueEntity;
const rows = [{ id: 'one' }, { id: 'two' }];
const retained = (reason: 'review' | 'hold'): readonly RetainedRows[] => [
  {
    ...{ step: { entity, store: 'operative', table: 'note' } as RetainedRows['step'], rows },
    retention: { reason, reference: 'names-others', until: null },
  },
];
const decided = (rowId: string, decision: 'keep' | 'redact') =>
  ({ database: 'operative', table: 'note', rowId, decision, reason: 'names-others' }) as const;

describe('the redaction of a record that stays', () => {
  it('takes its free text out and leaves everything else', () => {
    expect(redactionsOf(retained('review'), [decided('one', 'redact')])).toEqual([
      {
        ...{ store: 'operative', table: 'note', action: 'anonymise' },
        ...{ sql: 'update "public"."note" set "text" = null where id = any($1::uuid[])', params: [['one']] },
      },
    ]);
  });

  it('leaves a record alone that is kept as it is', () => {
    expect(redactionsOf(retained('review'), [decided('one', 'keep')])).toEqual([]);
  });

  it('changes nothing that a hold keeps, whatever was decided', () => {
    expect(redactionsOf(retained('hold'), [decided('one', 'redact')])).toEqual([]);
  });
});
