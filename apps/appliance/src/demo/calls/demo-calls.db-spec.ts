import { ConsentGate, isGranted } from '@voxkeep/consent';
import { CallBooks, RecorderCommands, type BookedContact, type BookEntry } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../../test/support/database.js';
import type { CallWatch, TestCallAnswer } from '../../operator/test-call-program.js';
import type { DemoCall } from './demo-calls.js';
import { keepLinesBusy } from './live-lines.js';
import { placeCall, type CallDesk } from './place-call.js';
import { placeDemoCalls } from './place-demo-calls.js';

const by = 'system:recorder';
const recorderId = 'recorder-1';
const completed: TestCallAnswer = { callId: 'c', outcome: 'completed', status: 200, unsentKeys: [], notDone: [], streams: [] };

describe('the calls of the demonstration', () => {
  let operative: FreshDatabase;
  let books: CallBooks;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    books = new CallBooks(operative.database);
  });
  afterAll(() => operative.drop());

  const sessionIdIn = (args: readonly string[]): string => args[args.indexOf('--session-id') + 1] ?? '';
  const hungUp = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) resolve();
      signal?.addEventListener('abort', () => {
        resolve();
      });
    });
  const call: DemoCall = { customer: '+442079460018', extension: '7002', durationMs: 120_000 };
  const deskOf = (run: CallDesk['run'], stop = new AbortController()) => {
    const said: string[] = [];
    const desk: CallDesk = {
      ...{ site: { operative: operative.database }, queues: { 'service-desk': newId(), billing: newId(), deliveries: newId() } },
      ...{ target: '127.0.0.1:5060', say: (sentence) => said.push(sentence), run, stop: stop.signal },
      pause: () => new Promise(setImmediate),
    };
    return { desk, said, stop };
  };

  /** What the recorder's books hold of a call when they come: asked and, with `yes`, granted and recorded. */
  const bookCall = async (sessionId: string, yes: boolean, recordingId = newId()): Promise<string> => {
    const openedAt = new Date();
    const contact: BookedContact = {
      ...{ id: newTimeOrderedId(openedAt), keys: [{ system: 'sip-session-id', value: sessionId }], channel: 'voice' },
      ...{ direction: 'inbound', trunkId: null, queueId: null, recorderId, ownNumber: null, openedAt, connectedAt: openedAt },
      ...{ customerOwner: newId(), agentOwner: newId(), customerNumber: null, customerName: null, attributes: null },
      attribution: 'none',
    };
    const grant = new ConsentGate({
      ...{ contactId: contact.id, purpose: 'quality-check', mode: 'only-with-consent', channels: ['customer'], keys: null },
      ...{ startedAt: 0, askedBeforeSeconds: null },
    }).feed({ kind: 'api', given: true, by: 'ivr', at: 1 });
    if (!isGranted(grant)) throw new Error(grant.refused);
    const recording = { id: recordingId, part: 'agent', codec: 'pcma', inseparable: false, startedAt: openedAt } as const;
    const granted: BookEntry[] = [consent('given', 'digit'), { kind: 'recording', grant, recording }];
    await books.tellWhole(contact, [consent('asked', 'announced'), ...(yes ? granted : [])], by);
    return contact.id;
  };
  const steps = ['asked', 'given', 'withdrawn'];
  const consent = (state: 'asked' | 'given' | 'withdrawn', evidenceKind: 'announced' | 'digit' | 'agent'): BookEntry => ({
    kind: 'consent',
    consent: {
      ...{
        id: newId(),
        state,
        evidenceKind,
        at: new Date(steps.indexOf(state)),
        purpose: 'quality-check',
        channel: 'voice',
        wordingVersion: '1',
      },
      ...{ personId: null, contactPointId: null, customerOwner: null, evidenceDetail: null, validUntil: null },
    },
  });
  const endBooks = (contactId: string, outcome: 'kept' | 'withdrawn' | 'unanswered', before: readonly BookEntry[] = []) => {
    const told = {
      kind: 'outcome',
      sessionId: newId(),
      outcome: { part: 'agent', outcome, at: new Date() },
      measures: [],
    } as const;
    return books.write(contactId, [...before, told, { kind: 'closed', at: new Date(), reason: 'bye' }], by);
  };

  it('tell of a call whose announcement the books would not take that it was not placed, and end no line by it', async () => {
    const away = await freshDatabase('operative');
    await away.database.close();
    const { desk } = deskOf(() => Promise.reject(new Error('never asked')));
    const placed = placeCall({ ...desk, site: { operative: away.database } }, { ...call, queue: 'billing' }, 1);
    expect(await placed.answer).toHaveProperty('refused');
    await away.drop();
  });

  it('go on until the recorder has answered a withdrawal, however late it does, and tell what the books say', async () => {
    const commands = new RecorderCommands(operative.database);
    let refusedOnce = false;
    const run = async (args: readonly string[], { signal }: CallWatch = {}): Promise<TestCallAnswer> => {
      const recordingId = newId();
      const contactId = await bookCall(sessionIdIn(args), true, recordingId);
      const stopListening = await commands.onAsked(() => void answerAll());
      const answerAll = async (): Promise<void> => {
        for (const { id } of await commands.pending(recorderId)) {
          await commands.acknowledge(id, refusedOnce ? 'applied' : 'no-live-recording', by);
          refusedOnce = true;
        }
      };
      await hungUp(signal);
      await stopListening();
      const removed: BookEntry = { kind: 'removed', recordingId, at: new Date(3) };
      await endBooks(contactId, 'withdrawn', [consent('withdrawn', 'agent'), removed]);
      return completed;
    };
    const { desk, said } = deskOf(run);
    expect(await placeDemoCalls(desk, [{ ...call, takesBack: true }])).toBe('done');
    expect(said).toEqual([
      'Call from +442079460018 to 7002: the customer was asked, said yes by key, took the yes back; destroyed, because the customer took the consent back during the call.',
    ]);
  });

  it('are told as the books have them, whatever was planned', async () => {
    const run = async (args: readonly string[]): Promise<TestCallAnswer> => {
      await endBooks(await bookCall(sessionIdIn(args), false), 'unanswered');
      return completed;
    };
    const { desk, said } = deskOf(run);
    await placeDemoCalls(desk, [{ ...call, key: { digit: '1', afterMs: 2000 }, takesBack: true }]);
    expect(said).toEqual([
      'Call from +442079460018 to 7002: the customer was asked; nothing kept, because the customer did not answer the question.',
    ]);
  });

  it('that go on are told when their books have come, follow each other, and end when the appliance stops', async () => {
    let placed = 0;
    const stop = new AbortController();
    const run = async (args: readonly string[], { signal }: CallWatch = {}): Promise<TestCallAnswer> => {
      placed += 1;
      if (placed === 1) {
        const contactId = await bookCall(sessionIdIn(args), true);
        await firstTold;
        await endBooks(contactId, 'kept');
      } else if (placed === 4) stop.abort();
      else return completed;
      if (placed === 4) await hungUp(signal);
      return completed;
    };
    let tell: () => void = () => undefined;
    const firstTold = new Promise<void>((resolve) => (tell = resolve));
    const { desk, said } = deskOf(run, stop);
    const lines = keepLinesBusy(desk, [[call, call]]);
    await lines.begun;
    tell();
    await lines.over;
    expect(said).toEqual([
      'Call from +442079460018 to 7002: the customer was asked, said yes by key; goes on and is being recorded; see it under Live.',
    ]);
    expect(placed).toBe(4);
  });
});
