import { isGranted } from '@voxkeep/consent';
import type { PendingCommand } from '@voxkeep/operative';
import type { CallFact } from '@voxkeep/recording';
import { policy } from '../../../../../libs/consent/src/gate/consent.fixture.js';
import { ConsentDesk } from '../consent/consent-desk.js';
import type { RecordingSession } from '../recording-session.js';
import type { SessionRoom } from '../session-room.js';
import { applyToConsent } from './command-desk.js';

const modes = ['by-user', 'by-user-on', 'always-with-notice', 'only-with-consent'] as const;

/** A call that is recorded, since its user or customer wanted it, and the states that a no of that evidence has written. */
const after = (mode: (typeof modes)[number], evidenceKind: string) => {
  const written: CallFact[] = [];
  let now = policy.startedAt;
  const room = { operative: {} as SessionRoom['operative'], wallMs: () => (now += 1000) };
  const consent = new ConsentDesk(room, { ...policy, mode }, null, { write: (fact) => void written.push(fact) });
  const tell = (kind: PendingCommand['kind'], evidence: string) => {
    const command = { id: kind, kind, consentId: null, wordingVersion: null, evidenceKind: evidence };
    return applyToConsent({ consent } as unknown as RecordingSession, command as unknown as PendingCommand);
  };
  tell('consent-given', 'user');
  expect(isGranted(consent.decision)).toBe(true);
  const result = tell('consent-refused', evidenceKind);
  const states = written.flatMap((fact) => (fact.kind === 'consent' && fact.state !== 'given' ? [fact.state] : []));
  return [result, consent.decision, states];
};

describe('a no to a call that is recorded', () => {
  const told = modes.flatMap((mode) => ['agent', 'api', 'ivr'].map((evidence) => [mode, evidence] as const));

  it.each(told)('is the refusal of the customer under the mode %s when its evidence is %s', (mode, evidence) => {
    expect(after(mode, evidence)).toEqual(['applied', { refused: 'refused' }, ['refused']]);
  });

  it.each(['by-user', 'by-user-on'] as const)('is no word of the customer under the mode %s when it is its own stop', (mode) => {
    expect(after(mode, 'user')).toEqual(['applied', { refused: 'off' }, []]);
  });
});
