import { databaseNames, type http } from '@voxkeep/contracts';
import { PersonLinks } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { Access, catalogue, type CatalogueEntity } from '@voxkeep/personal-data';
import { Seeding } from '../../apps/data-protection/src/canary.fixture.js';
import type { PersonReport } from '../../apps/data-protection/src/report/person-report.js';
import { placeTestCall } from '../../apps/recorder/src/test-call/place-test-call.js';
import type { TestAppliance } from '../support/appliance.js';
import { needlesOf, scan, scanFile, temporaryFilesSince, type Found } from '../support/byte-scan.js';
import { closedContact, contactOf } from '../support/calls.js';
import { CanaryRows, nameOf, personalColumns, type CanarySubject, type KeptEnvelope } from '../support/canary-rows.js';
import { CanaryWorld } from '../support/canary-world.js';
import { asSuperuser, writeOut } from '../support/databases.js';
import { describeInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import { firstSignIn } from '../support/sign-in.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';

const hers = {
  name: 'Quirina Kanaar-Qzx7',
  mark: 'kanaar-qzx7',
  phones: ['+442079460311', '+442079460322', '+442079460333'],
  emails: ['quirina.kanaar-qzx7@example.org', 'work.kanaar-qzx7@example.net'],
  formerPhone: '+442079460344',
};
const neighbour = { name: 'Orsolya Naaber-Wvk3', mark: 'naaber-wvk3', phone: '+442079460355', email: 'naaber-wvk3@example.org' };
const employee = { login: 'wilhelmina', name: 'Wilhelmina Tolk-Jpq5', mark: 'tolk-jpq5', extension: '7002' };
const shared = '+442079460366';
const by = 'system:seed';

/** Columns in which nothing of a person can be left here, each with the reason. */
const reasons: Readonly<Record<string, string>> = {};

/** `npm test` looks for one person in what the product keeps; that no single column is forgotten only the full run shows. */
describeInFull('canaries in every personal column of the catalogue', () => {
  const beganAt = Date.now();
  const everything = catalogue();
  let appliance: TestAppliance;
  let site: Site;
  let world: CanaryWorld;
  let rows: CanaryRows;
  let customer: CanarySubject;
  let other: CanarySubject;
  let staff: CanarySubject;
  let ownContacts: readonly string[];
  let nobodysContacts: readonly string[];

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished());
    world = await CanaryWorld.open(appliance);
    rows = new CanaryRows(world, everything);
    const { userId, personId } = await hired();
    await imported(hers.name, [...hers.phones, hers.formerPhone, shared], hers.emails);
    await imported(neighbour.name, [neighbour.phone, shared], [neighbour.email]);
    const calls = [`tel:${hers.phones[0] ?? ''}`, `tel:${shared}`, 'sip:anonymous@anonymous.invalid'].map(placed);
    const [own, ofShared, withheld] = await Promise.all(calls);
    [ownContacts, nobodysContacts] = [[own!.id], [ofShared!.id, withheld!.id]];
    const seeding = new Seeding(world, site.queueId);
    customer = await seeded(seeding, hers.name, hers.mark, hers.phones[1]!);
    other = await seeded(seeding, neighbour.name, neighbour.mark, neighbour.phone);
    await endedLinks(customer, seeding);
    customer.keys.case = [await openCase('other', customer, 2)];
    staff = {
      ...{ mark: employee.mark, values: [employee.name], keys: { person: [personId], user: [userId] } },
      about: (entity: CatalogueEntity) => entity.reachedBy.some(({ key }) => key === 'user'),
    };
    for (const subject of [customer, staff]) for (let pass = 0; pass < 2; pass += 1) await rows.complete(subject);
    customer.values.push(hers.name, ...hers.phones, ...hers.emails);
  });
  afterAll(async () => {
    await world.close();
    site.close();
    await appliance.end();
  });

  const placed = async (from: string, at: number): Promise<http.ContactDetail> => {
    const sessionId = `canary-${String(at)}`;
    await placeTestCall({
      ...{ target: { address: '127.0.0.1', port: appliance.ports.sip }, transport: 'udp', customer: from },
      ...{ agent: `sip:${employee.extension}@pbx.example`, sessionId, seed: 40 + at, durationMs: 2500 },
      digits: [{ key: '1', on: 'customer', afterMs: 400 }],
    });
    return closedContact(site, await contactOf(appliance, sessionId));
  };
  const imported = (fullName: string, phones: readonly string[], emails: readonly string[]) =>
    site.admin.client.demand('POST', 'operations/directory/entries', { fullName, phones, emails });
  /** An employee who has signed in, with an address at which calls reach them. */
  const hired = async (): Promise<{ userId: string; personId: string }> => {
    const addresses = [{ kind: 'extension', value: employee.extension }];
    const user = { login: employee.login, displayName: employee.name, roleCodes: ['agent'], addresses };
    const { oneTimePassword } = await site.admin.client.demand<{ oneTimePassword: string }>('POST', 'configurator/users', user);
    await firstSignIn(appliance.newClient(), employee.login, oneTimePassword);
    const [account] = await world
      .of('configuration')
      .rows<{ id: string; person_id: string }>('select id, person_id from user_account where login = $1', [employee.login]);
    return { userId: account!.id, personId: account!.person_id };
  };
  const found = async (term: object): Promise<http.FoundPerson[]> =>
    (
      await site.dpo.client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', {
        ...term,
        purpose: { code: 'data-subject-request' },
      })
    ).found;
  /** What the product's keepers leave about a person that was imported: contacts, consent, call list, attempts, blocked number. */
  const seeded = async (seeding: Seeding, fullName: string, mark: string, phone: string): Promise<CanarySubject> => {
    const [person] = await found({ phone });
    const points = person!.contactPoints.filter(({ value }) => value !== shared).map(({ id }) => id);
    const left = await seeding.traces({ personId: person!.personId!, pointId: await seeding.point('phone', phone), phone, mark });
    const isCustomers = ({ reachedBy, provides }: CatalogueEntity) =>
      reachedBy.some(({ key }) => key !== 'user') && !provides.some(({ key }) => key === 'user');
    return {
      ...{ mark, values: [...left.values.filter((value) => !value.startsWith('title')), fullName], about: isCustomers },
      keys: {
        person: [person!.personId!],
        'contact-point': points,
        contact: [...left.contactIds, ...(mark === hers.mark ? ownContacts : [])],
      },
    };
  };
  /** A number that was hers once, and an entry that was joined with hers and taken apart again. */
  const endedLinks = async ({ keys }: CanarySubject, seeding: Seeding): Promise<void> => {
    const former = await seeding.point('phone', hers.formerPhone);
    const directory = world.of('directory');
    await directory.rows(`update person_contact_point set to_at = now() where contact_point_id = $1`, [former]);
    const links = new PersonLinks(directory);
    const double = await seeding.person(`Double ${hers.mark}`, []);
    const made = await links.link(keys.person![0]!, double, 'seealso', by);
    if ('id' in made) await links.end(made.id, by);
  };
  const openCase = async (kind: 'report' | 'erasure' | 'other', subject: CanarySubject, level: 2 | 3): Promise<string> => {
    const about = { personId: subject.keys.person?.[0] ?? null, contactPointIds: [] };
    const verification = { level, method: 'document-seen' };
    return (await site.dpo.client.demand<{ id: string }>('POST', 'data-protection/cases', { kind, subject: about, verification }))
      .id;
  };
  /** Columns of the catalogue that the report must show of a subject, as `table label`: those in which something stands. */
  const shownOf = async (subject: CanarySubject): Promise<readonly string[]> => {
    const filled = new Set(await rows.filled(subject));
    return everything.entities.flatMap((entity) =>
      personalColumns(entity).flatMap(({ column, classification: c }) => {
        const isShown = c.as === 'free-text' || (c.as === 'personal' && c.access !== false && c.store !== 'index');
        return isShown && 'label' in c && filled.has(`${nameOf(entity)}.${column}`) ? [`${nameOf(entity)} ${c.label}`] : [];
      }),
    );
  };
  const shownIn = ({ records }: PersonReport): ReadonlySet<string> =>
    new Set(
      records.flatMap(({ database, table, records: held }) =>
        held.flatMap(({ values }) =>
          values.flatMap(({ label, value }) => (value === null ? [] : [`${database} ${table} ${label}`])),
        ),
      ),
    );
  const secrets = () => [
    ...[hers, neighbour, employee].flatMap(({ mark, name }) => [...needlesOf(`mark ${mark}`, mark), ...needlesOf('name', name)]),
    ...[...hers.phones, neighbour.phone, shared].flatMap((phone) => [
      ...needlesOf('number', phone),
      ...needlesOf('number, digits', phone.slice(3)),
    ]),
    ...hers.emails.flatMap((email) => needlesOf('e-mail', email)),
  ];
  const scanned = async (): Promise<readonly Found[]> => {
    await writeOut(appliance);
    const needles = secrets();
    return [...scan([appliance.data], needles), ...temporaryFilesSince(beganAt).flatMap((file) => scanFile(file, needles))];
  };
  const areCounted = (ids: readonly string[]): Promise<boolean> =>
    asSuperuser(appliance, 'reporting', async (client) => {
      const ended =
        'select 1 from contact_fact where contact_id = any($1::uuid[]) and closed_at is not null and outcome is not null';
      return (await client.query(ended, [ids])).rowCount === ids.length;
    });
  /** Totals as the reports of supervisors count them, by queue and by agent. */
  const totals = () =>
    asSuperuser(appliance, 'reporting', async (client) => {
      const sum = (column: string) =>
        client.query(`select ${column} as key, count(*)::int as contacts, sum(handle_seconds)::int as seconds, outcome
          from contact_fact group by 1, 4 order by 1, 4`);
      return { queues: (await sum('queue_id')).rows, agents: (await sum('agent_user_id')).rows };
    });

  it('fill every personal and free-text column of all databases, or say why not', async () => {
    const filled = new Set([...(await rows.filled(customer)), ...(await rows.filled(staff))]);
    const empty = everything.entities
      .filter(({ kind, store }) => kind !== 'none' && databaseNames.some((name) => name === store))
      .flatMap((entity) => personalColumns(entity).map(({ column }) => `${nameOf(entity)}.${column}`))
      .filter((column) => !filled.has(column) && reasons[column] === undefined);
    // What a table answered is only told when it left a column empty.
    expect({ empty, refused: empty.length > 0 ? [...rows.refused] : [] }).toEqual({ empty: [], refused: [] });
  });

  describe('of a customer who asks what is held', () => {
    let report: PersonReport;
    let text: string;

    beforeAll(async () => {
      const id = await openCase('report', customer, 2);
      await site.dpo.client.demand('POST', `data-protection/cases/${id}/report`);
      report = await site.dpo.client.demand<PersonReport>('GET', `data-protection/cases/${id}/report.json`);
      text = JSON.stringify(report);
    });

    it('are all in the report: every text and every column', async () => {
      const shown = shownIn(report);
      expect(customer.values.filter((value) => !text.includes(value))).toEqual([]);
      expect((await shownOf(customer)).filter((column) => !shown.has(column))).toEqual([]);
    });

    it('stand there without a value of anybody else: not of who shares a number, not of staff, not of who hid their number', () => {
      const foreign = [neighbour.name, neighbour.mark, neighbour.phone, employee.name, employee.mark, shared, ...other.values];
      expect([...foreign, ...nobodysContacts].filter((value) => text.includes(value))).toEqual([]);
    });
  });

  it('of an employee are all in the report for employees, and nothing of a customer is', async () => {
    const path = `data-protection/employees/${staff.keys.user?.[0] ?? ''}/report.json`;
    const report = await site.admin.client.demand<PersonReport>('GET', path);
    const [text, shown] = [JSON.stringify(report), shownIn(report)];
    expect(staff.values.filter((value) => !text.includes(value))).toEqual([]);
    expect((await shownOf(staff)).filter((column) => !shown.has(column))).toEqual([]);
    expect([...customer.values, ...other.values].filter((value) => text.includes(value))).toEqual([]);
  });

  it('stand nowhere in clear, and the scan finds what is meant to be readable', async () => {
    expect(await scanned()).toEqual([]);
    expect(scan([appliance.data], needlesOf('login', employee.login)).length).toBeGreaterThan(0);
    expect(appliance.said.filter((line) => line.includes(hers.mark) || line.includes(employee.mark))).toEqual([]);
  });

  describe('once their persons are erased', () => {
    let before: Awaited<ReturnType<typeof totals>>;
    let kept: readonly KeptEnvelope[];

    beforeAll(async () => {
      await until('every call is counted', () => areCounted([...ownContacts, ...nobodysContacts]));
      before = await totals();
      kept = [...(await rows.envelopes(customer)), ...(await rows.envelopes({ ...staff, keys: { person: staff.keys.person! } }))];
      for (const [subject, level] of [
        [customer, 2],
        [staff, 3],
      ] as const)
        await erased(subject, level);
    });

    const erased = async (subject: CanarySubject, level: 2 | 3): Promise<void> => {
      const path = `data-protection/cases/${await openCase('erasure', subject, level)}`;
      const { planHash } = await site.dpo.client.demand<http.ErasurePreview>('GET', `${path}/erasure`);
      await site.deputy.client.demand('POST', `${path}/approval`, { planHash });
      await site.dpo.client.demand('POST', `${path}/erasure`, { planHash, confirm: 'ERASE' });
      const ended = await until('the erasure has ended', async () => {
        const detail = await site.dpo.client.demand<http.CaseDetail>('GET', path);
        return ['backup-pending', 'closed', 'failed'].includes(detail.state) ? detail : undefined;
      });
      const failed = ended.steps.filter(({ result }) => result.includes('fail'));
      expect({ state: ended.state, failed }).toEqual({ state: 'backup-pending', failed: [] });
    };

    it('are found by nothing: three numbers, two addresses, the former number', async () => {
      const terms = [...hers.phones.map((phone) => ({ phone })), ...hers.emails.map((email) => ({ email }))];
      expect((await Promise.all(terms.map(found))).flat()).toEqual([]);
      const ofShared = await found({ phone: shared });
      expect(ofShared.map(({ fullName }) => fullName)).toEqual([neighbour.name]);
    });

    it('cannot be opened from any ciphertext that was kept aside', async () => {
      expect(kept.length).toBeGreaterThan(15);
      expect(await readable(kept)).toEqual([]);
    });

    it('stand in no row any more: what must go is gone, what may stay tells nothing', async () => {
      const left = await rows.envelopes(customer);
      expect(left.filter(({ entity }) => entity.onErasure !== 'keep').map(({ entity }) => nameOf(entity))).toEqual([]);
      expect(await readable(left)).toEqual([]);
    });

    it('leave the other person whole', async () => {
      const id = await openCase('report', other, 2);
      await site.dpo.client.demand('POST', `data-protection/cases/${id}/report`);
      const text = JSON.stringify(await site.dpo.client.demand('GET', `data-protection/cases/${id}/report.json`));
      expect(other.values.filter((value) => !text.includes(value))).toEqual([]);
    });

    it('leave the statistics of queues and agents as they were', async () => {
      expect(await totals()).toEqual(before);
    });

    it('stand nowhere in clear after it either', async () => {
      expect(await scanned()).toEqual([]);
    });

    const readable = async (envelopes: readonly KeptEnvelope[]): Promise<readonly string[]> => {
      const access = Access.by({ actorId: by, kind: 'system' }, { code: 'serve-customer' });
      const audited = await world.of('directory').recordAccess(access, { action: 'role.seed', actor: by });
      const opened: string[] = [];
      // The clients that sealed the canaries have their keys in memory for a minute; nobody else has.
      const [operations, configurator] = [world.newClient('operations'), world.newClient('configurator')];
      for (const { entity, property, row } of envelopes) {
        if (entity.entityClass === undefined) continue;
        const seals = new Seals(entity.domain === 'staff' ? configurator : operations);
        const values = await seals.open(audited, entity.entityClass, [row], [property]);
        if (values.get(String(row['id']))?.[property] !== 'key-destroyed') opened.push(`${nameOf(entity)}.${property}`);
      }
      operations.close();
      configurator.close();
      return opened;
    };
  });
});
