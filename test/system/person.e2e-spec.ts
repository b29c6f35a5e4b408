import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { databaseNames, type http } from '@voxkeep/contracts';
import type { TestCallResult } from '../../apps/recorder/src/test-call/place-test-call.js';
import { testCallAudio } from '../../apps/recorder/src/test-call/test-audio.js';
import type { ApiClient } from '../support/api-client.js';
import type { TestAppliance } from '../support/appliance.js';
import { needlesOf, scan, scanFile, temporaryFilesSince, type Found, type Needle } from '../support/byte-scan.js';
import { call, closedContact, contactOf, detailOf, heard } from '../support/calls.js';
import { asSuperuser, writeOut } from '../support/databases.js';
import { startFurnished } from '../support/furnished-site.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';
import { filesBelow } from '../support/vault.js';
import { pcmOf } from '../support/wav.js';

const canary = {
  name: 'Quirinus Zzyzx-Vantablack',
  surname: 'Zzyzx-Vantablack',
  number: '+442079460147',
  spellings: ['+442079460147', '+44 20 7946 0147', '00442079460147', '+44 (0)20 7946 0147', '+44-20-7946-0147'],
  email: 'quirinus.zzyzx@example.org',
  employee: 'Wilhelmina Quokka-Canary',
  seed: 4711,
};
const other = { name: 'Orsolya Neighbour', number: '+442079460258', email: 'orsolya@example.net', seed: 12 };
const purpose = { code: 'data-subject-request' };
const yes = { key: '1', on: 'customer', afterMs: 400 } as const;

/** 64 octets of what the canary says, from where nothing is silent, as it is sent and as it is heard. */
function voiceOf(seed: number): readonly Needle[] {
  const audio = testCallAudio(seed, 'customer', 'PCMA', 24_000);
  const stretches = Array.from({ length: 24_000 / 64 }, (_, at) => audio.subarray(at * 64, at * 64 + 64)).slice(80);
  const variety = (stretch: Uint8Array) => new Set(stretch).size;
  const voice = [...stretches].sort((a, b) => variety(b) - variety(a)).slice(0, 20);
  return voice.flatMap((stretch, at) => [
    { name: `voice ${at} as G.711`, bytes: Buffer.from(stretch) },
    { name: `voice ${at} as PCM`, bytes: Buffer.from(pcmOf(stretch).buffer.slice(0, 128)) },
  ]);
}

const secrets: readonly Needle[] = [
  ...needlesOf('name', canary.name),
  ...needlesOf('surname', canary.surname),
  ...needlesOf('e-mail', canary.email),
  ...canary.spellings.flatMap((spelling, at) => needlesOf(`number, spelling ${at}`, spelling)),
  ...needlesOf('number, national', '020 7946 0147'),
  ...needlesOf('number, digits', '2079460147'),
  ...needlesOf('name of an employee', canary.employee),
  ...voiceOf(canary.seed),
];

