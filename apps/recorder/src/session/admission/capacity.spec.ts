import { VaultStore } from '@voxkeep/platform';
import { until } from '../../../../../test/support/until.js';
import type { Journal } from '../../media/journal.js';
import { Workplace } from '../../media/media.fixture.js';
import { PortPool } from '../../media/rtp-port.js';
import { Capacity, capacityLimits } from './capacity.js';

describe('a recorder whose journal has a disk', () => {
  const roomy = 2 ** 40;
  let place: Workplace;
  let free: Map<string, number>;
  let capacity: Capacity;
  let takesFiles: jest.SpyInstance<Promise<boolean>>;
  let possible: () => boolean;
  let [hangs, hung] = [false, 0];
  /** From now on a disk of the journal never answers; how often it was asked. */
  const hang = () => {
    [hangs, hung] = [true, 0];
    return () => hung;
  };
  const second = () => `${place.root}/second`;

  beforeEach(async () => {
    place = await Workplace.make();
    free = new Map();
    hangs = false;
  });
  afterEach(async () => {
    capacity.stop();
    await place.clear();
  });

  /** A recorder's capacity on folders of which each is as free as `free` says; one that it does not name cannot be asked. */
  const openWith = async (secondFolder?: string): Promise<void> => {
    const freeBytesOf = (folder: string) => {
      hung += hangs ? 1 : 0;
      if (hangs) return new Promise<number>(() => undefined);
      const bytes = free.get(folder);
      return bytes === undefined ? Promise.reject(new Error('no such folder')) : Promise.resolve(bytes);
    };
    const journal = await place.journal({ freeBytesOf, ...(secondFolder !== undefined && { secondFolder }) });
    const vault = await VaultStore.create(`${place.root}/vault`, { watermarkBytes: 0 });
    takesFiles = jest.spyOn(vault, 'takesFiles');
    const stores = await place.stores({ journal, vault });
    possible = () => stores.completion.wasPossible;
    const limits = { ...capacityLimits, loopDelayMs: Infinity, loopShare: Infinity };
    const room = { stores, ports: new PortPool(40_000, 40_099) };
    capacity = new Capacity(room, { depth: 1 }, { lagMs: 0 }, place.clock, limits);
    await capacity.open();
  };
  /** A second passes, in which the disks are looked at. */
  const becomes = async (canStore: boolean): Promise<void> => {
    place.clock.advance(1000);
    await until('the disks were looked at', () => (capacity.vaultWorks && capacity.journalWorks) === canStore, 1);
  };
  const said = () => [capacity.refusing('trunk-1', { all: 0, ofTrunk: 0, trunks: 0 }), capacity.inService, capacity.journalWorks];

  it('is waited for no longer than until it has answered', async () => {
    const every = place.clock.every.bind(place.clock);
    const running: number[] = [];
    jest.spyOn(place.clock, 'every').mockImplementation((periodMs, tick) => {
      const end = every(periodMs, tick);
      running.push(periodMs);
      return () => {
        running.splice(running.indexOf(periodMs), 1);
        end();
      };
    });
    free.set(place.journalFolder, roomy);
    await openWith();
    expect(running).not.toContain(3000);
  });

  it('that is full takes no call, and says so to a health check, until there is room again', async () => {
    free.set(place.journalFolder, 2 ** 20);
    await openWith();
    expect(said()).toEqual(['journal', false, false]);
    free.set(place.journalFolder, roomy);
    await becomes(true);
    expect(said()).toEqual([undefined, true, true]);
    free.set(place.journalFolder, 0);
    await becomes(false);
    expect(said()).toEqual(['journal', false, false]);
  });

  it('that is full takes calls as long as the second one has room', async () => {
    free.set(place.journalFolder, 0).set(second(), roomy);
    await openWith(second());
    expect(said()).toEqual([undefined, true, true]);
    free.set(second(), 0);
    await becomes(false);
    expect(said()).toEqual(['journal', false, false]);
  });

  it('that hangs is asked no more, and takes no call after a few seconds, while the vault is known to be well', async () => {
    free.set(place.journalFolder, roomy);
    await openWith();
    const asked = hang();
    place.clock.advance(1000);
    expect(said()).toEqual([undefined, true, true]);
    for (let second = 0; second < 30; second += 1) place.clock.advance(1000);
    await until('the vault was looked at', () => capacity.vaultWorks, 1);
    expect([said(), asked()]).toEqual([['journal', false, false], 1]);
  });

  it('that hangs from the start opens all the same, after a while, and takes no call', async () => {
    hang();
    let isOpen = false;
    const opening = openWith().then(() => (isOpen = true));
    await until(
      'it was opened',
      () => {
        place.clock.advance(1000);
        return isOpen;
      },
      1,
    );
    await opening;
    await until('the vault was looked at', () => capacity.vaultWorks, 1);
    expect(said()).toEqual(['journal', false, false]);
  });

  it('is well beside a vault that takes no file, as it never answers a trial: within ten seconds none is taken', async () => {
    free.set(place.journalFolder, roomy);
    await openWith();
    let answer: (takes: boolean) => void = () => undefined;
    takesFiles.mockImplementation(() => new Promise<boolean>((resolve) => (answer = resolve)));
    for (let second = 0; second < 9; second += 1) {
      place.clock.advance(1000);
      await new Promise(setImmediate);
    }
    expect([capacity.vaultWorks, possible()]).toEqual([false, false]);
    answer(true);
    await until('the vault takes files again', () => capacity.vaultWorks, 1);
  });

  it('that cannot be asked takes no call', async () => {
    await openWith();
    expect(said()).toEqual(['journal', false, false]);
  });
});

