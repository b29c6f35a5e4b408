import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ContactPoints, DirectoryEntries, People, directorySealed, type PointLink } from '@voxkeep/directory';
import { ClosedContacts } from '@voxkeep/history';
import { Seals, type KeyringClient } from '@voxkeep/keyring';
import { ContactArchive, Contacts, Consents, operativeSealed } from '@voxkeep/operative';
import { Attempts, BlockedNumbers, CallLists, Campaigns, outboundSealed } from '@voxkeep/outbound';
import { Access, type AuditedAccess, type Sealed } from '@voxkeep/personal-data';
import type { DatabaseName } from '@voxkeep/contracts';
import { VaultStore, newId, newTimeOrderedId, type Database } from '@voxkeep/platform';

const by = 'system:seed';

/** Where traces are left: the databases, a keyring that seals as operations does, and the directory with the vault in it. */
export interface SeededPlace {
  readonly operations: KeyringClient;
  readonly directory: string;
  of(name: DatabaseName): Database;
}

export interface Canary {
  readonly fullName: string;
  readonly phone: string;
  readonly email?: string;
  /** Added to every further value, so that each can be told apart. */
  readonly mark: string;
}

/** A person who left something in every database. */
export interface Seeded {
  readonly personId: string;
  readonly pointId: string;
  readonly contactIds: readonly string[];
  readonly fileIds: readonly string[];
  /** Every value that was sealed or written about the person. */
  readonly values: readonly string[];
}

/** Whose traces: a person with a contact point, and what is added to every value. */
export interface TracesOf {
  readonly personId: string;
  readonly pointId: string;
  readonly phone: string;
  readonly mark: string;
}

/** Leaves traces of persons through the keepers that the product uses. */
export class Seeding {
  readonly #seals: Seals;
  readonly #audited: Promise<AuditedAccess>;

  constructor(
    private readonly site: SeededPlace,
    readonly queueId: string,
  ) {
    this.#seals = new Seals(site.operations);
    const access = Access.by({ actorId: by, kind: 'system' }, { code: 'serve-customer' });
    this.#audited = site.of('directory').recordAccess(access, { action: 'role.seed', actor: by });
  }

