import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { eachContact } from './each-contact.js';

const contacts = ['1', '2', '3', '4', '5'].map((last) => `018f4d1e-0000-7000-8000-00000000000${last}`);
const pageOfTwo = (after: string) => Promise.resolve(contacts.filter((id) => id > after).slice(0, 2));

describe('a round over contacts', () => {
  let log: string[];
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  it('leaves the one that fails to the next round, tells of it, and does all others', async () => {
    const done: string[] = [];
    const act = (id: string) => {
      if (id === contacts[1]) return Promise.reject(new Error('this one'));
      done.push(id);
      return Promise.resolve(1);
    };
    expect(await eachContact('settle', pageOfTwo, act)).toBe(4);
    expect(done).toEqual(contacts.filter((_, at) => at !== 1));
    expect(log.filter((line) => line.includes('contact.left-for-next-round'))).toHaveLength(1);
  });

  it('ends when every contact of every page fails', async () => {
    expect(await eachContact('end', pageOfTwo, () => Promise.reject(new Error('all of them')))).toBe(0);
    expect(log).toHaveLength(contacts.length);
  });

  it('is given up when the database is away, which no contact is to blame for', async () => {
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    await expect(eachContact('settle', pageOfTwo, () => Promise.reject(away))).rejects.toBe(away);
    expect(log).toEqual([]);
  });
});
