import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyDomain } from '@voxkeep/personal-data';
import { KeyRing } from './key-ring.js';
import type { KeyOwner } from './keyring-client.js';
import { PreMinted } from './pre-minted.js';

class Keyring {
  up = true;
  asked = 0;

  mint(owners: readonly KeyOwner[], domains: readonly KeyDomain[]): Promise<KeyRing> {
    this.asked += 1;
    if (!this.up) return Promise.reject(new VoxkeepError('keyring.unreachable'));
    return Promise.resolve(
      new KeyRing(owners.flatMap((owner) => domains.map((domain) => ({ ...owner, epoch: 1, domain, key: Buffer.alloc(32, 5) })))),
    );
  }
}

describe('the pool of pre-minted contact keys', () => {
  const make = () => {
    const keyring = new Keyring();
    const waiting: (() => void)[] = [];
    const later = (work: () => void) => {
      waiting.push(work);
      return () => undefined;
    };
    const clock = { ms: 0 };
    return { keyring, waiting, clock, pool: new PreMinted(keyring, { size: 3, later, nowMs: () => clock.ms }) };
  };

  it('hands out pairs with the keys of both roles for contact data and media', async () => {
    const { pool } = make();
    await pool.refill();
    const taken = pool.take();
    if (taken === 'exhausted') throw new Error('nothing in the pool');
    expect(taken.keys.size).toBe(4);
    expect(taken.keys.key(taken.customerOwner, 'contact-customer', 'media')).toHaveLength(32);
    expect(taken.keys.key(taken.agentOwner, 'contact-agent', 'contact')).toHaveLength(32);
    expect(taken.customerOwner).toMatch(/^[0-9a-f-]{14}4/);
  });

  it('refills after each take', async () => {
    const { pool } = make();
    await pool.refill();
    pool.take();
    await pool.refill();
    expect(pool.depth).toBe(3);
  });

  it('leaves the keyring alone until a twentieth is gone, and then asks once for all of it', async () => {
    const keyring = new Keyring();
    const pool = new PreMinted(keyring, { size: 40 });
    await pool.refill();
    pool.take();
    expect([keyring.asked, pool.depth]).toEqual([1, 39]);
    pool.take();
    await pool.refill();
    expect([keyring.asked, pool.depth]).toEqual([2, 40]);
  });

  it('bridges an outage until it is exhausted, and recovers when the keyring is back', async () => {
    const { keyring, pool, waiting } = make();
    await pool.refill();
    keyring.up = false;
    expect([pool.take(), pool.take(), pool.take()]).not.toContain('exhausted');
    expect(pool.take()).toBe('exhausted');
    await pool.refill();
    keyring.up = true;
    waiting.at(-1)!();
    await pool.refill();
    expect(pool.take()).not.toBe('exhausted');
  });

  it('asks once however many wait for a refill', async () => {
    const { keyring, pool } = make();
    await Promise.all([pool.refill(), pool.refill(), pool.refill()]);
    expect(keyring.asked).toBe(1);
  });

  it('replaces pairs that have grown a day old, so that what is made under them can be recovered', async () => {
    const { pool, clock, keyring } = make();
    await pool.refill();
    keyring.up = false;
    clock.ms = 23 * 3_600_000;
    expect(pool.take()).not.toBe('exhausted');
    clock.ms = 25 * 3_600_000;
    expect(pool.take()).toBe('exhausted');
  });

  it('tells when its first pair is there', async () => {
    const { pool, keyring, waiting } = make();
    keyring.up = false;
    const first = pool.first();
    await pool.refill();
    keyring.up = true;
    waiting.at(-1)!();
    await first;
    expect(pool.depth).toBeGreaterThan(0);
  });

  it('overwrites what nobody took when it stops', async () => {
    const { pool } = make();
    await pool.refill();
    pool.stop();
    expect(pool.depth).toBe(0);
    expect(pool.take()).toBe('exhausted');
  });
});
