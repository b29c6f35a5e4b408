import { ConsentGrant } from '../grant/consent-grant.js';
import { asked, policy, pressed, standing, start, told, withdrawn } from './consent.fixture.js';
import { ConsentGate, isGranted, type Decision } from './consent-gate.js';

function openGate() {
  const gate = new ConsentGate(policy);
  const changes: string[] = [];
  gate.onChange((decision) => changes.push(isGranted(decision) ? 'granted' : decision.refused));
  return { gate, changes };
}
const grantOf = (decision: Decision): ConsentGrant => {
  if (!isGranted(decision)) throw new Error(`refused: ${decision.refused}`);
  return decision;
};

describe('the gate of a live contact part', () => {
  it('tells each change once', () => {
    const { gate, changes } = openGate();
    for (const fact of [asked(1), pressed('1', 2), pressed('1', 3), told(true, 4), withdrawn(5)]) gate.feed(fact);
    expect(changes).toEqual(['unanswered', 'granted', 'withdrawn']);
  });

  it('holds one grant for as long as the yes stands', () => {
    const { gate } = openGate();
    const first = grantOf(gate.feed(told(true, 1)));
    expect(gate.feed(told(true, 2))).toBe(first);
  });

  it('ends the grant before it tells anybody', () => {
    const { gate } = openGate();
    const grant = grantOf(gate.feed(told(true, 1)));
    let liveWhenTold = true;
    gate.onChange(() => (liveWhenTold = grant.isLive()));
    gate.feed(withdrawn(2));
    expect(liveWhenTold).toBe(false);
  });

  it('makes a new grant for a new yes and leaves the old one dead', () => {
    const { gate } = openGate();
    const first = grantOf(gate.feed(told(true, 1)));
    gate.feed(withdrawn(2));
    const second = grantOf(gate.feed(told(true, 3)));
    expect([first.isLive(), second.isLive(), first.grantId === second.grantId]).toEqual([false, true, false]);
  });

  it.each([
    ['a withdrawal', withdrawn(2)],
    ['a no', told(false, 2)],
  ])('takes no yes after %s that destroyed what was kept', (_what, no) => {
    const gate = new ConsentGate({ ...policy, destroysOnNo: true });
    gate.feed(told(true, 1));
    const refused = gate.feed(no);
    for (const yes of [told(true, 3), pressed('1', 4), standing(true, { at: start + 5000 })]) gate.feed(yes);
    expect(gate.decision).toEqual(refused);
  });

  it('takes a yes after a no that had nothing to destroy, and again after a user stopped', () => {
    const [asking, byUser] = [policy, { ...policy, mode: 'by-user' } as const].map(
      (each) => new ConsentGate({ ...each, destroysOnNo: true }),
    );
    asking!.feed(told(false, 1));
    expect(isGranted(asking!.feed(told(true, 2)))).toBe(true);
    for (const given of [true, false]) byUser!.feed(told(given, given ? 1 : 2, { by: 'agent', isOwnStop: !given }));
    expect(isGranted(byUser!.feed(told(true, 3, { by: 'agent' })))).toBe(true);
  });

  it('ends the grant with the contact part and weighs nothing afterwards', () => {
    const { gate } = openGate();
    const grant = grantOf(gate.feed(told(true, 1)));
    gate.close();
    gate.feed(told(true, 2));
    expect(grant.isLive()).toBe(false);
  });
});

describe('a grant', () => {
  it('covers only the streams that it names', () => {
    const grant = grantOf(new ConsentGate({ ...policy, channels: ['customer'] }).feed(told(true, 1)));
    expect([grant.covers('customer'), grant.covers('agent'), grant.covers('mixed')]).toEqual([true, false, false]);
  });

  it('of a stream with all voices covers that of the customer alone, and no other', () => {
    const grant = grantOf(new ConsentGate({ ...policy, channels: ['mixed'] }).feed(told(true, 1)));
    expect([grant.covers('mixed'), grant.covers('customer'), grant.covers('agent')]).toEqual([true, true, false]);
  });

  it('cannot be made outside the gate', () => {
    const forge = ConsentGrant as unknown as new (...parts: unknown[]) => ConsentGrant;
    expect(() => new forge(Symbol('consent grant'), policy)).toThrow('consent.forged-grant');
  });

  it('cannot be imitated', () => {
    const genuine = grantOf(new ConsentGate(policy).feed(told(true, 1)));
    const imitations = [Object.create(ConsentGrant.prototype), structuredClone(genuine), { isLive: () => true }];
    expect(imitations.map((each) => ConsentGrant.isGenuine(each))).toEqual([false, false, false]);
  });
});
