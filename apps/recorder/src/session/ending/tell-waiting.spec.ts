import type { CallFact } from '@voxkeep/recording';
import { tellWaiting } from './tell-waiting.js';

describe('a call that is over and waits for the vault', () => {
  it('says so once, of its own recording: another call of its contact may go on', () => {
    const facts = [{ kind: 'over', at: 10 } as CallFact];
    const recordingId = '0198a000-0000-7000-8000-000000000001';
    const log = { recordingId, facts, write: (fact: CallFact) => void facts.push(fact) };
    tellWaiting(log);
    tellWaiting(log);
    expect(facts.slice(1)).toMatchObject([{ kind: 'event', at: 10, code: 'recording.waits-for-vault', subjectId: recordingId }]);
  });
});
