import { Holds } from '@voxkeep/configuration';
import fc from 'fast-check';
import { ErasureSite } from './erasure-case.fixture';

/** What may happen beside an erasure. Every order of these is a case of its own. */
const acts = ['hold-contact', 'hold-person', 'release', 'erase', 'retain'] as const;
type Act = (typeof acts)[number];

const seeds = 6;

/** What is left of her second call, and which holds stand over it. */
async function lookAt(world: ErasureSite) {
  const contactId = world.her.contactIds[1] ?? '';
  const [contact] = await world.site
    .of('operative')
    .rows<{ number: Buffer | null }>('select customer_number as number from contact where id = $1', [contactId]);
  const keys = [`contact/${contactId}`, `person/${world.her.personId}`];
  const standing = await world.site.app.get(Holds).standing();
  const holding = standing.filter((hold) => keys.some((key) => hold.keys.has(key)) || scopesName(hold, keys));
  return { there: Buffer.isBuffer(contact?.number), held: holding.length > 0 };
}

function scopesName({ scopes }: { scopes: readonly { kind: string; keyId: string }[] }, keys: readonly string[]): boolean {
  return scopes.some(({ kind, keyId }) => keys.includes(`${kind}/${keyId}`));
}

/** One world and what was done in it so far. */
class Run {
  readonly #open: string[] = [];
  #caseId: string | undefined;

  constructor(private readonly world: ErasureSite) {}

  async act(act: Act): Promise<void> {
    const { world } = this;
    if (act === 'hold-contact') await this.#hold('contact', world.her.contactIds[1] ?? '');
    if (act === 'hold-person') await this.#hold('person', world.her.personId);
    if (act === 'release') await this.#release();
    if (act === 'erase') await this.#erase();
    if (act === 'retain') await world.goOn();
  }

  /** Releases every hold and lets everything go on once more. */
  async settle(): Promise<boolean> {
    while (this.#open.length > 0) await this.#release();
    if (this.#caseId === undefined) return false;
    await this.#erase();
    await this.world.goOn();
    return true;
  }

  async #hold(kind: string, keyId: string): Promise<void> {
    const scopes = [{ kind, keyId, from: null, to: null }];
    const body = { matter: 'AZ-2026/17', basis: 'legal-claim', contactRole: 'legal', reviewDays: 90, scopes };
    const { body: made } = await this.world.ask('POST', 'holds', body);
    if (typeof made['id'] !== 'string') return;
    await this.world.ask('POST', `holds/${made['id']}/approval`, {}, 'deputy');
    this.#open.push(made['id']);
  }

  async #release(): Promise<void> {
    const id = this.#open.shift();
    if (id === undefined) return;
    await this.world.ask('POST', `holds/${id}/release`, { reason: 'matter-closed' });
    await this.world.ask('POST', `holds/${id}/release-approval`, {}, 'deputy');
    await this.world.settled();
  }

  async #erase(): Promise<void> {
    this.#caseId ??= await this.world.open();
    await this.world.erase(this.#caseId);
  }
}

describe('holds, releases and erasures in any order, through the real databases and keyring', () => {
  let first: ErasureSite;

  beforeAll(async () => {
    first = await ErasureSite.start();
  });
  afterAll(() => first.site.stop());

  it('never remove what is held, and remove it once nothing holds it', async () => {
    const orders = fc.array(fc.constantFrom(...acts), { minLength: 4, maxLength: 7 });
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const world = await first.another();
        const run = new Run(world);
        let before = await lookAt(world);
        for (const act of order) {
          await run.act(act);
          const now = await lookAt(world);
          // A release may be what lets it go; every other act finds the hold still standing.
          if (before.there && before.held && now.held) expect(now.there).toBe(true);
          before = now;
          steps += 1;
        }
        if (await run.settle()) expect((await lookAt(world)).there).toBe(false);
      }),
      { numRuns: seeds, seed: 20260601, endOnFailure: true },
    );
    expect(steps).toBeGreaterThanOrEqual(seeds * 4);
  });
});