describe('a recorder with little of its event loop left', () => {
  const burst = capacityLimits.burst;
  const crowd = 40;
  let place: Workplace;
  let capacity: Capacity;

  beforeEach(async () => {
    place = await Workplace.make();
    const stores = await place.stores({ journal: await place.journal({ freeBytesOf: () => Promise.resolve(2 ** 40) }) });
    const room = { stores: { ...stores, vault: await VaultStore.create(`${place.root}/vault`, { watermarkBytes: 0 }) } };
    const ports = new PortPool(40_000, 40_999, () => ['trunk-1', 'trunk-2']);
    capacity = new Capacity({ ...room, ports }, { depth: 1 }, { lagMs: 0 }, place.clock, capacityLimits);
    await capacity.open();
  });
  afterEach(async () => {
    capacity.stop();
    await place.clear();
  });

  const setUp = (trunkId = 'trunk-1') => capacity.setUp(trunkId, () => Promise.resolve());
  /** How many of a trunk's calls are taken at one moment, and why no further one. */
  const takeAll = async (trunkId: string, calls = crowd) => {
    for (let taken = 0; ; taken += 1) {
      const why = capacity.refusing(trunkId, { all: 2 * calls + taken, ofTrunk: calls + taken, trunks: 2 });
      if (why !== undefined) return [taken, why];
      await setUp(trunkId);
    }
  };

  it('takes a burst, and then so many calls a second as it can set up', async () => {
    expect(await takeAll('trunk-1')).toEqual([burst, 'set-ups']);
    place.clock.advance(100);
    const [taken] = await takeAll('trunk-1');
    expect(taken).toBeGreaterThanOrEqual(3);
    expect(taken).toBeLessThan(burst);
  });

  it('takes as many of another trunk that asks meanwhile', async () => {
    await takeAll('trunk-1');
    expect(await takeAll('trunk-2')).toEqual([burst / 2, 'set-ups']);
  });

  const few = capacityLimits.fewCalls - 1;
  const refusing = (ofTrunk: number, all = ofTrunk, trunks = 1) => capacity.refusing('trunk-1', { all, ofTrunk, trunks });
  const becomesLate = () => {
    place.clock.forget();
    place.clock.advance(capacityLimits.loopDelayMs + 100);
  };

  it('refuses a crowd while its loop is late, and no call while there are few', () => {
    expect(refusing(crowd)).toBeUndefined();
    becomesLate();
    expect([refusing(crowd), refusing(few)]).toEqual(['busy', undefined]);
  });

  it('takes few calls of a trunk though the calls of another have taken all that there is', () => {
    const all = 400;
    expect([refusing(all), refusing(few, all)]).toEqual(['full', undefined]);
    const half = capacityLimits.fewCalls / 2;
    expect([refusing(half - 1, all, 2), refusing(half, all, 2)]).toEqual([undefined, 'full']);
  });

  it('takes a call of each of forty trunks while its loop is late, and not ten', async () => {
    becomesLate();
    const taken = new Map<string, number>();
    for (const trunk of Array.from({ length: 40 }, (_, at) => `trunk-${at}`))
      for (let ofTrunk = 0; ; ofTrunk += 1) {
        const all = [...taken.values()].reduce((sum, each) => sum + each, 0);
        if (capacity.refusing(trunk, { all, ofTrunk, trunks: taken.size }) !== undefined) break;
        taken.set(trunk, ofTrunk + 1);
        await setUp(trunk);
      }
    expect(taken.size).toBe(40);
    expect([...taken.values()].reduce((sum, each) => sum + each, 0)).toBeLessThan(60);
  });

  it('counts calls that are being answered as calls, of their trunk and of all', async () => {
    let all = crowd;
    while (refusing(crowd, all) === undefined) all += 1;
    expect([refusing(crowd, all), refusing(crowd, all - 1)]).toEqual(['full', undefined]);
    const answers: (() => void)[] = [];
    const underWay = (trunkId: string) => capacity.setUp(trunkId, () => new Promise<void>((resolve) => answers.push(resolve)));
    const running = [underWay('trunk-2')];
    expect([refusing(crowd, all - 1), refusing(0, all)]).toEqual(['full', undefined]);
    for (let call = 0; call < capacityLimits.fewCalls / 2; call += 1) running.push(underWay('trunk-1'));
    expect(refusing(0, all)).toBe('full');
    for (const answer of answers) answer();
    await Promise.all(running);
    expect(refusing(0, all)).toBeUndefined();
  });
});

