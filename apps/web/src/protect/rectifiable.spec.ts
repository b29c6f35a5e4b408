import { placesIn } from './rectifiable';

describe('what may be put right', () => {
  it('are the values that name their place, and no others', () => {
    const place = { table: 'person', rowId: '4c1c6b2e-0000-4000-8000-000000000001', column: 'full_name' };
    const of = (label: string, where: typeof place | null) => ({
      ...{ label, category: 'pd:Name', value: 'Ann', unreadable: false, seal: null, place: where },
    });
    const records = [
      { table: 'person', at: null, role: null, values: [of('field.full-name', place), of('field.language', null)] },
    ];
    const databases = [{ database: 'directory' as const, held: true, truncated: false, records }];
    const view = { caseId: place.rowId, subject: { fullName: null, contactPoints: [] }, databases };
    expect(placesIn(view)).toEqual([
      { label: 'field.full-name', value: 'Ann', shownTable: 'person', database: 'directory', ...place },
    ]);
  });
});