  /** The contact point of a value, made when it is not there. */
  async point(kind: 'phone' | 'email', value: string): Promise<string> {
    const id = newId();
    const [valueIndex = Buffer.alloc(16)] = await this.site.operations.index(await this.#audited, [{ kind, value }]);
    const sealed = await this.#seals.seal(directorySealed.contactPoint, { id }, { value });
    const [made] = await new ContactPoints(this.site.of('directory')).ensure(
      [{ id, kind, value: sealed.value as Sealed, valueIndex, tail: null, normaliserVersion: 1 }],
      by,
    );
    return made?.id ?? id;
  }

  async person(fullName: string, links: readonly PointLink[]): Promise<string> {
    const id = newId();
    const sealed = await this.#seals.seal(directorySealed.person, { id }, { fullName });
    const names = { fullName: sealed.fullName as Sealed, givenName: null, familyName: null };
    await new People(this.site.of('directory')).create({ id, kind: 'customer', ...names, language: 'et' }, links, by);
    return id;
  }

  /** Seeds everything about one person; `sharedPointId` is a number that somebody else has too. */
  async canary({ fullName, phone, email, mark }: Canary, sharedPointId: string): Promise<Seeded> {
    const pointId = await this.point('phone', phone);
    const links = [
      { contactPointId: pointId, evidence: 'stated', confidence: 90 },
      { contactPointId: sharedPointId, evidence: 'call-back', confidence: 60 },
    ];
    if (email !== undefined) links.push({ contactPointId: await this.point('email', email), evidence: 'import', confidence: 80 });
    const personId = await this.person(fullName, links);
    const traces = await this.traces({ personId, pointId, phone, mark });
    const own = [fullName, phone, ...(email === undefined ? [] : [email])];
    return { ...traces, personId, pointId, values: [...own, ...traces.values] };
  }

  /** Everything but name and numbers: what a person whom the directory knows leaves in the other databases. */
  async traces({ personId, pointId, phone, mark }: TracesOf): Promise<Pick<Seeded, 'contactIds' | 'fileIds' | 'values'>> {
    await this.entry(personId, `title-${mark}`);
    const old = await this.contact(pointId, phone, `old-${mark}`, new Date(Date.now() - 60 * 24 * 3600_000));
    await this.archive();
    const recent = await this.contact(pointId, phone, `recent-${mark}`, new Date(Date.now() - 3600_000));
    await this.consent(personId, recent, `detail-${mark}`);
    await this.campaign(personId, pointId, recent.id, `external-${mark}`);
    const said = [`old-${mark}`, `recent-${mark}`].flatMap((one) => [`name ${one}`, `attributes ${one}`]);
    const own = [`title-${mark}`, `detail-${mark}`, `external-${mark}`];
    return { contactIds: [old.id, recent.id], fileIds: [old.fileId, recent.fileId], values: [...own, ...said] };
  }

  /** A contact with parties, an event, a recording with its file, and an outcome. */
  async contact(pointId: string, phone: string, mark: string, openedAt: Date, live = false) {
    const contacts = new Contacts(this.site.of('operative'));
    const row = { id: newTimeOrderedId(openedAt), customerOwner: randomUUID(), agentOwner: randomUUID() };
    const sealed = await this.#seals.seal(operativeSealed.contact, row, {
      customerNumber: phone,
      customerName: `name ${mark}`,
      attributes: `attributes ${mark}`,
    });
    await contacts.open(
      {
        ...row,
        key: { system: 'siprec', value: randomUUID() },
        ...{
          channel: 'voice',
          direction: 'inbound',
          trunkId: null,
          queueId: this.queueId,
          recorderId: 'recorder-1',
          ownNumber: null,
        },
        ...{ openedAt, connectedAt: openedAt, attribution: 'pending' },
        customerNumber: sealed.customerNumber as Sealed,
        customerName: sealed.customerName as Sealed,
        attributes: sealed.attributes as Sealed,
      },
      by,
    );
    await this.parties(row, phone, openedAt);
    await contacts.attachCustomerPoint(row.id, { attribution: 'attributed', contactPointId: pointId }, by);
    const fileId = await this.recording(row, openedAt);
    if (!live) await contacts.close(row.id, new Date(openedAt.getTime() + 300_000), 'bye', by);
    return { ...row, fileId };
  }

  private async parties(row: { id: string; customerOwner: string }, phone: string, at: Date): Promise<void> {
    const contacts = new Contacts(this.site.of('operative'));
    for (const [role, aor] of [
      ['customer', phone],
      ['agent', 'sip:agent-of-somebody@example.test'],
    ] as const) {
      const party = { id: newId(), customerOwner: row.customerOwner };
      const sealed = await this.#seals.seal(operativeSealed.contactParty, party, { aor });
      await contacts.addParty(row.id, { id: party.id, role, userId: null, aor: sealed.aor as Sealed, label: null, at }, by);
    }
    await contacts.event(row.id, { kind: 'stream.held', at }, by);
  }

  private async recording(row: { id: string; customerOwner: string }, at: Date): Promise<string> {
    const [recordingId, fileId] = [newId(), newId()];
    const vault = await VaultStore.create(join(this.site.directory, 'vault'));
    const file = await vault.beginFile(fileId);
    const content = randomBytes(400);
    await file.append(content);
    await file.finish();
    const operative = this.site.of('operative');
    await operative.rows(
      `insert into recording (contact_id, id, part, state, codec, inseparable, evidence_kind, started_at, ended_at)
       values ($1, $2, 'agent', 'finished', 'PCMA', false, 'digit', $3, $3)`,
      [row.id, recordingId, at],
    );
    await operative.rows(
      `insert into recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, sha512, state, owner)
       values ($1, $2, $3, 'customer', 1, $4, 'PCMA', 0, 400, $5, 'closed', $6)`,
      [row.id, newId(), recordingId, fileId, createHash('sha512').update(content).digest(), row.customerOwner],
    );
    await operative.rows(`insert into recording_outcome (contact_id, part, outcome, at) values ($1, 'agent', 'kept', $2)`, [
      row.id,
      at,
    ]);
    return fileId;
  }

  private async archive(): Promise<void> {
    const archive = new ContactArchive(this.site.of('operative'));
    const batch = await archive.take(new Date(Date.now() - 30 * 24 * 3600_000), 100);
    await new ClosedContacts(this.site.of('history')).receive(batch, by);
    await archive.remove(
      batch.map(({ contact }) => (contact as { id: string }).id),
      by,
    );
  }

  private async consent(personId: string, contact: { id: string; customerOwner: string }, detail: string): Promise<void> {
    const row = { id: newId(), customerOwner: contact.customerOwner };
    const sealed = await this.#seals.seal(operativeSealed.consent, row, { evidenceDetail: detail });
    await new Consents(this.site.of('operative')).record(
      {
        ...row,
        ...{ personId, contactPointId: null, contactId: contact.id, purpose: 'quality-check', channel: 'voice', state: 'given' },
        ...{ wordingVersion: '2026-1', evidenceKind: 'digit', at: new Date(), validUntil: null },
        evidenceDetail: sealed.evidenceDetail as Sealed,
      },
      by,
    );
  }

  private async campaign(personId: string, pointId: string, contactId: string, externalId: string): Promise<void> {
    const outbound = this.site.of('outbound');
    const campaign = await new Campaigns(outbound).create({ name: randomUUID(), queueId: this.queueId, mode: 'preview' }, by);
    if (campaign === 'name-taken') throw new Error(campaign);
    const lists = new CallLists(outbound);
    const list = await lists.create(campaign.id, 'list', by);
    if (list === 'name-taken') throw new Error(list);
    const customer = { id: newId(), ownerPointId: pointId };
    const sealed = await this.#seals.seal(outboundSealed.customer, customer, { externalId });
    const row = { customerId: customer.id, personId, contactPointIds: [pointId], priority: 1, timeZone: 'Europe/Tallinn' };
    await lists.import(list.id, [{ ...row, externalId: sealed.externalId as Sealed }], [], by);
    await new Attempts(outbound).begin({ id: newId(), customerId: customer.id, contactId, at: new Date() }, by);
    await new BlockedNumbers(outbound).block(pointId, 'do-not-call', by);
  }

  private async entry(personId: string, title: string): Promise<void> {
    const row = { id: newId(), personId };
    const sealed = await this.#seals.seal(directorySealed.directoryEntry, row, { title });
    const entries = new DirectoryEntries(this.site.of('directory'));
    await entries.put(
      { ...row, source: 'customer', userId: null, queueId: null, groupId: null, title: sealed.title as Sealed, visible: true },
      by,
    );
  }
}
