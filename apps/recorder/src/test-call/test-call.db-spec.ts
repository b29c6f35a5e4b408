import { randomUUID } from 'node:crypto';
import { RecorderSite } from '../session/recorder-site.fixture.js';

describe('a test call against the recorder', () => {
  let site: RecorderSite;
  let sessionId: string;

  beforeEach(async () => {
    site = await RecorderSite.make();
    await site.configure({ recording: { mode: 'always-with-notice' } });
    await site.startRecorder();
    sessionId = randomUUID();
  });
  afterEach(async () => {
    await site.recorder.stop();
    await site.close();
  });

  it('holds both parties in its middle for as long as it was told, and goes on', async () => {
    const result = await site.call({ sessionId, durationMs: 3000, holdMs: 1000 });
    const contact = await site.closedContact(sessionId);
    const kinds = contact.events.map(({ kind }) => kind);
    expect(result.outcome).toBe('completed');
    expect([kinds.includes('stream.held'), kinds.includes('stream.resumed')]).toEqual([true, true]);
    const held = contact.recordings[0]!.gaps.filter(({ reason }) => reason === 'hold');
    expect(held.map(({ channel }) => channel).sort()).toEqual(['agent', 'customer']);
    expect(contact.recordings[0]!.segments).toHaveLength(4);
  });

  it.each(['customer', 'agent'] as const)('sends nothing of a silent %s, of whom nothing is there then', async (silent) => {
    await site.call({ sessionId, durationMs: 2000, silent });
    const { measures } = await site.closedContact(sessionId);
    const of = (channel: string) => measures.find((measure) => measure.channel === channel);
    expect(of(silent)).toMatchObject({ keptMs: 0, mainCause: 'nothing-came' });
    expect(of(silent === 'agent' ? 'customer' : 'agent')?.keptMs).toBeGreaterThan(0);
  });

  it('asks for another codec, is refused with a reason, and goes on as it was', async () => {
    const result = await site.call({ sessionId, durationMs: 2000, codecChange: 'G729' });
    const contact = await site.closedContact(sessionId);
    expect(result).toMatchObject({ outcome: 'completed', codecChange: { status: 488 } });
    expect(result.codecChange?.warning).toContain('offered: G729');
    expect(contact.events.map(({ kind }) => kind)).toContain('stream.change-refused');
    expect(contact.recordings[0]!.segments).toHaveLength(2);
  });

  it('asks for another codec in the moment in which it is put on hold, too', async () => {
    const result = await site.call({ sessionId, durationMs: 2000, holdMs: 1000, codecChange: 'G729' });
    expect(result).toMatchObject({ outcome: 'completed', codecChange: { status: 488 } });
  });
});
