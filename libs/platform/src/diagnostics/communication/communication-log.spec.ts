import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostics } from '../diagnostics.js';
import { keptLog } from '../kept-log.fixture.js';
import { aStream, canaryNumber, rang } from './communication.fixture.js';
import { digestNumber } from './open-grant.js';
import { StreamKeys } from './stream-folder.js';
import { openStream } from './stream-seal.js';

describe('communication events', () => {
  let site: ReturnType<typeof aStream>;
  beforeEach(() => (site = aStream()));
  afterEach(() => {
    site.remove();
  });
  const ring = (of: Parameters<typeof site.log.during>[0]) => {
    let gathered = false;
    site.log.during(of, (stream) => {
      gathered = true;
      stream.record(rang, { contact: of.contactId ?? null, number: canaryNumber });
    });
    return gathered;
  };

  it('are not even gathered without an open grant, and no file is made (R87)', () => {
    expect([ring({ trunkId: 't1' }), readdirSync(site.directory)]).toEqual([false, []]);
  });

  it('are written for what a grant covers and for nothing else', () => {
    const grant = site.grant();
    site.log.follow([grant]);
    expect([ring({ trunkId: 't1', contactId: 'c1' }), ring({ trunkId: 't2', contactId: 'c2' })]).toEqual([true, false]);
    expect(site.linesOf(grant.id)).toEqual([
      expect.objectContaining({ event: 'test.rang', contact: 'c1', number: canaryNumber }),
    ]);
  });

  it('stop at the moment a grant ends, before anybody tells of it', () => {
    site.log.follow([site.grant()]);
    site.clock.now += 3_600_000;
    expect(ring({ trunkId: 't1' })).toBe(false);
  });

  it('stay off under a grant that was opened before the program started', () => {
    site.log.follow([site.grant({ openedAt: new Date(site.clock.now - 1) })]);
    expect(ring({ trunkId: 't1' })).toBe(false);
  });

  it('know a number by its keyed hash, and stay with the contact in which it was heard', () => {
    const [grant] = [site.grant({ scopeKind: 'contact-point' })];
    const numberDigest = digestNumber(site.folder.makeMatchKey(grant.id), canaryNumber);
    site.log.follow([{ ...grant, numberDigest }]);
    const heard = [
      ring({ contactId: 'c1', numbers: ['+37255509999'] }),
      ring({ contactId: 'c2', numbers: [undefined, canaryNumber] }),
      ring({ contactId: 'c2' }),
    ];
    site.folder.dropMatchKey(grant.id);
    expect([...heard, ring({ contactId: 'c3', numbers: [canaryNumber] })]).toEqual([false, true, true, false]);
  });

  it('never fail the call they tell of', () => {
    site.log.follow([site.grant({ publicKey: Buffer.alloc(3) })]);
    const log = keptLog();
    expect(() => ring({ trunkId: 't1' })).not.toThrow();
    diagnostics.replace(undefined);
    expect(log.join()).toContain('communication.unwritten');
  });
});

describe('a stream on disk', () => {
  let site: ReturnType<typeof aStream>;
  let grantId: string;
  beforeEach(() => {
    site = aStream();
    const grant = site.grant();
    grantId = grant.id;
    site.log.follow([grant]);
    for (const contactId of ['c1', 'c2', 'c3'])
      site.log.during({ trunkId: 't1', contactId }, (stream) => {
        stream.record(rang, { contact: contactId, number: canaryNumber });
      });
  });
  afterEach(() => {
    site.remove();
  });
  const bytes = () => site.folder.read(site.folder.list(grantId)[0]!);

  it('holds nothing that can be read without the one-time key', () => {
    expect(readdirSync(site.directory).some((name) => readFileSync(join(site.directory, name)).includes(canaryNumber))).toBe(
      false,
    );
  });

  it('keeps every whole line when a crash cut the last one off', () => {
    const { lines, torn } = openStream(bytes().subarray(0, -5), site.keys.privateKey);
    expect([lines.length, torn]).toEqual([2, true]);
  });

  it('does not open when a line was changed or left out', () => {
    const whole = bytes();
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(80) ^ 1, 80);
    const first = 36 + 4 + whole.readUInt32BE(36);
    const without = Buffer.concat([whole.subarray(0, 36), whole.subarray(first)]);
    for (const file of [changed, without])
      expect(() => openStream(file, site.keys.privateKey)).toThrow(
        expect.objectContaining({ code: 'stream.unreadable' }) as Error,
      );
  });

  it('is unreadable for good once its key is destroyed', () => {
    const keys = new StreamKeys(join(site.directory, 'keys'));
    keys.keep(grantId, site.keys.privateKey);
    keys.destroy(grantId);
    expect([keys.find(grantId), readdirSync(join(site.directory, 'keys'))]).toEqual([undefined, []]);
  });

  it('goes with all its files', () => {
    expect([site.folder.remove(grantId), site.folder.list(grantId)]).toEqual([1, []]);
  });
});
