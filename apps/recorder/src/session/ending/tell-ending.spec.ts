import type { ContactEndReason } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { tellEnding, type Ending } from './tell-ending.js';

describe('the end of a call', () => {
  beforeEach(() => {
    keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const toldOf = (reason: ContactEndReason) => {
    const told: CallFact[] = [];
    const part = { decision: { refused: 'unanswered' }, keptOctets: 0 } as unknown as Ending['part'];
    const ending = { contactId: '0198a000-0000-7000-8000-000000000001', at: 10, atMs: 10, reason, part };
    tellEnding({ recordingId: ending.contactId, facts: [], write: (fact) => void told.push(fact) }, ending);
    return told.map((fact) => (fact.kind === 'event' ? fact.code : fact.kind));
  };

  it.each(['gone', 'no-media'] as const)('that a rule made is said to be so: %s', (reason) => {
    expect(toldOf(reason)).toEqual([`contact.ended.${reason}`, 'end']);
  });

  it('that the client told is told alone', () => {
    expect(toldOf('bye')).toEqual(['end']);
  });
});
