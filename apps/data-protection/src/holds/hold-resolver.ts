import { Inject, Injectable } from '@nestjs/common';
import type { HoldView } from '@voxkeep/configuration';
import {
  distinctOwners,
  ownersOf,
  type CatalogueEntity,
  type HoldScope,
  type KeyOwner,
  type Row,
  type SubjectKeys,
} from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import { Subjects } from '../subject/subjects.js';

/** What a hold covers now: records as `contact/<id>`, and the key owners of what was said in them and who it was. */
export interface Covered {
  readonly keys: readonly string[];
  readonly owners: readonly KeyOwner[];
}
interface FoundContact {
  readonly id: string;
  readonly customers: readonly string[];
  readonly agents: readonly string[];
}

const ownIdentity: ReadonlySet<string> = new Set(['person', 'contact_point']);
const contactTables: ReadonlySet<string> = new Set(['contact', 'closed_contact']);
/** Contacts with every key owner of what was said in them: voices and addresses may have owners of their own. */
const contactsWhere = (prefix: '' | 'closed_', where: string) =>
  `select c.id, array(
      select c.customer_owner where c.customer_owner is not null
      union select p.customer_owner from ${prefix}contact_party p where p.contact_id = c.id and p.customer_owner is not null
      union select s.owner from ${prefix}recording_segment s where s.contact_id = c.id and s.channel <> 'agent') as customers,
    array(
      select c.agent_owner where c.agent_owner is not null
      union select s.owner from ${prefix}recording_segment s where s.contact_id = c.id and s.channel = 'agent') as agents
    from ${prefix}contact c where ${where} and ($2::timestamptz is null or c.opened_at >= $2) and ($3::timestamptz is null or c.opened_at < $3)`;

/** Looks up what holds cover, in all databases. Reads ids and times only; nothing is opened. */
@Injectable()
export class HoldResolver {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
  ) {}

  async resolve({ scopes }: Pick<HoldView, 'scopes'>): Promise<Covered> {
    const covered = await Promise.all(scopes.map((scope) => this.#scope(scope)));
    return {
      keys: [...new Set(covered.flatMap(({ keys }) => keys))],
      owners: distinctOwners(covered.flatMap(({ owners }) => owners)),
    };
  }

  async #scope(scope: HoldScope): Promise<Covered> {
    if (scope.kind === 'person' || scope.kind === 'contact-point') return this.#ofSubject(scope, scope.kind);
    return this.#contacts(scope);
  }

  /** Everything that belongs to a person or a number: who it is without regard to a period, contacts within it. */
  async #ofSubject(scope: HoldScope, kind: 'person' | 'contact-point'): Promise<Covered> {
    const roots: SubjectKeys = { [kind]: [scope.keyId] };
    const trace = await this.subjects.trace({ roots, confirmed: kind === 'contact-point' ? [scope.keyId] : [] });
    const found = trace.steps.flatMap(({ entity, rows }) =>
      rows.filter((row) => counts(entity, row, scope)).map((row) => ({ entity, row })),
    );
    const keys = new Set(found.flatMap(({ entity, row }) => keyNames(entity, row)));
    const within = trace.steps.flatMap(({ entity, rows }) =>
      rows.filter((row) => keys.has(`contact/${String(row['contact_id'])}`)).map((row) => ({ entity, row })),
    );
    return { keys: [...keys], owners: distinctOwners([...found, ...within].flatMap(({ entity, row }) => ownersOf(entity, row))) };
  }

  async #contacts({ kind, keyId, from, to }: HoldScope): Promise<Covered> {
    const found = await Promise.all(
      (['operative', 'history'] as const).map((name) => {
        const prefix = name === 'operative' ? '' : 'closed_';
        const where = {
          contact: 'c.id = $1',
          queue: 'c.queue_id = $1',
          user: `c.id in (select p.contact_id from ${prefix}contact_party p where p.user_id = $1)`,
        }[kind as 'contact' | 'queue' | 'user'];
        return this.databases.of(name).rows<FoundContact>(contactsWhere(prefix, where), [keyId, from, to]);
      }),
    );
    const contacts = found.flat();
    const users = kind === 'user' ? [`user/${keyId}`] : [];
    return { keys: [...users, ...contacts.map(({ id }) => `contact/${id}`)], owners: contacts.flatMap(contentOwners) };
  }
}

function contentOwners({ customers, agents }: FoundContact): KeyOwner[] {
  return [
    ...customers.map((ownerId) => ({ ownerId, ownerClass: 'contact-customer' as const })),
    ...agents.map((ownerId) => ({ ownerId, ownerClass: 'contact-agent' as const })),
  ];
}

function counts(entity: CatalogueEntity, row: Row, { from, to }: HoldScope): boolean {
  if (ownIdentity.has(entity.table)) return true;
  const at = row['opened_at'];
  if (!contactTables.has(entity.table) || !(at instanceof Date)) return false;
  return (from === null || from <= at) && (to === null || at < to);
}

function keyNames({ table }: CatalogueEntity, { id }: Row): string[] {
  const kind = table === 'person' ? 'person' : table === 'contact_point' ? 'contact-point' : 'contact';
  return typeof id === 'string' ? [`${kind}/${id}`] : [];
}
