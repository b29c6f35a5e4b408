import { recordingModes } from '@voxkeep/contracts';
import fc from 'fast-check';
import { answerSources, type ConsentEvidence } from '../evidence.js';
import { ConsentGrant } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import { ConsentGate } from './consent-gate.js';
import { policy as anyPart, start } from './consent.fixture.js';
import { decideConsent } from './decide-consent.js';

const seconds = fc.integer({ min: -2, max: 14 }).map((second) => start + second * 1000);
const by = fc.constantFrom(...answerSources);
const fact: fc.Arbitrary<ConsentEvidence> = fc.oneof(
  fc.record({ kind: fc.constant('asked' as const), at: seconds, wordingVersion: fc.constant('en-3'), by }),
  fc
    .record({
      kind: fc.constant('digit' as const),
      channel: fc.constantFrom('customer' as const, 'agent' as const, 'mixed' as const),
      digit: fc.constantFrom('1', '1', '2', '5', '*', '9'),
      at: seconds,
      delay: fc.constantFrom(-1000, 0, 0, 0, 9000),
    })
    .map(({ delay, ...digit }) => ({ ...digit, receivedAt: digit.at + delay })),
  fc.record({
    kind: fc.constant('api' as const),
    given: fc.boolean(),
    by,
    override: fc.boolean(),
    isOwnStop: fc.boolean(),
    at: seconds,
  }),
  fc.record({
    kind: fc.constant('standing' as const),
    given: fc.boolean(),
    purpose: fc.constantFrom('quality', 'training'),
    at: seconds,
    foundAt: seconds,
    validUntil: fc.option(seconds),
  }),
  fc.record({ kind: fc.constant('withdrawn' as const), by, at: seconds }),
);
const evidence = fc.array(fact, { maxLength: 12 });
const part: fc.Arbitrary<PartPolicy> = fc.record({
  contactId: fc.constant(anyPart.contactId),
  purpose: fc.constant('quality'),
  mode: fc.constantFrom(...recordingModes),
  channels: fc.constant(['customer', 'agent'] as const),
  keys: fc.option(
    fc.record({
      acceptKey: fc.constant('1'),
      rejectKey: fc.constant('2'),
      withdrawalSequence: fc.constantFrom(null, '*9'),
      windowSeconds: fc.constant(10),
      retries: fc.integer({ min: 0, max: 2 }),
    }),
  ),
  startedAt: fc.constant(start),
  askedBeforeSeconds: fc.constantFrom(null, 0, 10),
});

/** Written apart from the gate, from the page "The consent gate" alone: is there any fact that could permit a grant here? */
function hasPermission(policy: PartPolicy, facts: readonly ConsentEvidence[]): boolean {
  if (policy.mode === 'off') return false;
  if (policy.mode === 'by-user-on') return true;
  if (policy.mode === 'by-user')
    return facts.some((each) => each.kind === 'api' && each.given && (each.by === 'agent' || each.by === 'integration'));
  if (policy.mode === 'always-with-notice' && (policy.askedBeforeSeconds !== null || facts.some((each) => each.kind === 'asked')))
    return true;
  return facts.some((each, place) => {
    if (each.kind === 'api') return each.given;
    if (each.kind === 'standing')
      return each.given && each.purpose === policy.purpose && (each.validUntil === null || each.foundAt < each.validUntil);
    return (
      each.kind === 'digit' &&
      each.channel === 'customer' &&
      each.digit === policy.keys?.acceptKey &&
      wasOpen(policy, facts.slice(0, place), each.at, each.receivedAt)
    );
  });
}
function wasOpen(policy: PartPolicy, earlier: readonly ConsentEvidence[], at: number, receivedAt: number): boolean {
  const windows = earlier.flatMap((each) => (each.kind === 'asked' ? [{ from: each.at, length: 10 }] : []));
  if (policy.askedBeforeSeconds !== null) windows.push({ from: start, length: policy.askedBeforeSeconds });
  return windows.some(({ from, length }) => from <= at && receivedAt <= from + length * 1000);
}
const thorough = { numRuns: 10_000 };

describe('whatever is received, in whatever order', () => {
  it('nothing is granted without a fact that permits it', () => {
    fc.assert(
      fc.property(part, evidence, (policy, facts) => {
        fc.pre(!hasPermission(policy, facts));
        return !ConsentGrant.isGenuine(decideConsent(policy, facts));
      }),
      thorough,
    );
  });

  it('a withdrawal as the last fact leaves no grant', () => {
    fc.assert(
      fc.property(
        part,
        evidence,
        seconds,
        (policy, facts, at) =>
          !ConsentGrant.isGenuine(decideConsent(policy, [...facts, { kind: 'withdrawn', by: 'customer', at }])),
      ),
      thorough,
    );
  });

  it('keys of the agent and of a mixed stream change nothing', () => {
    const foreign = (each: ConsentEvidence): boolean => each.kind === 'digit' && each.channel !== 'customer';
    fc.assert(
      fc.property(part, evidence, (policy, facts) => {
        const without = facts.filter((each) => !foreign(each));
        expect(words(decideConsent(policy, facts))).toEqual(words(decideConsent(policy, without)));
      }),
      thorough,
    );
  });

  it('the gate of a live call and the pure decision agree, and at most one grant is live', () => {
    fc.assert(
      fc.property(part, evidence, (policy, facts) => {
        const gate = new ConsentGate(policy);
        const seen = new Set([gate.decision]);
        for (const each of facts) seen.add(gate.feed(each));
        const live = [...seen].filter((each) => ConsentGrant.isGenuine(each) && each.isLive());
        expect(words(gate.decision).startsWith('granted')).toBe(words(decideConsent(policy, facts)).startsWith('granted'));
        expect(live).toEqual(ConsentGrant.isGenuine(gate.decision) ? [gate.decision] : []);
      }),
      thorough,
    );
  });
});

function words(decision: ReturnType<typeof decideConsent>): string {
  return ConsentGrant.isGenuine(decision) ? `granted by ${decision.evidence.kind} at ${decision.evidence.at}` : decision.refused;
}
