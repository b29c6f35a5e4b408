import { affectedByDatabase } from './affected';

const step = (name: string, database: string | null, affected: number) => ({
  at: '',
  step: name,
  database,
  affected,
  result: 'done',
});

describe('the result of an erasure', () => {
  it('adds up the erasing steps of each database and names all seven', () => {
    const affected = affectedByDatabase([
      step('erase', 'history', 3),
      step('erase', 'history', 2),
      step('verify', 'history', 9),
      step('remove-files', null, 4),
    ]);
    expect(affected).toEqual({
      configuration: 0,
      directory: 0,
      operative: 0,
      outbound: 0,
      monitoring: 0,
      reporting: 0,
      history: 5,
    });
  });
});
