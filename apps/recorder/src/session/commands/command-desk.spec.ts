import type { CommandResult, PendingCommand } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { HandClock } from '../../media/media.fixture.js';
import type { RecordingSession } from '../recording-session.js';
import { CommandDesk } from './command-desk.js';

const commandOf = (id: string, contactId: string) =>
  ({ id, contactId, kind: 'withdraw', consentId: null, evidenceKind: 'dpo', askedAt: new Date(0) }) as unknown as PendingCommand;

interface Circumstances {
  readonly unanswerable?: string;
  readonly ending?: Readonly<Record<string, readonly RecordingSession[]>>;
  /** Something of the calls is not in the books yet. */
  readonly held?: boolean;
  /** What becomes of the calls is not decided yet. */
  readonly recovering?: boolean;
  /** A call that joins each contact while something of it is written down. */
  readonly joining?: RecordingSession;
}

describe('commands to live calls', () => {
  let log: string[];
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const sessionThat = (withdrawn: () => object, secured = Promise.resolve()) =>
    ({ consent: { withdrawn, answered: withdrawn }, log: { secured: () => secured } }) as unknown as RecordingSession;
  const broken = () => {
    throw new Error('broken');
  };

  let written: string[];
  const answersTo = async (
    sessionsOf: Readonly<Record<string, readonly RecordingSession[]>>,
    { unanswerable = '', ending = {}, held = false, recovering = false, joining }: Circumstances = {},
  ) => {
    written = [];
    const answers: Record<string, CommandResult> = {};
    const listEnding = (id: string) => ending[id] ?? [];
    const writeNo = (id: string) => Promise.resolve(void written.push(id));
    const commands = {
      onAsked: () => Promise.resolve(() => Promise.resolve()),
      pending: () => Promise.resolve(Object.keys(sessionsOf).map((contactId) => commandOf(contactId, contactId))),
      acknowledge: (id: string, result: CommandResult) => {
        if (id === unanswerable) return Promise.reject(new Error('refused'));
        answers[id] = result;
        return Promise.resolve();
      },
    };
    const sessions = {
      listOfContact: (id: string) => (joining && written.includes(id) ? [joining] : (sessionsOf[id] ?? [])),
      listEnding,
      end: () => Promise.resolve(),
      holds: () => false,
    };
    const room = { recorderId: 'recorder-1', clock: new HandClock(), wallMs: () => 0 };
    const [binder, recovery] = [held, recovering].map((holds) => ({ holds: () => holds, hasten: () => undefined }));
    const desk = new CommandDesk(commands, { sessions, binder: binder!, recovery: recovery!, consents: { writeNo } }, room);
    await desk.open();
    await desk.close();
    await new Promise(setImmediate);
    return answers;
  };

  it('are answered though a call breaks under one of them, and that is told', async () => {
    const taken = sessionThat(() => ({ refused: 'withdrawn' }));
    expect(await answersTo({ bad: [sessionThat(broken)], good: [taken] })).toEqual({ bad: 'refused', good: 'applied' });
    expect(log.filter((line) => line.includes('command.failed'))).toHaveLength(1);
  });

  it('reach every session of a contact, also beside one that breaks', async () => {
    const told: string[] = [];
    const other = sessionThat(() => {
      told.push('withdrawn');
      return { refused: 'withdrawn' };
    });
    expect(await answersTo({ contact: [sessionThat(broken), other] })).toEqual({ contact: 'applied' });
    expect(told).toEqual(['withdrawn']);
  });

  it('are answered though the answer to one of them is not taken', async () => {
    const taken = sessionThat(() => ({ refused: 'withdrawn' }));
    expect(await answersTo({ first: [taken], second: [taken] }, { unanswerable: 'first' })).toEqual({ second: 'applied' });
  });

  it('reach a call that ends, when they take something back', async () => {
    const taken = sessionThat(() => ({ refused: 'withdrawn' }));
    expect(await answersTo({ contact: [] }, { ending: { contact: [taken] } })).toEqual({ contact: 'applied' });
    expect(written).toEqual([]);
  });

  it('are written down when they take something back and the call is over', async () => {
    expect(await answersTo({ contact: [] })).toEqual({ contact: 'no-live-recording' });
    expect(written).toEqual(['contact']);
  });

  it('wait for a call that joins the contact while they are written down', async () => {
    const joining = sessionThat(() => ({ refused: 'withdrawn' }));
    expect(await answersTo({ contact: [] }, { joining })).toEqual({});
    expect(written).toEqual(['contact']);
  });

  it('wait for the books when the call is over and they do not have it whole', async () => {
    expect(await answersTo({ contact: [] }, { held: true })).toEqual({});
    expect(written).toEqual([]);
  });

  it('wait for the recovery of a call that a recorder left', async () => {
    expect(await answersTo({ contact: [] }, { recovering: true })).toEqual({});
    expect(written).toEqual([]);
  });

  it('that are a no stay pending until a disk knows of them, hold up no other meanwhile, and are carried out once', async () => {
    const clock = new HandClock();
    const [answered, unanswered] = [[] as string[], ['slow', 'quick']];
    let [applied, fails] = [0, true];
    let tellSecured: () => void = () => undefined;
    const secured = new Promise<void>((resolve) => (tellSecured = resolve));
    const slow = sessionThat(() => ((applied += 1), { refused: 'withdrawn' }), secured);
    const commands = {
      onAsked: () => Promise.resolve(() => Promise.resolve()),
      pending: (_recorder: string, except: readonly string[] = []) => {
        const found = unanswered.filter((id) => !answered.includes(id) && !except.includes(id));
        return Promise.resolve(found.map((id) => commandOf(id, id)));
      },
      acknowledge: (id: string) => {
        if (id === 'slow' && fails) return Promise.reject(new Error('away'));
        return Promise.resolve(void answered.push(id));
      },
    };
    const listOfContact = (id: string) => [id === 'slow' ? slow : sessionThat(() => ({ refused: 'withdrawn' }))];
    const sessions = { listOfContact, listEnding: () => [], end: () => Promise.resolve(), holds: () => false };
    const hastened: string[] = [];
    const binder = { holds: () => false, hasten: (id: string) => void hastened.push(id) };
    const others = { sessions, binder, recovery: { holds: () => false }, consents: { writeNo: () => Promise.resolve() } };
    const desk = new CommandDesk(commands, others, { recorderId: 'recorder-1', clock, wallMs: () => 0 });
    const pass = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        await new Promise(setImmediate);
      }
    };
    await desk.open();
    await pass(10);
    expect([answered, applied, desk.waiting, hastened]).toEqual([['quick'], 1, 1, ['slow', 'quick']]);
    tellSecured();
    await pass(1);
    expect(answered).toEqual(['quick']);
    fails = false;
    await pass(60);
    expect([answered, applied, desk.waiting]).toEqual([['quick', 'slow'], 1, 0]);
    await desk.close();
  });

  it('that cannot be answered are asked for ever more seldom, told of after a minute, hide no other, and are answered at last', async () => {
    const clock = new HandClock();
    let [held, asked] = [true, 0];
    const answered: string[] = [];
    const unanswered = ['refused-by-the-books'];
    const commands = {
      onAsked: () => Promise.resolve(() => Promise.resolve()),
      pending: (_recorder: string, except: readonly string[] = []) => {
        const found = unanswered.filter((id) => !answered.includes(id) && !except.includes(id));
        asked += Number(found.includes('refused-by-the-books'));
        return Promise.resolve(found.map((id) => commandOf(id, id)));
      },
      acknowledge: (id: string) => Promise.resolve(void answered.push(id)),
    };
    const sessions = { listOfContact: () => [], listEnding: () => [], end: () => Promise.resolve(), holds: () => false };
    const binder = { holds: (id: string) => held && id === 'refused-by-the-books', hasten: () => undefined };
    const others = { sessions, binder, recovery: { holds: () => false }, consents: { writeNo: () => Promise.resolve() } };
    const desk = new CommandDesk(commands, others, { recorderId: 'recorder-1', clock, wallMs: () => 0 });
    const pass = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
    };
    await desk.open();
    await pass(3600);
    expect(asked).toBeLessThan(70);
    expect(desk.waiting).toBe(1);
    expect(log.filter((line) => line.includes('command.waiting')).length).toBeGreaterThan(3);
    unanswered.push('another');
    await pass(1);
    expect(answered).toEqual(['another']);
    held = false;
    await pass(60);
    expect(answered).toEqual(['another', 'refused-by-the-books']);
    expect(desk.waiting).toBe(0);
    await desk.close();
  });
});
