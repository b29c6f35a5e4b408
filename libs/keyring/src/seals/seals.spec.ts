import { Access, DataSubjectEntity, NotPersonal, Personal, recordAccess, Sealed } from '@voxkeep/personal-data';
import { KeyRing } from '../client/key-ring.js';
import type { KeyOwner, KeyringClient, WantedKey } from '../client/keyring-client.js';
import { Seals } from './seals.js';

const sealed = {
  category: 'pd:Name',
  store: 'sealed',
  origin: 'subject',
  erase: 'null',
  analytics: 'drop',
  label: 'field.name',
} as const;

@DataSubjectEntity({
  store: 'operative',
  table: 'specimen',
  kind: 'event',
  domain: 'contact',
  reachedBy: [{ column: 'id', key: 'contact' }],
})
class Specimen {
  @NotPersonal('random id')
  id!: string;
  @NotPersonal('random id of a key owner')
  customerOwner!: string;
  @Personal({ ...sealed, owner: 'customer_owner', ownerClass: 'contact-customer' })
  caller!: Sealed | null;
  @Personal({ ...sealed, owner: 'customer_owner', ownerClass: 'contact-customer' })
  subjectLine!: Sealed | null;
}

/** Keys in memory; counts the calls. */
class Keyring {
  calls = 0;
  readonly destroyed = new Set<string>();

  mint = (owners: readonly KeyOwner[], domains: readonly WantedKey['domain'][]) =>
    this.give(
      owners.flatMap((owner) => domains.map((domain) => ({ ownerId: owner.ownerId, ownerClass: owner.ownerClass, domain }))),
    );
  open = (_audited: unknown, wanted: readonly WantedKey[]) => this.give(wanted);

  private give(wanted: readonly WantedKey[]): Promise<KeyRing> {
    this.calls += 1;
    const live = wanted.filter(({ ownerId }) => !this.destroyed.has(ownerId));
    return Promise.resolve(new KeyRing(live.map((want) => ({ ...want, epoch: 1, key: Buffer.alloc(32, want.ownerId) }))));
  }
}

const row = (n: number) => ({ id: `row-${n}`, customerOwner: `owner-${n}` });
const audited = () =>
  recordAccess(Access.by({ actorId: 'u1', kind: 'user' }, { code: 'serve-customer' }), () => Promise.resolve());

describe('seals on rows', () => {
  let keyring: Keyring;
  let seals: Seals;
  beforeEach(() => {
    keyring = new Keyring();
    seals = new Seals(keyring as unknown as KeyringClient);
  });

  it('open what they sealed, for a row with property names and for one with column names', async () => {
    const { caller } = await seals.seal(Specimen, row(1), { caller: 'Mari Maasikas' });
    const rows = [
      { ...row(1), caller },
      { id: 'row-1', customer_owner: 'owner-1', caller: caller!.envelope },
    ];
    for (const stored of rows) {
      const access = await audited();
      const value = (await seals.open(access, Specimen, [stored], ['caller'])).get('row-1')?.caller;
      expect(value).not.toBe('key-destroyed');
      expect((value as Personal<string>).reveal(access)).toBe('Mari Maasikas');
    }
  });

  it('ask the keyring once for a batch, to seal and to open', async () => {
    const rows = [1, 2, 3].map((n) => ({ row: row(n), values: { caller: `caller ${n}`, subjectLine: `subject ${n}` } }));
    const made = await seals.sealMany(Specimen, rows);
    expect(keyring.calls).toBe(1);
    await seals.open(
      await audited(),
      Specimen,
      made.map((columns, at) => ({ ...row(at + 1), ...columns })),
      ['caller', 'subjectLine'],
    );
    expect(keyring.calls).toBe(2);
  });

  it('answer nothing for an empty column and say so when the key is destroyed', async () => {
    const columns = await seals.seal(Specimen, row(1), { caller: 'Mari' });
    keyring.destroyed.add('owner-1');
    const opened = await seals.open(
      await audited(),
      Specimen,
      [{ ...row(1), ...columns, subjectLine: null }],
      ['caller', 'subjectLine'],
    );
    expect(opened.get('row-1')).toEqual({ caller: 'key-destroyed' });
  });

  it('do not open an envelope that was moved to another row or column', async () => {
    const { caller } = await seals.seal(Specimen, row(1), { caller: 'Mari' });
    const moved = { id: 'row-9', customerOwner: 'owner-1', caller };
    const misplaced = { ...row(1), subjectLine: caller };
    await expect(seals.open(await audited(), Specimen, [moved], ['caller'])).rejects.toMatchObject({ code: 'seal.unreadable' });
    await expect(seals.open(await audited(), Specimen, [misplaced], ['subjectLine'])).rejects.toMatchObject({
      code: 'seal.unreadable',
    });
  });

  it('refuse to seal for an owner whose key is destroyed', async () => {
    keyring.destroyed.add('owner-1');
    await expect(seals.seal(Specimen, row(1), { caller: 'Mari' })).rejects.toMatchObject({ code: 'seal.owner-destroyed' });
  });

  it('refuse a property that is not sealed and a row without owner', async () => {
    await expect(seals.seal(Specimen, row(1), { id: 'x' })).rejects.toMatchObject({ code: 'seal.not-a-sealed-column' });
    await expect(seals.seal(Specimen, { id: 'row-1' }, { caller: 'Mari' })).rejects.toMatchObject({ code: 'seal.owner-missing' });
  });
});
