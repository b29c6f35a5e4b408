import { setTimeout as pause } from 'node:timers/promises';
import type { ContactOwners } from '@voxkeep/keyring';
import type { WaitingContact } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { until } from '../../../../../test/support/until.js';
import { ContactOpening, type AnnouncedCall } from './open-contact.js';

describe('the contact of a call', () => {
  const key = { system: 'sip-session-id', value: 'ab30317f1a784dc4' };
  const owners = { customerOwner: newId(), agentOwner: newId() } as ContactOwners;
  const [one, other] = [
    { id: newId(), queueId: newId() },
    { id: newId(), queueId: newId() },
  ];
  let inBooks: { readonly contactId: string; readonly queueId: string; readonly announcedMark: Buffer | null } | undefined;
  let announcedMark: (contactId: string, number: string) => Promise<Buffer>;
  let opening: ContactOpening;

  beforeEach(() => {
    inBooks = undefined;
    announcedMark = (contactId, number) => Promise.resolve(markOf(contactId, number));
    const find = () => Promise.resolve(inBooks && { ...inBooks, customerOwner: null, agentOwner: null, no: null });
    opening = new ContactOpening({ find }, { announcedMark: (...of) => announcedMark(...of) }, () => true, new Set());
  });

  const call = (number: string | undefined, more: Partial<AnnouncedCall> = {}) => {
    const customer = number === undefined ? { attribution: 'withheld' as const } : { number, attribution: 'pending' as const };
    const at = new Date();
    return opening.open({ id: newTimeOrderedId(at), keys: [key], trunk: one, customer, at, ...more }, owners);
  };
  const markOf = (contactId: string, number: string) => Buffer.from(`${contactId}|${number}`);
  /** What another system announced, with a number or without. */
  const announced = (number?: string) => {
    const contactId = newId();
    return (inBooks = { contactId, queueId: newId(), announcedMark: number === undefined ? null : markOf(contactId, number) });
  };
  const strangers: [string, string | undefined, string | undefined, Partial<AnnouncedCall>][] = [
    ['another trunk', '+3725550100', '+3725550100', { trunk: other }],
    ['another number', '+3725550100', '+3725550177', {}],
    ['a number that is not known', '+3725550100', undefined, {}],
    ['a number while the first is not known', undefined, '+3725550100', {}],
    ['no number, as the first', undefined, undefined, {}],
  ];

  it.each(strangers)('is its own when a call of %s has taken the one that its name names', async (_of, first, second, more) => {
    const { contactId, queueId } = announced();
    expect(await call(first)).toMatchObject({ id: contactId, queueId, attached: true });
    const own = await call(second, more);
    expect(own).toMatchObject({ attached: false, queueId: (more.trunk ?? one).queueId });
    expect(own.id).not.toBe(contactId);
    expect(own.session.keys).not.toContainEqual(key);
    expect(own.session.shared).toEqual([key]);
    expect(own.underway.companions()).toEqual([]);
  });

  it.each(strangers)('of two that come at once is never one, with %s', async (_of, first, second, more) => {
    announced();
    const [one, two] = await Promise.all([call(first), call(second, more)]);
    expect([one.attached, two.attached]).toEqual([true, false]);
    expect(two.session.keys).not.toContainEqual(key);
  });

  it('is its own when the announced one was taken under another name', async () => {
    const { contactId } = announced();
    await call('+3725550100');
    const own = await call('+3725550177', { keys: [{ system: 'x-ucid', value: '00FA08' }] });
    expect(own.id).not.toBe(contactId);
    expect(own.session).toMatchObject({ found: null, keys: [{ system: 'recording-session', value: own.id }] });
  });

  it('is its own when the books say that a stranger’s call stands in the other by now', async () => {
    const first = await call('+3725550100', { keys: [{ system: 'x-ucid', value: '00FA08' }] });
    const { contactId } = announced();
    first.underway.standsIn(contactId);
    expect(await call('+3725550177')).toMatchObject({ attached: false });
  });

  it.each([['+3725550100'], [undefined]])('is the announced one for the first call, of number %s', async (number) => {
    const { contactId, queueId } = announced();
    expect(await call(number)).toMatchObject({ id: contactId, queueId, attached: true, session: { keys: [key] } });
  });

  it.each([['+3725550100'], [undefined]])(
    'is the one that was announced with this number, for a call of number %s',
    async (number) => {
      const { contactId } = announced('+3725550100');
      expect(await call(number)).toMatchObject({ id: contactId, attached: true, session: { keys: [key] } });
    },
  );

  it('is its own when the other was announced with another number, and leaves that to the call for which it waits', async () => {
    const { contactId, queueId } = announced('+3725550100');
    const stranger = await call('+3725550177');
    expect(stranger).toMatchObject({ attached: false, queueId: one.queueId, session: { found: null, shared: [key] } });
    expect(await call('+3725550100')).toMatchObject({ id: contactId, queueId, attached: true });
  });

  it.each<[string, typeof announcedMark]>([
    ['is away', () => Promise.reject(new Error('away'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('is its own while the keyring %s, and not known to be until that is compared with its rows', async (_why, asked) => {
    const waiting = announced('+3725550100') as WaitingContact;
    announcedMark = asked;
    const [own, stranger] = [await call('+3725550100'), await call('+3725550177')];
    expect(own).toMatchObject({ attached: false, session: { found: null, keys: [key] } });
    expect(await own.mayJoin(waiting)).toBe('unknown');
    announcedMark = (contactId, number) => Promise.resolve(markOf(contactId, number));
    await until('the keyring is asked again', async () => (await own.mayJoin(waiting)) === 'may-be');
    expect(await stranger.mayJoin(waiting)).toBe('another');
  });

  it('is known by what the keyring says at last, for which no rows are kept waiting', async () => {
    const waiting = announced('+3725550100') as WaitingContact;
    let say = (_mark: Buffer): void => undefined;
    announcedMark = () => new Promise((resolve) => (say = resolve));
    const own = await call('+3725550100');
    // A timer that ends before the keyring is given up fires before it, however busy the machine is.
    jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const tried = () => Promise.race([own.mayJoin(waiting), pause(50, 'is waited for')]);
    expect([await tried(), await own.mayJoin(waiting), await tried()]).toEqual(['is waited for', 'unknown', 'unknown']);
    jest.restoreAllMocks();
    say(markOf(waiting.contactId, '+3725550100'));
    expect(await own.mayJoin(waiting)).toBe('may-be');
  });

  it('is one for two calls of one customer on one trunk', async () => {
    const { contactId } = announced();
    const first = await call('+3725550100');
    const second = await call('+3725550100');
    expect(second).toMatchObject({ id: contactId, attached: true, session: { keys: [key] } });
    expect(second.underway.companions()).toEqual([first.session.contactId]);
    expect(first.underway.companions()).toEqual([second.session.contactId]);
  });

  it('is no longer taken by a call of which the books have everything', async () => {
    (await call('+3725550100')).underway.leave();
    expect((await call('+3725550177')).session.keys).toEqual([key]);
  });

  describe('that was announced with a number, joined by a call without one', () => {
    it.each([
      ['is another’s once another number becomes known', '+3725550177', true],
      ['is the call’s once that number becomes known', '+3725550100', false],
    ])('%s', async (_what, number, expected) => {
      announced('+3725550100');
      const { announcement, attached } = await call(undefined);
      expect([attached, await announcement.isOfAnother(undefined)]).toEqual([true, false]);
      expect(await announcement.isOfAnother(number)).toBe(expected);
      expect(await announcement.isOfAnother('+3725550188')).toBe(false);
    });

    it('is another’s while the keyring does not say', async () => {
      announced('+3725550100');
      const { announcement } = await call(undefined);
      announcedMark = () => Promise.reject(new Error('away'));
      expect(await announcement.isOfAnother('+3725550100')).toBe(true);
    });

    it('is joined later only for a number that became known meanwhile', async () => {
      const own = await call(undefined);
      const { contactId, announcedMark: mark } = announced('+3725550100');
      expect(await own.announcement.isOfAnother('+3725550177')).toBe(false);
      expect(await own.mayJoin({ contactId, announcedMark: mark! })).toBe('another');
    });
  });
});
