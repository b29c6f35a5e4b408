import { Contacts, type ContactDetail, type CorrelationKey } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { awaitContact, type CallInBooks } from '../../operator/recorded-outcome.js';
import type { TestCallAnswer, runTestCall } from '../../operator/test-call-program.js';
import type { QueueCode } from '../invented/past-contacts.js';
import { demo, type Site } from '../site.js';
import type { DemoCall } from './demo-calls.js';

/** What placing calls needs. */
export interface CallDesk {
  readonly site: Pick<Site, 'operative'>;
  readonly queues: Readonly<Record<QueueCode, string>>;
  /** Where the recorder receives SIP, `address:port`. */
  readonly target: string;
  readonly say: (sentence: string) => void;
  readonly run: typeof runTestCall;
  /** Resolves after so long, or as soon as the signal says. */
  readonly pause: (ms: number, until: AbortSignal) => Promise<void>;
  /** The appliance stops: every call is hung up. */
  readonly stop: AbortSignal;
}

/** A call under way. */
export interface PlacedCall {
  readonly call: DemoCall;
  readonly names: readonly CorrelationKey[];
  /** The call is over. */
  readonly over: AbortSignal;
  readonly hangUp: () => void;
  /** How it went; a call that could not be placed says why. */
  readonly answer: Promise<TestCallAnswer | { readonly refused: string }>;
}

/** Begins a call. One of a queue is announced first, as a telephone system does; what it announced is taken back when no call comes. */
export function placeCall(desk: CallDesk, call: DemoCall, seed: number): PlacedCall {
  const sessionId = newId();
  const [left, over] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([desk.stop, left.signal]);
  const run = async (): Promise<TestCallAnswer | { readonly refused: string }> => {
    const announced = call.queue === undefined ? undefined : await announce(desk, sessionId, desk.queues[call.queue]);
    const answer = await desk.run(argumentsOf(desk, call, sessionId, seed), { signal }).catch(() => notPlaced);
    if (announced !== undefined && !('status' in answer && answer.status === 200)) await takeBackAnnouncement(desk, announced);
    return answer;
  };
  return {
    ...{ call, names: [{ system: 'sip-session-id', value: sessionId }], over: over.signal },
    hangUp: () => {
      left.abort();
    },
    // The lines are kept busy for as long as the appliance runs: books that are away for a moment end neither.
    answer: run()
      .catch(() => notPlaced)
      .finally(() => {
        over.abort();
      }),
  };
}

const notPlaced = { refused: 'the client could not do its work' };

/** What the books say of a call as soon as `holds` of it, at the latest when `ms` are over or `until` says so. */
export function lookInBooks(
  { site }: CallDesk,
  { names }: PlacedCall,
  holds: (contact: ContactDetail) => boolean,
  patience: { readonly ms: number; readonly until?: AbortSignal },
): Promise<CallInBooks> {
  return awaitContact(site.operative, names, holds, patience);
}

/** The telephone system knows the queue before the recorder hears of the call: whoever comes first makes the contact. */
async function announce({ site }: CallDesk, sessionId: string, queueId: string): Promise<string> {
  const openedAt = new Date();
  const { contactId } = await new Contacts(site.operative).open(
    {
      ...{ id: newTimeOrderedId(openedAt), key: { system: 'sip-session-id', value: sessionId }, channel: 'voice' },
      ...{ direction: 'inbound', trunkId: null, queueId, recorderId: null, ownNumber: null, openedAt, connectedAt: null },
      ...{ customerOwner: null, agentOwner: null, customerNumber: null, customerName: null, attributes: null },
      attribution: 'none',
    },
    demo,
  );
  return contactId;
}

/** A contact whose call never came must not stay live. */
async function takeBackAnnouncement({ site }: CallDesk, contactId: string): Promise<void> {
  await new Contacts(site.operative).close(contactId, new Date(), 'cancelled', demo);
}

function argumentsOf({ target }: CallDesk, call: DemoCall, sessionId: string, seed: number): readonly string[] {
  const { customer, extension, durationMs, key } = call;
  return [
    ...['--target', target, '--customer', `tel:${customer}`, '--agent', `sip:${extension}@pbx.example`],
    ...['--session-id', sessionId, '--duration-ms', String(durationMs), '--seed', String(seed)],
    ...(key ? ['--digit', `${key.digit}@customer:${key.afterMs}`] : []),
  ];
}
