import { Collecting, type QueueRules, type TrunkView } from '@voxkeep/configuration';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { TrunkBook, type TelephonySource } from './trunk-book.js';

describe('the trunk book', () => {
  let trunks: TrunkView[];
  let off: ConstructorParameters<typeof Collecting>[0] = [];
  let changed: () => void;
  let book: TrunkBook;
  const trunk = (id: string, ...sourceNetworks: string[]) => ({ id, sourceNetworks }) as unknown as TrunkView;
  const source: TelephonySource = {
    trunks: () => Promise.resolve(trunks),
    queues: () => Promise.resolve([{ queueId: 'q', recording: {} } as QueueRules]),
    collecting: () => Promise.resolve(new Collecting(off)),
    watch: (onChange) => ((changed = onChange ?? changed), Promise.resolve()),
    close: () => Promise.resolve(),
  };
  beforeEach(async () => {
    trunks = [trunk('wide', '192.0.2.0/24'), trunk('narrow', '192.0.2.7/32', '2001:db8::/64')];
    book = new TrunkBook(source);
    await book.open();
  });
  afterEach(() => book.close());

  it.each([
    ['192.0.2.1', 'wide'],
    ['192.0.2.7', 'narrow'],
    ['2001:db8::9', 'narrow'],
    ['198.51.100.1', undefined],
  ])('finds the narrowest network of %s: %s', (address, id) => {
    expect(book.find(address)?.id).toBe(id);
  });

  it('finds the same of two trunks with one network, whatever they are called and in which order they are read', async () => {
    const two = ['b', 'a'].map((id) => trunk(id, '192.0.2.0/24'));
    const found = [];
    for (const read of [two, two.toReversed()]) {
      trunks = read;
      await book.refresh();
      found.push(book.find('192.0.2.1')?.id);
    }
    expect(found).toEqual(['a', 'a']);
  });

  it('knows the rules of a queue, and none for no queue', () => {
    expect([book.rulesOf('q')?.queueId, book.rulesOf('other'), book.rulesOf(null)]).toEqual(['q', undefined, undefined]);
  });

  it('records nothing and keeps no address where the site switched that off', async () => {
    const place = { channel: null, queueId: 'q', userId: null, offSince: new Date() };
    off = [
      { category: 'recordings', ...place },
      { category: 'contact-data-records', ...place },
    ];
    await book.refresh();
    expect([
      book.rulesOf('q')?.recording,
      book.collects('contact-data-records', 'q'),
      book.collects('reporting-data', 'q'),
    ]).toEqual([null, false, true]);
    off = [];
  });

  it('is read again when the configuration tells of a change', async () => {
    trunks = [];
    changed();
    await new Promise(setImmediate);
    expect(book.find('192.0.2.1')).toBeUndefined();
  });

  it('keeps what was read last when an older reading ends after it', async () => {
    let endOlder: (read: TrunkView[]) => void = () => undefined;
    const older = new Promise<TrunkView[]>((resolve) => (endOlder = resolve));
    const read = jest.spyOn(source, 'trunks').mockReturnValueOnce(older).mockResolvedValueOnce([]);
    const slow = book.refresh();
    await book.refresh();
    expect(book.find('192.0.2.1')).toBeUndefined();
    endOlder([trunk('wide', '192.0.2.0/24')]);
    await slow;
    expect(book.find('192.0.2.1')).toBeUndefined();
    read.mockRestore();
  });

  it('reads the queues after the trunks that name them', async () => {
    const order: string[] = [];
    const readTrunks = jest.spyOn(source, 'trunks').mockImplementationOnce(async () => {
      await new Promise(setImmediate);
      order.push('trunks');
      return [];
    });
    const readQueues = jest.spyOn(source, 'queues').mockImplementationOnce(() => {
      order.push('queues');
      return Promise.resolve([]);
    });
    await book.refresh();
    expect(order).toEqual(['trunks', 'queues']);
    readTrunks.mockRestore();
    readQueues.mockRestore();
  });

  it('keeps what it knows when it cannot be read', async () => {
    const log = keptLog();
    trunks = [trunk('bad', 'nowhere')];
    await book.refresh();
    diagnostics.replace(undefined);
    expect(book.find('192.0.2.1')?.id).toBe('wide');
    expect(log[0]).toContain('trunk.unread');
  });
});
