import type { CallFact } from '@voxkeep/recording';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Alarms, type Watched } from './alarms.js';

describe('the alarms of a call', () => {
  const contactId = '0198a000-0000-7000-8000-000000000001';
  let facts: CallFact[];
  let alarms: Alarms;
  let atMs: number;
  let lostMs: number;
  let silentUntilMs: number;
  const track = { channel: 'customer', wantedFromMs: 0, isSilentAt: (ms: number) => ms <= silentUntilMs };
  const told = () => facts.map((fact) => (fact.kind === 'alarm' ? `${fact.alarm} ${fact.state}` : fact.kind));
  const look = (seconds: number) => {
    for (let n = 0; n < seconds; n += 1) {
      atMs += 1000;
      Object.assign(track, { heardAtMs: atMs, lostMs });
      alarms.look({ contactId, atMs, tracks: [track], vaultFails: false, journalFails: false } as unknown as Watched);
    }
  };

  beforeEach(() => {
    keptLog();
    facts = [];
    [atMs, lostMs, silentUntilMs] = [0, 0, -1];
    alarms = new Alarms({ write: (fact) => void facts.push(fact) }, () => 1000);
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  it('say that audio is lost while it is, and again when more is', () => {
    look(2);
    lostMs = 1500;
    look(3);
    lostMs = 1600;
    look(8);
    expect(told()).toEqual(['audio-lost raised']);
    look(5);
    expect(told()).toEqual(['audio-lost raised', 'audio-lost cleared']);
    lostMs = 2000;
    look(2);
    expect(told()).toHaveLength(2);
    lostMs = 3000;
    look(2);
    expect(told()).toEqual(['audio-lost raised', 'audio-lost cleared', 'audio-lost raised']);
  });

  it('say that nothing came, not that it stopped, of a stream that brought a key and no audio', () => {
    const pressed = { ...track, heardAtMs: 1000, heard: 0, lostMs: 0 };
    alarms.look({ contactId, atMs: 9000, tracks: [pressed], vaultFails: false, journalFails: false } as unknown as Watched);
    expect(told()).toEqual(['nothing-came raised']);
  });

  it('say that nothing comes any more only once comfort noise speaks no longer for its sender', () => {
    look(1);
    silentUntilMs = 20_000;
    const comesNoMore = (ms: number) => {
      atMs = ms;
      alarms.look({ contactId, atMs, tracks: [track], vaultFails: false, journalFails: false } as unknown as Watched);
    };
    comesNoMore(20_000);
    expect(told()).toEqual([]);
    comesNoMore(21_000);
    expect(told()).toEqual(['stopped-coming raised']);
  });

  it('of what was noticed are over when it is noticed no more', () => {
    alarms.raise(contactId, 'foreign-packets', 'customer', atMs);
    look(8);
    alarms.raise(contactId, 'foreign-packets', 'customer', atMs);
    look(8);
    expect(told()).toEqual(['foreign-packets raised']);
    expect(alarms.any).toBe(true);
    look(8);
    expect(told()).toEqual(['foreign-packets raised', 'foreign-packets cleared']);
    expect(alarms.any).toBe(false);
  });

  /** Looks at a call once a second for so long. Of each stream: its channel, and whether packets of it come. */
  const watch = (seconds: number, ...streams: (readonly [channel: 'customer' | 'agent', comes: boolean])[]) => {
    const tracks = streams.map(([channel]) => ({ channel, wantedFromMs: 0, lostMs: 0, isSilentAt: () => false }));
    for (let n = 0; n < seconds; n += 1) {
      atMs += 1000;
      for (const [at, [, comes]] of streams.entries()) if (comes) Object.assign(tracks[at]!, { heardAtMs: atMs });
      alarms.look({ contactId, atMs, tracks, vaultFails: false, journalFails: false } as unknown as Watched);
    }
  };

  it('say within ten seconds which party of two is silent, and not that nothing came', () => {
    watch(6, ['customer', false], ['agent', true]);
    expect(told()).toEqual([]);
    watch(3, ['customer', false], ['agent', true]);
    expect(facts).toMatchObject([{ alarm: 'silent-party', channel: 'customer', state: 'raised' }]);
    watch(1, ['customer', true], ['agent', true]);
    expect(told()).toEqual(['silent-party raised', 'silent-party cleared']);
  });

  it('say nothing of silence or of the network while packets come in another codec, and of the other party that it is silent', () => {
    const comesOtherwise = {
      channel: 'customer',
      wantedFromMs: 0,
      heardAtMs: 1000,
      heard: 160,
      lostMs: 0,
      isSilentAt: () => false,
    };
    const isSilent = { channel: 'agent', wantedFromMs: 0, lostMs: 0, isSilentAt: () => false };
    for (let ms = 1000; ms <= 20_000; ms += 1000) {
      Object.assign(comesOtherwise, { otherCodecAtMs: ms - (ms % 5000) });
      const seen = { contactId, atMs: ms, tracks: [comesOtherwise, isSilent], vaultFails: false, journalFails: false };
      alarms.look(seen as unknown as Watched);
    }
    expect(facts).toMatchObject([{ alarm: 'silent-party', channel: 'agent', state: 'raised' }]);
  });

  it('say within ten seconds that nothing came of anybody', () => {
    watch(6, ['customer', false], ['agent', false]);
    expect(told()).toEqual([]);
    watch(3, ['customer', false], ['agent', false]);
    expect(told()).toEqual(['nothing-came raised', 'nothing-came raised']);
  });

  it('say within ten seconds of the last packet that nothing comes any more', () => {
    const comesNoMore = { channel: 'customer', wantedFromMs: 0, heardAtMs: 1000, lostMs: 0, isSilentAt: () => false };
    const lookAt = (ms: number) => {
      const seen = { contactId, atMs: ms, tracks: [comesNoMore], vaultFails: false, journalFails: false };
      alarms.look(seen as unknown as Watched);
    };
    lookAt(7000);
    expect(told()).toEqual([]);
    lookAt(10_000);
    expect(told()).toEqual(['stopped-coming raised']);
  });

  it('of a loss are over under the side that had it, when its stream is the other side by now', () => {
    const loses = { channel: 'customer', wantedFromMs: 0, lostMs: 0, isSilentAt: () => false };
    const seconds = (count: number) => {
      for (let n = 0; n < count; n += 1) {
        atMs += 1000;
        Object.assign(loses, { heardAtMs: atMs });
        alarms.look({ contactId, atMs, tracks: [loses], vaultFails: false, journalFails: false } as unknown as Watched);
      }
    };
    seconds(1);
    loses.lostMs = 1500;
    seconds(1);
    Object.assign(loses, { channel: 'agent' });
    seconds(11);
    expect(facts).toMatchObject([{ alarm: 'audio-lost', channel: 'customer', state: 'raised' }]);
    seconds(1);
    expect(facts).toMatchObject([{ state: 'raised' }, { alarm: 'audio-lost', channel: 'customer', state: 'cleared' }]);
    loses.lostMs = 3000;
    seconds(1);
    expect(facts.slice(2)).toMatchObject([{ alarm: 'audio-lost', channel: 'agent', state: 'raised' }]);
  });

  it('are raised once for a channel of two streams of which one is silent, and end with its streams', () => {
    watch(20, ['customer', false], ['customer', true], ['agent', true]);
    expect(told()).toEqual(['silent-party raised']);
    watch(1, ['agent', true]);
    expect(told()).toEqual(['silent-party raised', 'silent-party cleared']);
  });
});
