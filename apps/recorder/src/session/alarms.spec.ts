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
});
