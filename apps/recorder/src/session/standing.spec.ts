import { journalTrouble } from './standing.js';

describe('what keeps the journal from taking recordings', () => {
  const disks = { vaultWorks: true, journalWorks: false };

  it.each([
    ['a full disk', 'ENOSPC', [0], 'journal.no-room'],
    ['a used up quota', 'EDQUOT', [0], 'journal.no-room'],
    ['a disk that fails, whatever it lacks', 'EIO', [1], 'journal.failing'],
    ['no disk that has room', undefined, [1, 2], 'journal.no-room'],
    ['a disk that had room and owes an answer', undefined, [1, 0], 'journal.failing'],
    ['a disk that was never asked', undefined, [], 'journal.failing'],
  ] as const)('is %s', (_what, trouble, lacks, expected) => {
    expect(journalTrouble(disks, { trouble, lacks })).toBe(expected);
  });

  it('is nothing while it works, whatever was wrong before', () => {
    expect(journalTrouble({ ...disks, journalWorks: true }, { trouble: 'EIO', lacks: [1] })).toBeUndefined();
  });
});