describe('a person whom the whole product knows', () => {
  const beganAt = Date.now();
  let appliance: TestAppliance;
  let site: Site;
  let archived: http.ContactDetail;
  let neighbours: http.ContactDetail;
  let live: { readonly contactId: string; readonly hangUp: () => Promise<TestCallResult> };

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished({ environment: { VOXKEEP_HISTORY_AFTER_HOURS: '0' } }));
    const { client } = site.admin;
    await client.demand('POST', 'configurator/users', {
      login: 'wilhelmina',
      displayName: canary.employee,
      roleCodes: ['agent'],
    });
    const calls = Promise.all([placed(canary, 'canary-first'), placed(other, 'neighbour')]);
    for (const { name, number, email } of [canary, other])
      await client.demand('POST', 'operations/directory/entries', { fullName: name, phones: [number], emails: [email] });
    await importList(client);
    [archived, neighbours] = await calls;
    const isInHistory = async () =>
      (await Promise.all([archived, neighbours].map(({ id }) => detailOf(site, id)))).every(({ store }) => store === 'history');
    await until('the first calls lie in history', isInHistory, 5000); // every look is on record, so they are few
    live = await begin('canary-live');
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  const placed = async ({ number, seed }: { number: string; seed: number }, sessionId: string): Promise<http.ContactDetail> => {
    await call(appliance, { customer: `tel:${number}`, sessionId, seed, durationMs: 3000, digits: [yes] });
    return closedContact(site, await contactOf(appliance, sessionId));
  };
  /** A call of the canary that goes on until it is hung up. */
  const begin = async (sessionId: string) => {
    const bye = new AbortController();
    let answered: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => (answered = resolve));
    const over = call(appliance, {
      customer: `tel:${canary.number}`,
      sessionId,
      seed: canary.seed,
      durationMs: 1_200_000,
      digits: [yes],
      signal: bye.signal,
      onAnswered: answered,
    });
    await isAnswered;
    const contactId = await contactOf(appliance, sessionId);
    await until('the live call is recorded', async () => (await detailOf(site, contactId)).recordings.length > 0);
    const hangUp = (): Promise<TestCallResult> => {
      bye.abort();
      return over;
    };
    return { contactId, hangUp };
  };
  const find = (term: object) =>
    site.dpo.client.demand<{ found: http.FoundPerson[]; narrow: boolean }>('POST', 'data-protection/find', { ...term, purpose });
  const openCase = async (
    kind: 'report' | 'erasure',
    { personId, contactPointIds }: Pick<http.FoundPerson, 'personId' | 'contactPointIds'>,
  ): Promise<string> => {
    const opened = { kind, subject: { personId, contactPointIds }, verification: { level: 2, method: 'document-seen' } };
    return (await site.dpo.client.demand<{ id: string }>('POST', 'data-protection/cases', opened)).id;
  };
  const scanned = async (): Promise<readonly Found[]> => {
    await writeOut(appliance);
    return [...scan([appliance.data], secrets), ...temporaryFilesSince(beganAt).flatMap((file) => scanFile(file, secrets))];
  };
  const statistics = async () => {
    const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    return (
      await site.supervisor.client.demand<http.ContactReport>(
        'GET',
        `operations/reports/contacts?from=${day(-1)}&to=${day(1)}&by=queue`,
      )
    ).rows;
  };

  it.each(canary.spellings.map((spelling, at) => [at + 1, spelling] as const))(
    'is found by the number in spelling %i',
    async (_at, phone) => {
      const { found } = await until('the calls are attributed', async () => {
        const answer = await find({ phone });
        return answer.found.length > 0 ? answer : undefined;
      });
      expect(found.map(({ fullName }) => fullName)).toEqual([canary.name]);
    },
  );

  it('is found by e-mail, and nobody is found under a number that nobody has', async () => {
    expect((await find({ email: canary.email.toUpperCase() })).found.map(({ fullName }) => fullName)).toEqual([canary.name]);
    expect((await find({ phone: '+442079460999' })).found).toEqual([]);
  });

  it('is held in all seven databases while a call is going on: the search itself is on record in the first', async () => {
    const held = await until('every database has learnt of the live call', async () => {
      const holdings = (await find({ phone: canary.number })).found[0]?.holdings ?? [];
      return holdings.every((each) => each.held) ? holdings : undefined;
    });
    expect(held.map(({ database }) => database)).toEqual(databaseNames);
    expect(held.flatMap(({ tables }) => tables).every(({ records }) => records > 0)).toBe(true);
  });

  it('is told “nothing held” by the databases that hold nothing of another person', async () => {
    const { holdings } = (await find({ phone: other.number })).found[0]!;
    expect(holdings.map(({ database }) => database)).toEqual(databaseNames);
    expect(holdings.find(({ database }) => database === 'outbound')).toEqual({
      database: 'outbound',
      held: false,
      records: 0,
      tables: [],
    });
  });

  describe('and asks what is held', () => {
    let caseId: string;
    let text: string;
    let report: Record<string, unknown>;

    beforeAll(async () => {
      await site.supervisor.client.demand('POST', `operations/contacts/${archived.id}/reveal`, {
        purpose: { code: 'complaint' },
      });
      const [person] = (await find({ phone: canary.number })).found;
      caseId = await openCase('report', person!);
      await site.dpo.client.demand('POST', `data-protection/cases/${caseId}/report`);
      report = await site.dpo.client.demand('GET', `data-protection/cases/${caseId}/report.json`);
      text = JSON.stringify(report);
    });

    it('gets a report in which all seven databases have answered', () => {
      const { databases } = report['searched'] as { databases: { database: string; answered: boolean; records: number }[] };
      expect(databases.map(({ database, answered }) => [database, answered])).toEqual(databaseNames.map((name) => [name, true]));
      expect(databases.filter(({ records }) => records > 0).map(({ database }) => database)).toEqual(
        expect.arrayContaining(databaseNames.filter((name) => name !== 'configuration')),
      );
    });

    it('finds name, number, e-mail and both conversations in it', () => {
      expect(
        [canary.name, canary.number, canary.email, archived.id, live.contactId].filter((value) => !text.includes(value)),
      ).toEqual([]);
    });

    it('finds nothing of anybody else in it', () => {
      expect(
        [other.name, other.number, other.email, neighbours.id, canary.employee].filter((value) => text.includes(value)),
      ).toEqual([]);
    });

    it('learns who looked and for what purpose, staff as a role', () => {
      expect(report['accesses']).toContainEqual(expect.objectContaining({ purpose: 'complaint' }));
      expect(text).not.toContain('anna.supervisor');
    });

    (existsSync('/usr/bin/pdftotext') ? it : it.skip)('can read the same as a document', async () => {
      const { status, bytes, headers } = await site.dpo.client.get(`data-protection/cases/${caseId}/report.pdf`);
      const read = spawnSync('/usr/bin/pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
      expect([status, headers['content-type'], read.status]).toEqual([200, 'application/pdf', 0]);
      expect([canary.name, canary.email].filter((value) => !read.stdout.includes(value))).toEqual([]);
    });

    it('is not told to anyone but a Data Protection Officer', async () => {
      const answers = await Promise.all(
        [site.admin, site.supervisor, site.agent].map(({ client }) => client.get(`data-protection/cases/${caseId}/report.json`)),
      );
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    });
  });

  it('stands nowhere in clear: databases, WAL, vault, journal, logs, jobs, sockets, temporary files', async () => {
    expect(await scanned()).toEqual([]);
    // The same scan sees what is meant to be readable, so it looks in the right places.
    expect(scan([appliance.data], needlesOf('queue', 'Service desk')).length).toBeGreaterThan(0);
    expect(appliance.said.filter((line) => secrets.some(({ bytes }) => line.includes(bytes.toString())))).toEqual([]);
  });

  describe('and asks to be erased', () => {
    let before: Awaited<ReturnType<typeof statistics>>;
    let person: http.FoundPerson;
    let preview: http.ErasurePreview;
    let caseId: string;
    let ended: http.CaseDetail;
    const recordings: string[] = [];

    beforeAll(async () => {
      await live.hangUp();
      const lately = await closedContact(site, live.contactId);
      for (const contact of [archived, lately]) recordings.push(...contact.recordings.map(({ id }) => id));
      [person] = (await find({ phone: canary.number })).found as [http.FoundPerson];
      before = await until('both calls are counted', async () => {
        const rows = await statistics();
        return rows.reduce((sum, { kept }) => sum + kept, 0) === 3 ? rows : undefined;
      });
      caseId = await openCase('erasure', person);
      preview = await site.dpo.client.demand('GET', `data-protection/cases/${caseId}/erasure`);
    });

    it('sees what will go before it goes: rows per database, files and keys', () => {
      expect(new Set(preview.lines.filter(({ action }) => action !== 'keep').map(({ database }) => database))).toEqual(
        new Set(['directory', 'operative', 'outbound', 'monitoring', 'reporting', 'history']),
      );
      expect(preview.recordingFiles).toBe(4);
      expect(preview.keysToDestroy).toBeGreaterThan(0);
    });

    it('is not erased by one person alone', async () => {
      const path = `data-protection/cases/${caseId}`;
      const alone = await site.dpo.client.post(`${path}/approval`, { planHash: preview.planHash });
      const unapproved = await site.dpo.client.post(`${path}/erasure`, { planHash: preview.planHash, confirm: 'ERASE' });
      expect([alone.status, alone.body['code'], unapproved.status]).toEqual([403, 'case.same-person', 409]);
    });

    it('is erased when a second officer has approved exactly this plan', async () => {
      const path = `data-protection/cases/${caseId}`;
      await site.deputy.client.demand('POST', `${path}/approval`, { planHash: preview.planHash });
      await site.dpo.client.demand('POST', `${path}/erasure`, { planHash: preview.planHash, confirm: 'ERASE' });
      ended = await until('the erasure has ended', async () => {
        const detail = await site.dpo.client.demand<http.CaseDetail>('GET', path);
        return ['backup-pending', 'closed', 'failed'].includes(detail.state) ? detail : undefined;
      });
      expect({ state: ended.state, steps: ended.steps.filter(({ result }) => result.includes('fail')) }).toEqual({
        state: 'backup-pending', // until the last backup with its keys has expired
        steps: [],
      });
    });

    it('is found by nothing any more', async () => {
      for (const phone of canary.spellings) expect((await find({ phone })).found).toEqual([]);
      expect((await find({ email: canary.email })).found).toEqual([]);
    });

    it('leaves nothing to erase when the same is asked once more', async () => {
      const again: http.ErasurePreview = await site.dpo.client.demand('GET', `data-protection/cases/${caseId}/erasure`);
      const left = again.lines.filter(({ action, records }) => action !== 'keep' && records > 0);
      expect([left.filter(({ action }) => action === 'delete'), again.recordingFiles]).toEqual([[], 0]);
    });

    it('leaves recordings that nobody can open, and no file of them', async () => {
      for (const id of recordings) {
        const answer = await site.supervisor.client.post(`operations/recordings/${id}/listening`, {
          purpose: { code: 'quality-check' },
        });
        expect([404, 409, 410]).toContain(answer.status);
      }
      expect(filesBelow(appliance.vault)).toHaveLength(2);
    });

    it('leaves statistics as they were, and the other person untouched', async () => {
      expect(await statistics()).toEqual(before);
      expect((await find({ phone: other.number })).found.map(({ fullName }) => fullName)).toEqual([other.name]);
      const { wav } = await heard(site, neighbours.recordings[0]!.id);
      expect(wav.length).toBeGreaterThan(2 * 2 * 8000);
    });

    it('stands nowhere in clear after it either', async () => {
      expect(await scanned()).toEqual([]);
    });

    it('is gone from the rows themselves, as the superuser sees them', async () => {
      const ids = [person.personId, ...person.contactPointIds];
      const count = async (database: string, sql: string, values: readonly unknown[]) =>
        (await asSuperuser(appliance, database, (client) => client.query<{ n: string }>(sql, [values]))).rows[0]?.n;
      expect(await count('directory', 'select count(*) as n from person where id = any($1::uuid[])', ids)).toBe('0');
      expect(await count('directory', 'select count(*) as n from contact_point where id = any($1::uuid[])', ids)).toBe('0');
      expect(await count('outbound', 'select count(*) as n from customer where person_id = any($1::uuid[])', ids)).toBe('0');
    });
  });
});

async function importList(client: ApiClient): Promise<void> {
  const { id } = await client.demand<{ id: string }>('POST', 'operations/campaigns', { name: 'Spring offer' });
  const [first, last] = canary.name.split(' ');
  const csv = [
    'external_id,first_name,last_name,phone1,email,time_zone,priority',
    `c-1,${first},${last},${canary.number},${canary.email},Europe/London,1`,
  ].join('\r\n');
  const boundary = 'voxkeep-test';
  const raw = Buffer.from(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="list.csv"',
      'Content-Type: text/csv',
      '',
      csv,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': String(raw.length) };
  const { status, body } = await client.ask('POST', `operations/campaigns/${id}/call-lists`, { raw, headers });
  if (status !== 200 || body['accepted'] !== 1) throw new Error(`The list was not taken: ${status} ${JSON.stringify(body)}`);
}
