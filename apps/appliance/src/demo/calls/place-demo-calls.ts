import { Contacts, RecorderCommands } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { awaitContact, awaitOutcome, inWords } from '../../operator/recorded-outcome.js';
import { runTestCall, type TestCallAnswer } from '../../operator/test-call-program.js';
import type { QueueCode } from '../invented/past-contacts.js';
import { demo, type Site } from '../site.js';
import type { DemoCall } from './demo-calls.js';

/** What placing calls needs besides the site. */
export interface CallDesk {
  readonly site: Site;
  readonly queues: Readonly<Record<QueueCode, string>>;
  /** Where the recorder receives SIP, `address:port`. */
  readonly target: string;
  readonly say: (sentence: string) => void;
}

const startsWithinMs = 15_000;

/** How placing went. `interrupted`: a call did not come to its end, as when the recorder is stopped. */
export interface PlacedCalls {
  readonly interrupted: boolean;
  /** Resolves when the calls that go on have ended too. */
  readonly over: Promise<unknown>;
}

/**
 * Places the calls side by side and tells of each what became of it. Resolves when all but the live ones are over and the live ones
 * are heard by the recorder.
 */
export async function placeDemoCalls(desk: CallDesk, calls: readonly DemoCall[]): Promise<PlacedCalls> {
  const live = calls.filter((call) => call.live === true).map((call) => beginLive(desk, call));
  const others = calls.filter((call) => call.live !== true).map((call, at) => place(desk, call, at));
  const [ended] = await Promise.all([Promise.all(others), ...live.map(({ begun }) => begun)]);
  return { interrupted: ended.includes('interrupted'), over: Promise.all(live.map(({ over }) => over)) };
}

async function place(desk: CallDesk, call: DemoCall, seed: number): Promise<'told' | 'interrupted'> {
  const sessionId = newId();
  const announced = call.queue === undefined ? undefined : await announce(desk, sessionId, desk.queues[call.queue]);
  const placed = runTestCall(argumentsOf(desk, call, sessionId, seed + 1)).catch(() => undefined);
  const [answer] = await Promise.all([placed, withdraw(desk, call, sessionId)]);
  if (answer?.outcome !== 'ended-by-recorder') desk.say(`${nameOf(call)}: ${await told(desk, answer, sessionId)}.`);
  if (answer?.outcome === 'completed') return 'told';
  // The telephone system takes back what it announced: a contact whose call never came must not stay live.
  if (announced !== undefined) await new Contacts(desk.site.operative).close(announced, new Date(), 'cancelled', demo);
  return 'interrupted';
}

function beginLive(desk: CallDesk, call: DemoCall): { readonly begun: Promise<void>; readonly over: Promise<unknown> } {
  const sessionId = newId();
  const over = runTestCall(argumentsOf(desk, call, sessionId, 99));
  const records = awaitContact(desk.site.operative, sessionId, ({ recordings }) => recordings.length > 0, startsWithinMs);
  const begun = records.then((found) => {
    const minutes = Math.round(call.durationMs / 60_000);
    desk.say(`${nameOf(call)}: ${found ? `goes on for ${minutes} minutes; see it under Live` : 'is not recorded'}.`);
  });
  return { begun, over: over.catch(() => undefined) };
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

/** The agent tells the system that the customer takes the consent back. */
async function withdraw({ site }: CallDesk, { withdrawAfterMs }: DemoCall, sessionId: string): Promise<void> {
  if (withdrawAfterMs === undefined) return;
  const keeps = await awaitContact(site.operative, sessionId, ({ recordings }) => recordings.length > 0, startsWithinMs);
  if (!keeps) return;
  const heardMs = Date.now() - keeps.openedAt.getTime();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, withdrawAfterMs - heardMs)));
  const commands = new RecorderCommands(site.operative);
  await commands.askAndWait({ contactId: keeps.id, kind: 'withdraw', evidenceKind: 'agent' }, demo, 2000);
  await commands.onModuleDestroy();
}

/** A call that goes wrong is told and keeps nothing else from being furnished. */
async function told({ site }: CallDesk, answer: TestCallAnswer | undefined, sessionId: string): Promise<string> {
  if (!answer) return 'could not be placed';
  const { outcome, status } = answer;
  if (outcome === 'no-answer') return 'the recorder did not answer';
  if (outcome === 'rejected') return `the recorder refused the call (SIP ${status})`;
  const recorded = await awaitOutcome(site.operative, sessionId);
  return recorded ? inWords(recorded) : 'ended, and its outcome is still to come';
}

function nameOf({ customer, extension, about }: DemoCall): string {
  return `Call from ${customer} to ${extension}, ${about}`;
}

function argumentsOf({ target }: CallDesk, call: DemoCall, sessionId: string, seed: number): readonly string[] {
  const { customer, extension, durationMs, key } = call;
  return [
    ...['--target', target, '--customer', `tel:${customer}`, '--agent', `sip:${extension}@pbx.example`],
    ...['--session-id', sessionId, '--duration-ms', String(durationMs), '--seed', String(seed)],
    ...(key ? ['--digit', `${key.digit}@customer:${key.afterMs}`] : []),
  ];
}
