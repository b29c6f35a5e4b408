import type { ContactEndReason } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { logEnding, tellEnding, type Ending } from './tell-ending.js';

const contactId = '0198a000-0000-7000-8000-000000000001';

describe('the end of a call', () => {
  let lines: readonly string[];
  beforeEach(() => {
    lines = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const toldOf = (reason: ContactEndReason) => {
    const told: CallFact[] = [];
    const part = { decision: { refused: 'unanswered' }, keptOctets: 0 } as unknown as Ending['part'];
    const ending = { at: 10, atMs: 10, reason, part };
    tellEnding({ recordingId: contactId, facts: [], write: (fact) => void told.push(fact) }, ending);
    return told.map((fact) => (fact.kind === 'event' ? fact.code : fact.kind));
  };

  it.each(['gone', 'no-media'] as const)('that a rule made is said to be so: %s', (reason) => {
    expect(toldOf(reason)).toEqual([`contact.ended.${reason}`, 'end']);
  });

  it('that the client told is told alone', () => {
    expect(toldOf('bye')).toEqual(['end']);
  });

  it.each([
    ['kept', []],
    ['withdrawn', [{ kind: 'dropped', at: 11 }]],
  ] as const)('is logged with the outcome that the books have: %s', (outcome, behind) => {
    const end = { kind: 'end', at: 10, atMs: 10, reason: 'bye', recovered: false, outcome: 'kept', cause: null } as const;
    logEnding(contactId, { facts: [end, ...behind] });
    expect(lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual([outcome]);
  });
});
