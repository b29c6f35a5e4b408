import { Inject, Injectable } from '@nestjs/common';
import { isVoxkeepError } from '@voxkeep/contracts';
import { ContactPoints, directorySealed } from '@voxkeep/directory';
import { KEYRING, type KeyringClient, type TransferOutcome, type ValueTransfer } from '@voxkeep/keyring';
import { operativeSealed, type Attached, type ContactRecord } from '@voxkeep/operative';
import {
  phoneRules,
  readEnvelopeHeader,
  Sealed,
  sealedColumns,
  type EntityClass,
  type SealContext,
} from '@voxkeep/personal-data';
import { newId, settings } from '@voxkeep/platform';
import { byWorker } from '../by.js';

type Transferred = Extract<TransferOutcome, { kind: 'transferred' }>;
type Source = Omit<ValueTransfer, 'to'>;

const numberOfContact = sealedColumn(operativeSealed.contact, 'customerNumber');
const valueOfPoint = sealedColumn(directorySealed.contactPoint, 'value');
const withoutPoint = { withheld: 'withheld', invalid: 'invalid', 'key-destroyed': 'none' } as const;

/**
 * Finds or makes the contact point of a contact's sealed number. The number goes from one seal to the other inside the keyring;
 * this process sees its blind index and nothing else (ADR 0011).
 */
@Injectable()
export class CustomerPoints {
  constructor(
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(ContactPoints) private readonly points: ContactPoints,
  ) {}

  /** What each contact is to be attached to, by contact id. Throws what the keyring throws; nothing is attached here. */
  async of(contacts: readonly ContactRecord[]): Promise<ReadonlyMap<string, Attached>> {
    const sources = new Map(contacts.flatMap((contact) => sourceOf(contact) ?? []));
    const outcomes = await this.keyring.transfer([...sources.values()].map((source) => ({ ...source, to: [] })));
    const byContact = new Map([...sources.keys()].map((id, at) => [id, outcomes[at]]));
    const points = await this.pointsOf(sources, byContact);
    return new Map(contacts.map(({ id }) => [id, attachedOf(byContact.get(id), points)]));
  }

  /** Point ids by the hex of their index: those that are there, and new ones for the rest. */
  private async pointsOf(
    sources: ReadonlyMap<string, Source>,
    outcomes: ReadonlyMap<string, TransferOutcome | undefined>,
  ): Promise<ReadonlyMap<string, string>> {
    const wanted = new Map<string, Source>();
    for (const [id, outcome] of outcomes) {
      const source = sources.get(id);
      if (outcome?.kind === 'transferred' && source) wanted.set(outcome.index.toString('hex'), source);
    }
    const known = await this.points.findByIndex([...wanted.keys()].map((hex) => Buffer.from(hex, 'hex')));
    const ids = new Map(known.map(({ id, valueIndex }) => [valueIndex.toString('hex'), id]));
    const missing = [...wanted].filter(([hex]) => !ids.has(hex)).map(([, source]) => source);
    return new Map([...ids, ...(await this.make(missing))]);
  }

  /** A known number mints nothing; only for a new one is there a key and a row. */
  private async make(sources: readonly Source[]): Promise<readonly (readonly [string, string])[]> {
    if (sources.length === 0) return [];
    const owners = sources.map(() => ({ ownerId: newId(), ownerClass: valueOfPoint.ownerClass }));
    (await this.keyring.mint(owners, [])).zero();
    const outcomes = await this.keyring.transfer(
      sources.map((source, at) => ({ ...source, to: [pointPlace(owners[at]?.ownerId ?? '')] })),
    );
    const made = outcomes.flatMap((outcome, at) =>
      outcome.kind === 'transferred' ? [{ id: owners[at]?.ownerId ?? '', outcome }] : [],
    );
    const held = await this.points.ensure(made.map(newPoint), byWorker);
    return made.map(({ id, outcome }, at) => [outcome.index.toString('hex'), held[at]?.id ?? id] as const);
  }
}

function attachedOf(outcome: TransferOutcome | undefined, points: ReadonlyMap<string, string>): Attached {
  if (outcome === undefined) return { attribution: 'none' };
  if (outcome.kind !== 'transferred') return { attribution: withoutPoint[outcome.kind] };
  const contactPointId = points.get(outcome.index.toString('hex'));
  return contactPointId === undefined ? { attribution: 'none' } : { attribution: 'attributed', contactPointId };
}

/** A contact without a number, or whose envelope is not one of ours, has nothing to be looked up. */
function sourceOf({ id, customerNumber, customerOwner }: ContactRecord): readonly [readonly [string, Source]] | undefined {
  if (customerNumber === null || customerOwner === null) return undefined;
  const { domain, entity, column, ownerClass } = numberOfContact;
  const { envelope } = customerNumber;
  const epoch = epochOf(envelope);
  if (epoch === undefined) return undefined;
  const from = { domain, entity, column, rowId: id, ownerId: customerOwner, ownerClass, epoch, envelope };
  return [[id, { from, normalise: 'phone', region: settings().site.region }]];
}

/** Undefined for what is no envelope of ours: it was altered, and no other contact waits for it. */
function epochOf(envelope: Buffer): number | undefined {
  try {
    return readEnvelopeHeader(envelope).epoch;
  } catch (error) {
    if (isVoxkeepError(error, 'seal.envelope')) return undefined;
    throw error;
  }
}

function pointPlace(id: string): Omit<SealContext, 'epoch'> {
  const { domain, entity, column, ownerClass } = valueOfPoint;
  return { domain, entity, column, rowId: id, ownerId: id, ownerClass };
}

function newPoint({
  id,
  outcome,
}: {
  readonly id: string;
  readonly outcome: Transferred;
}): Parameters<ContactPoints['ensure']>[0][number] {
  const [envelope = Buffer.alloc(0)] = outcome.sealed;
  return {
    id,
    kind: 'phone',
    value: new Sealed(envelope),
    valueIndex: outcome.index,
    tail: outcome.tail,
    normaliserVersion: phoneRules,
  };
}

function sealedColumn(entity: EntityClass, property: string): ReturnType<typeof sealedColumns>[number] {
  const found = sealedColumns(entity).find((column) => column.property === property);
  if (!found) throw new TypeError(property);
  return found;
}