describe('a recorder with all of its event loop left', () => {
  const readOnly = Object.assign(new Error(), { code: 'EROFS' });
  const limits = { ...capacityLimits, loopDelayMs: Infinity, loopShare: Infinity };
  let place: Workplace;
  let capacity: Capacity;
  let vault: VaultStore;
  let journal: Journal;
  let isReadOnly: boolean;
  let owners: { depth: number };
  let binder: { lagMs: number };

  const open = async (): Promise<void> => {
    place = await Workplace.make();
    [isReadOnly, owners, binder] = [false, { depth: 1 }, { lagMs: 0 }];
    const opening: typeof place.open = (...given) => (isReadOnly ? Promise.reject(readOnly) : place.open(...given));
    vault = await VaultStore.create(`${place.root}/vault`, { watermarkBytes: 0, open: opening });
    journal = await place.journal({ freeBytesOf: () => Promise.resolve(2 ** 40) });
    const room = { stores: await place.stores({ vault, journal }), ports: new PortPool(40_000, 40_099) };
    capacity = new Capacity(room, owners, binder, place.clock, limits);
    await capacity.open();
  };
  afterEach(async () => {
    capacity.stop();
    jest.restoreAllMocks();
    await place.clear();
  });

  const refusing = () => capacity.refusing('trunk-1', { all: 0, ofTrunk: 0, trunks: 0 });
  const becomes = async (why: string | undefined): Promise<void> => {
    await until(`it is ${String(why)}`, () => refusing() === why, 1);
  };

  it('takes no call while its vault has room and takes no file, and says that it is the vault', async () => {
    await open();
    expect([refusing(), capacity.vaultWorks, capacity.journalWorks]).toEqual([undefined, true, true]);
    place.clock.advance(4000);
    await until('the disks have answered', () => capacity.vaultWorks && capacity.journalWorks, 1);
    isReadOnly = true;
    place.clock.advance(1000);
    await becomes('disk');
    expect([capacity.inService, capacity.vaultWorks, capacity.journalWorks]).toEqual([false, false, true]);
    isReadOnly = false;
    place.clock.advance(1000);
    await becomes(undefined);
    expect(capacity.inService).toBe(true);
  });

  it('tries a vault that takes files every five seconds', async () => {
    await open();
    const tried = jest.spyOn(vault, 'takesFiles');
    place.clock.advance(4000);
    expect(tried).not.toHaveBeenCalled();
    place.clock.advance(1000);
    await until('it is tried', () => tried.mock.calls.length === 1, 1);
  });

  it('takes no call while its vault cannot be asked for its room', async () => {
    await open();
    jest.spyOn(vault, 'hasRoom').mockRejectedValue(new Error('EIO'));
    place.clock.advance(1000);
    await becomes('disk');
  });

  it.each<[string, () => unknown]>([
    ['journal', () => jest.spyOn(journal, 'load', 'get').mockReturnValue(limits.journalLoad + 0.01)],
    ['journal', () => jest.spyOn(journal, 'trouble', 'get').mockReturnValue('EIO')],
    ['keys', () => (owners.depth = 0)],
    ['books', () => (binder.lagMs = limits.booksLagMs + 1)],
  ])('takes no call for want of %s', async (why, lack) => {
    await open();
    expect(refusing()).toBeUndefined();
    lack();
    expect(refusing()).toBe(why);
  });

  it('takes calls with as much waiting as may wait', async () => {
    await open();
    jest.spyOn(journal, 'load', 'get').mockReturnValue(limits.journalLoad);
    binder.lagMs = limits.booksLagMs;
    expect(refusing()).toBeUndefined();
  });

  it.each([
    [0, 'ports'],
    [1, 'ports'],
    [2, undefined],
  ] as const)('with ports for %i streams says %s', async (streams, why) => {
    await open();
    jest.spyOn(PortPool.prototype, 'freeFor').mockReturnValue(streams);
    expect(refusing()).toBe(why);
  });

  it('takes no call and is not in service once it stops', async () => {
    await open();
    expect(capacity.inService).toBe(true);
    capacity.stop();
    expect([refusing(), capacity.inService, capacity.stopping]).toEqual(['stopping', false, true]);
  });
});
