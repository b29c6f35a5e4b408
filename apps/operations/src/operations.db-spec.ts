import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { ClosedContacts } from '@voxkeep/history';
import { Sessions } from '@voxkeep/configuration';
import type { EventPayload, EventType, http } from '@voxkeep/contracts';
import { LiveContacts } from '@voxkeep/monitoring';
import {
  CallBooks,
  type BookedContact,
  Consents,
  ContactArchive,
  Contacts,
  ErasedContacts,
  RecorderCommands,
  UntoldEndings,
} from '@voxkeep/operative';
import { newTimeOrderedId } from '@voxkeep/platform';
import { decodeG711 } from '@voxkeep/telephony';
import { until } from '../../../test/support/until.js';
import { OperationsSite } from './operations-site.fixture.js';
import { aRecording, aStoredContact, someSpeech } from './recorded-contact.fixture.js';

type Page = { items: http.ContactRow[]; next?: string; mark: string };
type User = Awaited<ReturnType<OperationsSite['user']>>;

describe('the operations API', () => {
  let site: OperationsSite;
  let sales: string;
  let service: string;
  let supervisor: User;
  let salesSupervisor: User;
  let agent: User;

  beforeAll(async () => {
    site = await OperationsSite.start();
    sales = await site.queue('Sales');
    service = await site.queue('Service');
    supervisor = await site.user('supervisor');
    salesSupervisor = await site.user();
    for (const access of ['manage-contact-history', 'listen-to-recording', 'monitor'] as const)
      await site.grant(salesSupervisor.id, 'queue', access, sales);
    agent = await site.user('agent');
  });
  afterAll(() => site.stop());

  const search = async (body: object, as = supervisor.as): Promise<Page> => {
    const answer = await site.request('POST', 'contacts/search', { as, body });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Page;
  };
  const idsOf = ({ items }: Page) => items.map(({ id }) => id);
  const moveToHistory = async (contactId: string) => {
    await new UntoldEndings(site.databases.operative.database).settle(contactId, new Date(), 'system:test');
    const archive = new ContactArchive(site.databases.operative.database);
    const batch = await archive.take(new Date(Date.now() + 3_600_000), 1000);
    const one = batch.filter(({ contact }) => (contact as { id: string }).id === contactId);
    await new ClosedContacts(site.databases.history.database).receive(one, 'system:test');
    await archive.remove([contactId], 'system:test');
  };

  describe('searching contacts', () => {
    const phone = '+37255512345';
    let running: string;
    let archived: string;

    beforeAll(async () => {
      const yesterday = new Date(Date.now() - 24 * 3_600_000);
      archived = (await aStoredContact(site, { phone, queueId: sales, openedAt: yesterday })).id;
      await moveToHistory(archived);
      running = (await aStoredContact(site, { phone, queueId: sales, agentUserId: agent.id })).id;
      await aStoredContact(site, { phone: '+37255599999', queueId: service });
    });

    it.each([
      '+37255512345',
      '+372 5551 2345',
      '5551 2345',
      '00372 555 12345',
      'tel:+372-5551-2345',
      'sip:+37255512345@pbx.example',
    ])('finds a number written as %s in both databases', async (written) => {
      expect(idsOf(await search({ phone: written }))).toEqual([running, archived]);
    });

    it('masks the number and names queue and agent', async () => {
      const { items } = await search({ phone });
      expect(items[0]).toMatchObject({
        customerNumber: '•••• 45',
        queue: { id: sales, name: 'Sales' },
        agent: { userId: agent.id, login: agent.login },
        store: 'operative',
      });
      expect(items[1]).toMatchObject({ customerNumber: '•••• 45', store: 'history' });
    });

    it.each(['+37255500000', 'anonymous', 'not a number'])('answers an empty page for %s', async (written) => {
      expect(await search({ phone: written })).toEqual({ items: [], mark: expect.any(String) as string });
    });

    it('pages through both databases without a gap', async () => {
      const first = await search({ phone, limit: 1 });
      const second = await search({ phone, limit: 1, cursor: first.next });
      expect([idsOf(first), idsOf(second), second.next]).toEqual([[running], [archived], undefined]);
    });

    it('shows an agent the own contacts and no others', async () => {
      expect(idsOf(await search({}, agent.as))).toEqual([running]);
    });

    it('shows the contacts of the queues whose history one manages', async () => {
      expect(idsOf(await search({}, salesSupervisor.as))).toEqual([running, archived]);
    });

    it('puts the look-up and the page on record, with their number and no value', async () => {
      const before = (await site.audited('operative', 'contact.list')).length;
      await search({ phone });
      const pages = await site.audited('operative', 'contact.list');
      expect([pages.length - before, pages.at(-1)?.count]).toEqual([1, 2]);
      expect((await site.audited('directory', 'contact.search')).at(-1)).toMatchObject({
        actor: supervisor.id,
        purpose: 'serve-customer',
      });
    });

    it('tells of the page whether it has changed without opening a number, and puts nothing on record', async () => {
      const mark = async (as = supervisor.as, body = {}) =>
        ((await (await site.request('POST', 'contacts/search/mark', { as, body })).json()) as { mark: string }).mark;
      const onRecord = async () => {
        const listed = await site.audited('operative', 'contact.list');
        return [listed.length, (await site.audited('directory', 'contact.search')).length];
      };
      const withItsPage = (await search({})).mark;
      const before = await onRecord();
      const marks = [withItsPage, await mark(), await mark(), await mark(supervisor.as, { queueId: sales })];
      const { id } = await aStoredContact(site, { phone: '+37255566666', queueId: service, live: true });
      marks.push(await mark(), await mark(supervisor.as, { queueId: sales }));
      await new Contacts(site.databases.operative.database).close(id, new Date(), 'bye', 'system:test');
      marks.push(await mark());
      expect(marks.map((one) => marks.indexOf(one))).toEqual([0, 0, 0, 3, 4, 3, 6]);
      expect(await onRecord()).toEqual(before);
    });

    it("answers another queue's contact and none at all with the same bytes", async () => {
      const theirs = await aStoredContact(site, { phone: '+37255577777', queueId: service });
      const answers = await Promise.all(
        [theirs.id, randomUUID()].map((id) => site.request('GET', `contacts/${id}`, { as: salesSupervisor.as })),
      );
      const [notMine, notThere] = await Promise.all(answers.map((answer) => answer.text()));
      expect([answers[0]?.status, answers[1]?.status]).toEqual([404, 404]);
      expect(notMine).toBe(notThere);
    });

    it('shows the detail of an archived contact', async () => {
      const answer = await site.request('GET', `contacts/${archived}`, { as: supervisor.as });
      expect(await answer.json()).toMatchObject({ id: archived, store: 'history', customerNumber: '•••• 45', recordings: [] });
    });

    it('say of an erased contact when it was erased, wherever it lies, and of no other; a list that is followed is told of it', async () => {
      const old = (await aStoredContact(site, { queueId: sales, openedAt: new Date(Date.now() - 24 * 3_600_000) })).id;
      await moveToHistory(old);
      const fresh = (await aStoredContact(site, { queueId: sales })).id;
      const kept = (await aStoredContact(site, { queueId: sales })).id;
      const before = await search({ limit: 50 });
      const began = Date.now();
      await new ErasedContacts(site.databases.operative.database).record([old, fresh], randomUUID(), 'system:test');
      const after = await search({ limit: 50 });
      const detailed = async (id: string) =>
        (await (await site.request('GET', `contacts/${id}`, { as: supervisor.as })).json()) as http.ContactDetail;
      for (const id of [old, fresh]) {
        const { erasedAt } = await detailed(id);
        expect(Math.abs(Date.parse(erasedAt ?? '') - began)).toBeLessThan(600_000);
        expect(after.items.find((row) => row.id === id)?.erasedAt).toBe(erasedAt);
      }
      expect([(await detailed(kept)).erasedAt, after.items.find(({ id }) => id === kept)?.erasedAt]).toEqual([null, null]);
      expect(before.items.every(({ erasedAt }) => erasedAt === null)).toBe(true);
      expect(after.mark).not.toBe(before.mark);
    });

    it('does not echo what it refuses', async () => {
      const answer = await site.request('POST', 'contacts/search', {
        as: supervisor.as,
        body: { phone: '5', queueId: 'canary-5551234' },
      });
      const text = await answer.text();
      expect([answer.status, text.includes('canary')]).toEqual([422, false]);
      expect(JSON.parse(text)).toMatchObject({ fields: [{ path: 'phone' }, { path: 'queueId' }] });
    });

    it('wants to know who asks', async () => {
      expect((await site.request('POST', 'contacts/search', { body: {} })).status).toBe(401);
    });

    it('reveals number and name for a purpose, and keeps its words sealed', async () => {
      const purpose = { code: 'complaint', text: 'Mari asked for it' };
      const answer = await site.request('POST', `contacts/${running}/reveal`, { as: supervisor.as, body: { purpose } });
      expect(await answer.json()).toEqual({ customerNumber: phone, customerName: 'Mari Mets' });
      const row = (await site.audited('operative', 'contact.reveal')).at(-1);
      expect(row).toMatchObject({ actor: supervisor.id, purpose: 'complaint' });
      expect(row?.sealed_detail?.includes('Mari')).toBe(false);
    });

    it('records a reveal where the contact lies', async () => {
      const body = { purpose: { code: 'complaint' } };
      await site.request('POST', `contacts/${archived}/reveal`, { as: supervisor.as, body });
      expect(await site.audited('history', 'contact.reveal')).toHaveLength(1);
    });

    it('reveals nothing without a purpose', async () => {
      const answer = await site.request('POST', `contacts/${running}/reveal`, { as: supervisor.as, body: {} });
      expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'purpose.missing' }]);
    });
  });

  describe('listening', () => {
    const customer = someSpeech(5000, 1);
    const colleague = someSpeech(3000, 99);
    let contactId: string;
    let recordingId: string;
    let fileIds: readonly string[];
    const purpose = { code: 'quality-check', text: 'monthly sample' };

    beforeAll(async () => {
      const contact = await aStoredContact(site, { queueId: sales, agentUserId: agent.id, live: true });
      const made = await aRecording(site, contact, [
        { channel: 'customer', startMs: 0, octets: customer },
        { channel: 'agent', startMs: 1000, octets: colleague },
      ]);
      [contactId, recordingId, fileIds] = [contact.id, made.id, made.fileIds];
      await new Contacts(site.databases.operative.database).close(contactId, new Date(), 'bye', 'system:test');
    });

    const listen = async (as = supervisor.as, id = recordingId): Promise<http.Listening> => {
      const answer = await site.request('POST', `recordings/${id}/listening`, { as, body: { purpose } });
      expect(answer.status).toBe(201);
      return (await answer.json()) as http.Listening;
    };
    const audio = ({ audioUrl }: Pick<http.Listening, 'audioUrl'>, headers: Record<string, string> = {}, as = supervisor.as) =>
      site.request('GET', audioUrl.replace('/api/operations/', ''), { as, headers });
    const alter = async (fileId = '', at = 0) => {
      const path = join(site.directory, 'vault', fileId.slice(0, 2), fileId.slice(2, 4), fileId);
      const bytes = await readFile(path);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await chmod(path, 0o600);
      await writeFile(path, bytes);
    };
    const openVaultFiles = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(join(site.directory, 'vault'));
        } catch {
          return false;
        }
      }).length;
    const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

    it('is refused without a purpose', async () => {
      const answer = await site.request('POST', `recordings/${recordingId}/listening`, { as: supervisor.as, body: {} });
      expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'purpose.missing' }]);
    });

    it("answers another queue's recording and none at all with the same bytes", async () => {
      const other = await site.user();
      const bodies = await Promise.all(
        [recordingId, randomUUID()].map(async (id) => {
          const answer = await site.request('POST', `recordings/${id}/listening`, { as: other.as, body: { purpose } });
          return `${answer.status} ${await answer.text()}`;
        }),
      );
      expect(bodies[0]).toMatch(/^404 /);
      expect(bodies[0]).toBe(bodies[1]);
    });

    it.each([
      ['the own one', () => agent],
      ["a queue's", () => salesSupervisor],
    ])('is open to %s', async (_, who) => {
      expect((await listen(who().as)).recording).toMatchObject({ id: recordingId, durationMs: 5000 });
    });

    it('is on record before it can be heard', async () => {
      await listen();
      expect((await site.audited('operative', 'recording.listen')).at(-1)).toMatchObject({
        actor: supervisor.id,
        purpose: 'quality-check',
      });
    });

    it('plays customer left and agent right, silence where nothing was kept', async () => {
      const answer = await audio(await listen());
      const wav = await bytesOf(answer);
      expect([
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('accept-ranges'),
        answer.headers.get('cache-control'),
      ]).toEqual([200, 'audio/wav', 'bytes', 'no-store']);
      expect(wav.length).toBe(44 + 40_000 * 4);
      const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length));
      const side = (offset: number) => samples.filter((_, at) => at % 2 === offset);
      expect(side(0)).toEqual(decodeG711('PCMA', customer));
      const right = side(1);
      expect(right.subarray(0, 8000).every((sample) => sample === 0)).toBe(true);
      expect(right.subarray(8000, 32_000)).toEqual(decodeG711('PCMA', colleague));
    });

    it('counts from its own beginning, where the call was announced a month or more before', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const far = 30 * 24 * 3_600_000;
      const spoken = [
        { channel: 'customer', startMs: far, octets: customer },
        { channel: 'agent', startMs: far + 1000, octets: colleague },
      ] as const;
      const { id } = await aRecording(site, contact, spoken);
      const [listening, own] = [await listen(supervisor.as, id), await listen()];
      const kept = ({ durationMs, segments }: http.Listening['recording']) => ({ durationMs, segments });
      expect(kept(listening.recording)).toEqual(kept(own.recording));
      expect((await bytesOf(await audio(listening))).equals(await bytesOf(await audio(own)))).toBe(true);
    });

    it('says so where it spans more than can be played', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const spoken = [0, 38 * 3_600_000].map((startMs) => ({ channel: 'customer', startMs, octets: customer }) as const);
      const { id } = await aRecording(site, contact, spoken);
      const answer = await site.request('POST', `recordings/${id}/listening`, { as: supervisor.as, body: { purpose } });
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'recording.too-long' }]);
    });

    it('plays what a further session sealed under its own owners and its own recording', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const spoken = [
        { channel: 'customer', startMs: 0, octets: customer },
        { channel: 'agent', startMs: 1000, octets: colleague },
      ] as const;
      const sealed = { as: randomUUID(), customerOwner: randomUUID(), agentOwner: randomUUID() };
      const { id } = await aRecording(site, contact, spoken, sealed);
      const answers = [await audio(await listen()), await audio(await listen(supervisor.as, id))];
      const [own, adopted] = await Promise.all(answers.map(bytesOf));
      expect(adopted?.equals(own ?? Buffer.alloc(0))).toBe(true);
    });

    it('answers any range with the same bytes as the whole', async () => {
      const listening = await listen();
      const wav = await bytesOf(await audio(listening));
      const spans = [
        [0, 0],
        [0, 43],
        [40, 47],
        [44, 44],
        [45, 46],
        [65_570, 65_590],
        [131_000, 150_001],
        [wav.length - 3, wav.length - 1],
      ];
      for (const [from = 0, to = 0] of spans) {
        const answer = await audio(listening, { range: `bytes=${from}-${to}` });
        expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/${wav.length}`]);
        expect((await bytesOf(answer)).equals(wav.subarray(from, to + 1))).toBe(true);
      }
    });

    it('refuses a range beyond the end and says how long it is', async () => {
      const answer = await audio(await listen(), { range: 'bytes=999999999-' });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${44 + 40_000 * 4}`]);
    });

    it('is over for another user, another session and another recording', async () => {
      const { audioUrl } = await listen();
      const again = await new Sessions(site.databases.configuration.database).open(supervisor.id, 'full');
      const elsewhere = { audioUrl: audioUrl.replace(recordingId, randomUUID()) };
      const answers = [
        await audio({ audioUrl }, {}, agent.as),
        await audio({ audioUrl }, {}, again.token),
        await audio(elsewhere),
      ];
      expect(answers.map(({ status }) => status)).toEqual([410, 410, 410]);
    });

    it('ends with the session', async () => {
      const leaving = await site.user('supervisor');
      const listening = await listen(leaving.as);
      await new Sessions(site.databases.configuration.database).end(leaving.sessionId, 'system:test');
      await until('the listening has ended too', async () => {
        const answer = await audio(listening, {}, leaving.as);
        await answer.body?.cancel();
        return answer.status === 401;
      });
    });

    it('names an altered file before it answers anything', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const made = await aRecording(site, contact, [{ channel: 'customer', startMs: 0, octets: someSpeech(5000, 5) }]);
      await alter(made.fileIds[0], 200);
      const answer = await audio(await listen(supervisor.as, made.id));
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'recording.altered' }]);
    });

    it('breaks off where a later part of the file is altered', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const made = await aRecording(site, contact, [{ channel: 'customer', startMs: 0, octets: someSpeech(60_000, 7) }]);
      await alter(made.fileIds[0], 300_000);
      const answer = await audio(await listen(supervisor.as, made.id));
      expect(answer.status).toBe(200);
      await expect(answer.arrayBuffer()).rejects.toThrow();
    });

    it('says that a file is missing', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const made = await aRecording(site, contact, [{ channel: 'agent', startMs: 0, octets: someSpeech(500, 7) }]);
      await site.vault.remove(made.fileIds[0] ?? '');
      const answer = await audio(await listen(supervisor.as, made.id));
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'recording.file-missing' }]);
    });

    it('lets go of its files when the listener leaves', async () => {
      const contact = await aStoredContact(site, { queueId: sales, live: true });
      const made = await aRecording(site, contact, [{ channel: 'customer', startMs: 0, octets: someSpeech(1_200_000, 7) }]);
      const answer = await audio(await listen(supervisor.as, made.id));
      const reader = answer.body?.getReader();
      await reader?.read();
      expect(openVaultFiles()).toBe(1);
      await reader?.cancel();
      await until('no file is open', () => openVaultFiles() === 0);
    });

    it('plays an archived recording and has it on record there', async () => {
      await moveToHistory(contactId);
      const answer = await audio(await listen());
      expect((await bytesOf(answer)).length).toBe(44 + 40_000 * 4);
      expect(await site.audited('history', 'recording.listen')).toHaveLength(1);
      expect(fileIds).toHaveLength(2);
    });
  });

  describe('what telephone systems tell', () => {
    let system: User;
    beforeAll(async () => {
      system = await site.user();
      await site.grant(system.id, 'integration', 'use');
    });

    it('makes one contact of one key, and finds it by its number', async () => {
      const body = { system: 'ucid', key: 'key-1', customerNumber: '5551 8888', queueId: sales };
      const [first, second] = await Promise.all(
        [1, 2].map(
          async () =>
            (await site.request('POST', 'contacts', { as: system.as, body })).json() as Promise<
              http.ContactRow & { contactId: string; created: boolean }
            >,
        ),
      );
      expect(first?.contactId).toBe(second?.contactId);
      expect([first?.created, second?.created].sort()).toEqual([false, true]);
      expect(idsOf(await search({ phone: '+37255518888' }))).toEqual([first?.contactId]);
    });

    it('keeps the mark of an announced number for the recorder, in whatever spelling it came', async () => {
      const announced = async (body: object) => {
        const answer = await site.request('POST', 'contacts', { as: system.as, body: { system: 'ucid', ...body } });
        const { contactId } = (await answer.json()) as { contactId: string };
        const sql = 'select announced_mark as mark from contact where id = $1';
        const [found] = await site.databases.operative.database.rows<{ mark: Buffer | null }>(sql, [contactId]);
        return { contactId, mark: found?.mark };
      };
      const { contactId, mark } = await announced({ key: 'key-9', customerNumber: '5551 8889' });
      expect(mark).toEqual(await site.keyring.announcedMark(contactId, '+37255518889'));
      expect(await announced({ key: 'key-10' })).toMatchObject({ mark: null });
      expect(await announced({ key: 'key-11', customerNumber: 'anonymous' })).toMatchObject({ mark: null });
    });

    it('leaves the key owners to the recorder that attaches', async () => {
      const made = await site.request('POST', 'contacts', { as: system.as, body: { system: 'ucid', key: 'key-2' } });
      const { contactId } = (await made.json()) as { contactId: string };
      const contacts = new Contacts(site.databases.operative.database);
      const [customerOwner, agentOwner] = [randomUUID(), randomUUID()];
      const known = await contacts.get(contactId);
      const opened = await contacts.open(
        { ...known!, key: { system: 'ucid', value: 'key-2' }, recorderId: 'recorder-1', customerOwner, agentOwner },
        'system:recorder',
      );
      expect(opened).toEqual({ contactId, created: false, customerOwner, agentOwner });
    });

    it('refuses a queue that is not there', async () => {
      const answer = await site.request('POST', 'contacts', {
        as: system.as,
        body: { system: 'ucid', key: 'k', queueId: randomUUID() },
      });
      expect([answer.status, await answer.json()]).toMatchObject([422, { fields: [{ path: 'queueId', problem: 'unknown' }] }]);
    });

    it('says that no recorder holds the call', async () => {
      const { id: contactId } = await aStoredContact(site, {});
      const answer = await site.request('POST', 'consents', { as: system.as, body: { contact: { contactId }, state: 'given' } });
      expect(await answer.json()).toEqual({ contactId, applied: 'no-live-recording' });
    });

    it.each(['asked', 'given', 'refused', 'withdrawn'])('knows no contact that is not there: %s', async (state) => {
      const answers = [{ contactId: randomUUID() }, { system: 'ucid', key: randomUUID() }].map(async (contact) => {
        const answer = await site.request('POST', 'consents', { as: system.as, body: { contact, state } });
        return [answer.status, answer.headers.get('content-type'), ((await answer.json()) as { code?: string }).code];
      });
      const notThere = [404, expect.stringContaining('application/problem+json'), 'not-found'];
      expect(await Promise.all(answers)).toEqual([notThere, notThere]);
    });

    it('writes a withdrawal down that comes when the call is over', async () => {
      const { id: contactId } = await aStoredContact(site, {});
      const consents = new Consents(site.databases.operative.database);
      const said = { personId: null, contactPointId: null, contactId, purpose: 'quality-check', channel: 'voice' };
      const how = {
        wordingVersion: 'v1',
        evidenceKind: 'digit',
        customerOwner: null,
        evidenceDetail: null,
        validUntil: null,
      } as const;
      await consents.record({ ...said, ...how, id: randomUUID(), state: 'given', at: new Date(0) }, 'system:recorder');
      const body = { contact: { contactId }, state: 'withdrawn', evidence: 'agent' };
      const answer = await site.request('POST', 'consents', { as: system.as, body });
      expect(await answer.json()).toEqual({ contactId, applied: 'no-live-recording' });
      expect((await consents.ofContact(contactId)).map(({ state, evidenceKind }) => [state, evidenceKind])).toEqual([
        ['given', 'digit'],
        ['withdrawn', 'agent'],
      ]);
    });

    it.each(['given', 'refused', 'withdrawn'])('refuses a wording that is told with %s, not with the question', async (state) => {
      const { id: contactId } = await aStoredContact(site, { live: true });
      const body = { contact: { contactId }, state, wordingVersion: 'v1', evidence: 'ivr' };
      const answer = await site.request('POST', 'consents', { as: system.as, body });
      const fields = [{ path: 'wordingVersion', problem: 'only-with-asked' }];
      expect([answer.status, await answer.json()]).toMatchObject([422, { fields }]);
    });

    it('answers when the recorder has applied it, and "unknown" when that takes too long', async () => {
      const { id: contactId } = await aStoredContact(site, { live: true });
      const commands = new RecorderCommands(site.databases.operative.database);
      const stop = await commands.onAsked((commandId) => {
        if (commandId !== undefined) void commands.acknowledge(commandId, 'applied', 'system:recorder');
      });
      const body = { contact: { contactId }, state: 'given', evidence: 'ivr' };
      const applied = await site.request('POST', 'consents', { as: system.as, body });
      await stop();
      const unanswered = await site.request('POST', 'consents', { as: system.as, body });
      expect([await applied.json(), await unanswered.json()]).toEqual([
        { contactId, applied: 'applied' },
        { contactId, applied: 'unknown' },
      ]);
    });

    describe('told by the name of a call', () => {
      const key = (value: string) => ({ system: 'sip-session-id', value });
      const tell = async (value: string, state: string) => {
        const contact = { system: 'sip-session-id', key: value };
        const answer = await site.request('POST', 'consents', { as: system.as, body: { contact, state } });
        return [answer.status, ((await answer.json()) as { code?: string }).code];
      };
      /** A call that comes under a name, and whether that is another live call's. */
      const comes = async (value: string, { isStrangers = false } = {}) => {
        const { id: like } = await aStoredContact(site, { live: true });
        const contacts = new Contacts(site.databases.operative.database);
        const id = newTimeOrderedId(new Date());
        const names = isStrangers ? { keys: [key(`${id} alone`)], shared: [key(value)] } : { keys: [key(value)] };
        const call = { ...(await contacts.get(like))!, id, ...names, recorderId: 'recorder-1' } as unknown as BookedContact;
        await new CallBooks(site.databases.operative.database).open(call, new Set(), 'system:recorder');
        return id;
      };
      const end = (id: string) => new Contacts(site.databases.operative.database).close(id, new Date(), 'bye', 'system:test');
      const toldToRecorder = async (ids: readonly string[]) =>
        (await new RecorderCommands(site.databases.operative.database).pending('recorder-1')).filter(({ contactId }) =>
          ids.includes(contactId),
        );
      const ambiguous = [409, 'contact.key-ambiguous-use-contact-id'];

      it.each([
        ['one after the other', [false, false]],
        ['of which the recorder knows', [false, true]],
        ['the second first in the books', [true, false]],
      ])('is nobody’s where two live calls bear it: %s', async (_how, [first, second]) => {
        const name = randomUUID();
        const ids = [await comes(name, { isStrangers: first! }), await comes(name, { isStrangers: second! })];
        for (const state of ['asked', 'given', 'refused', 'withdrawn']) expect(await tell(name, state)).toEqual(ambiguous);
        expect(await toldToRecorder(ids)).toEqual([]);
      });

      it('is not the closed call’s where another came under it, and none but a withdrawal where none did', async () => {
        const name = randomUUID();
        const first = await comes(name);
        await end(first);
        expect(await tell(name, 'given')).toEqual(ambiguous);
        expect(await tell(name, 'withdrawn')).toEqual([200, undefined]);
        const second = await comes(name);
        for (const state of ['given', 'withdrawn']) expect(await tell(name, state)).toEqual(ambiguous);
        expect(await toldToRecorder([second])).toEqual([]);
      });

      it('is the call’s that alone bears it', async () => {
        const name = randomUUID();
        const id = await comes(name);
        expect(await tell(name, 'given')).toEqual([200, undefined]);
        expect(await toldToRecorder([id])).toMatchObject([{ kind: 'consent-given' }]);
      });
    });

    describe('by an agent, who enters what the customer says', () => {
      const tell = async (contactId: string, as: string, state = 'given', evidence = 'agent') =>
        (await site.request('POST', 'consents', { as, body: { contact: { contactId }, state, evidence } })).status;
      const offered = async (contactId: string) => {
        const answer = await site.request('GET', `contacts/${contactId}`, { as: agent.as });
        return ((await answer.json()) as http.ContactDetail).tellsConsent;
      };
      /** A call that goes on, and the party that its agent is. */
      const ownCall = async () => {
        const { id } = await aStoredContact(site, { live: true, agentUserId: agent.id });
        const [party] = await site.databases.operative.database.rows<{ id: string }>(
          'select id from contact_party where contact_id = $1 and user_id = $2',
          [id, agent.id],
        );
        return { id, partyId: party!.id };
      };

      it('is taken of an own call, offered on its page, and asked of its recorder in the name of the agent', async () => {
        const { id } = await ownCall();
        expect([await offered(id), await tell(id, agent.as)]).toEqual([true, 200]);
        const asked = await new RecorderCommands(site.databases.operative.database).pending('recorder-1');
        expect(asked.find(({ contactId }) => contactId === id)).toMatchObject({
          ...{ kind: 'consent-given', evidenceKind: 'agent', askedBy: agent.id },
        });
      });

      it('is no yes of a call that the agent has left, and still a no', async () => {
        const { id, partyId } = await ownCall();
        await new Contacts(site.databases.operative.database).leaveParty(id, partyId, new Date(), 'system:recorder');
        expect([await tell(id, agent.as), await tell(id, agent.as, 'refused')]).toEqual([403, 200]);
      });

      it('is of no call of others, and nothing else than what was said to an agent', async () => {
        const { id: ofOthers } = await aStoredContact(site, { live: true });
        const { id: own } = await ownCall();
        expect(await tell(ofOthers, agent.as)).toBe(404);
        expect(await tell(own, (await site.user()).as)).toBe(403);
        expect(await tell(own, agent.as, 'given', 'ivr')).toBe(422);
      });

      it('of a queue is for who may change its contacts, and not for who sees them', async () => {
        const { id } = await aStoredContact(site, { live: true, queueId: sales });
        const manager = await site.user('agent');
        await site.grant(manager.id, 'queue', 'manage-contact-history', sales);
        expect(await tell(id, manager.as)).toBe(403);
        await site.grant(manager.id, 'contact', 'modify', sales);
        expect(await tell(id, manager.as)).toBe(200);
      });

      it('is told to be without effect in a queue that does not record', async () => {
        const isOff = async (queueId: string | null) => {
          const { id } = await aStoredContact(site, { live: true, agentUserId: agent.id, queueId });
          const answer = await site.request('GET', `contacts/${id}`, { as: agent.as });
          return ((await answer.json()) as http.ContactDetail).recordingOff;
        };
        const recording = await site.queue(`recording ${randomUUID()}`, 'only-with-consent');
        expect([await isOff(sales), await isOff(await site.queue(`off ${randomUUID()}`, 'off'))]).toEqual([true, true]);
        expect([await isOff(recording), await isOff(null)]).toEqual([false, false]);
      });

      it('is offered no more when the call is over', async () => {
        const { id } = await aStoredContact(site, { agentUserId: agent.id });
        expect(await offered(id)).toBe(false);
      });
    });
  });

  describe('the end of a contact', () => {
    let system: User;
    beforeAll(async () => {
      system = await site.user();
      await site.grant(system.id, 'integration', 'use');
    });
    const end = (contactId: string, as = system.as) => site.request('POST', `contacts/${contactId}/end`, { as });
    const announced = async (key: string) => {
      const made = await site.request('POST', 'contacts', { as: system.as, body: { system: 'ucid', key, queueId: sales } });
      return ((await made.json()) as { contactId: string }).contactId;
    };

    it('is told by whoever announced it, once and for all, with an outcome and on record', async () => {
      const contactId = await announced('end-1');
      const [first, second] = [await end(contactId), await end(contactId)];
      expect([await first.json(), await second.json()]).toEqual([
        { contactId, ended: 'ended' },
        { contactId, ended: 'already-ended' },
      ]);
      const contact = await new Contacts(site.databases.operative.database).get(contactId);
      expect(contact).toMatchObject({ outcomes: [{ outcome: 'failed', cause: 'no-call' }], endReason: 'ended-by-command' });
      const audited = await site.databases.operative.database.rows(
        `select 1 from audit_outbox where action = 'contact.close' and actor = $1 and object_id = $2`,
        [system.id, contactId],
      );
      expect(audited).toHaveLength(1);
    });

    it('of a call that is recorded is told to its recorder, and is its to write', async () => {
      const { id: contactId } = await aStoredContact(site, { live: true, queueId: sales });
      const commands = new RecorderCommands(site.databases.operative.database);
      expect(await (await end(contactId)).json()).toEqual({ contactId, ended: 'ending' });
      const stop = await commands.onAsked((commandId) => {
        if (commandId !== undefined) void commands.acknowledge(commandId, 'applied', 'system:recorder');
      });
      expect(await (await end(contactId)).json()).toEqual({ contactId, ended: 'ended' });
      await stop();
      const asked = await commands.pending('recorder-1');
      expect(asked.filter((command) => command.contactId === contactId)).toMatchObject([{ kind: 'end' }]);
      expect(await new Contacts(site.databases.operative.database).get(contactId)).toMatchObject({ closedAt: null });
    });

    it('of an archived contact is long past', async () => {
      const { id } = await aStoredContact(site, { queueId: sales });
      await moveToHistory(id);
      expect(await (await end(id)).json()).toMatchObject({ ended: 'already-ended' });
    });

    it('is told by a person for contacts that they may change and see, and for no others', async () => {
      const [own, other] = [await announced('end-2'), randomUUID()];
      const clerk = await site.user();
      // The service hears of a grant a moment after it was made, for a session that it knows already.
      const answers = (status: number) =>
        until(`the answer is ${status}`, async () => (await end(own, clerk.as)).status === status);
      await answers(403);
      await site.grant(clerk.id, 'contact', 'modify', service);
      await answers(404);
      await site.grant(clerk.id, 'contact', 'view', sales);
      await answers(403);
      await site.grant(clerk.id, 'contact', 'modify', sales);
      await answers(200);
      expect((await end(other)).status).toBe(404);
    });
  });

  describe('what goes on now', () => {
    it('is told at once and after each change, within the queues that one may monitor', async () => {
      const answer = await site.request('GET', 'live', { as: salesSupervisor.as });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      const events = sse(answer);
      expect(await events.next()).toMatchObject({ event: 'snapshot', data: { contacts: [] } });
      const contactId = randomUUID();
      await opened(contactId, sales);
      await opened(randomUUID(), service);
      const shown = await events.until(({ data }) => (data as http.LiveSnapshot).contacts.length > 0);
      expect(shown.data).toMatchObject({
        contacts: [{ contactId, queue: 'Sales', state: 'waiting' }],
        queues: [{ queueId: sales, live: 1 }],
      });
      await events.close();
    });

    it('says what is wrong with a recording, there and on the page of the contact, while the call goes on', async () => {
      const { id: contactId } = await aStoredContact(site, { queueId: sales, agentUserId: agent.id, live: true });
      await opened(contactId, sales);
      await tell('recording.alarm.v1', { contactId, at: alarmAt, alarm: 'silent-party', channel: 'customer', state: 'raised' });
      const expected = [{ alarm: 'silent-party', channel: 'customer', raisedAt: alarmAt }];
      const events = sse(await site.request('GET', 'live', { as: salesSupervisor.as }));
      const told = await events.next();
      expect((told?.data as http.LiveSnapshot).contacts.find((contact) => contact.contactId === contactId)?.alarms).toEqual(
        expected,
      );
      await events.close();
      const alarms = (as: string) => site.request('GET', `contacts/${contactId}/alarms`, { as });
      expect(await (await alarms(agent.as)).json()).toEqual({ alarms: expected, changes: 1 });
      expect((await alarms((await site.user('agent')).as)).status).toBe(404);
      await tell('contact.closed.v1', { contactId, at: alarmAt, openedAt: alarmAt });
      expect(await (await alarms(agent.as)).json()).toEqual({ alarms: [], changes: 1 });
    });

    it('says within ten seconds that the recorder does not answer, knows nothing of running calls until it does, and then all is as before', async () => {
      const contactId = randomUUID();
      await opened(contactId, sales);
      await tell('recording.started.v1', { contactId, recordingId: randomUUID(), at: alarmAt, part: 'agent' });
      await mkdir(join(site.directory, 'run'));
      const socket = join(site.directory, 'run', 'recorder.sock');
      const ready = { parts: [{ name: 'sip', ready: true }] };
      let hangs = false;
      const recorder = createServer((_asked, answer) => {
        if (!hangs) answer.end(JSON.stringify(ready));
      });
      await once(recorder.listen(socket), 'listening');
      const events = sse(await site.request('GET', 'live', { as: salesSupervisor.as }));
      const seen = async (silent: boolean) => {
        const { data } = await events.until((event) => {
          const { silentSince } = event.data as http.LiveSnapshot;
          return event.event === 'snapshot' && (silentSince !== null) === silent;
        });
        const { contacts, queues } = data as http.LiveSnapshot;
        const { recording, recorded } = contacts.find((contact) => contact.contactId === contactId)!;
        return { recording, recorded, ofQueue: queues.find(({ queueId }) => queueId === sales)!.recorded };
      };
      await once(recorder, 'request');
      const before = await seen(false);
      expect(before).toMatchObject({ recording: 'recording', recorded: true });
      hangs = true;
      expect(await seen(true)).toEqual({ recording: 'not-known', recorded: null, ofQueue: null });
      hangs = false;
      expect(await seen(false)).toEqual(before);
      ready.parts[0]!.ready = false;
      expect(await seen(true)).toMatchObject({ recorded: null });
      ready.parts[0]!.ready = true;
      expect(await seen(false)).toEqual(before);
      recorder.close();
      recorder.closeAllConnections();
      expect(await seen(true)).toMatchObject({ recorded: null });
      await once(recorder.listen(socket), 'listening');
      expect(await seen(false)).toEqual(before);
      await events.close();
      recorder.close();
      recorder.closeAllConnections();
      await tell('contact.closed.v1', { contactId, at: alarmAt, openedAt: alarmAt });
    });

    it('ends with the session', async () => {
      const viewer = await site.user('supervisor');
      const events = sse(await site.request('GET', 'live', { as: viewer.as }));
      await events.next();
      await new Sessions(site.databases.configuration.database).end(viewer.sessionId, 'system:test');
      expect(await events.ended()).toBe(true);
    });

    it('is nothing to an agent', async () => {
      expect((await site.request('GET', 'live', { as: agent.as })).status).toBe(403);
    });

    const alarmAt = '2026-11-22T10:00:00.000Z';

    function opened(contactId: string, queueId: string): Promise<void> {
      const at = new Date().toISOString();
      return tell('contact.opened.v1', { contactId, at, direction: 'inbound', trunkId: null, queueId });
    }

    async function tell<T extends EventType>(type: T, payload: EventPayload<T>): Promise<void> {
      const { database } = site.databases.monitoring;
      await database.transaction((t) =>
        new LiveContacts(database).apply([{ id: '1', type, payload, at: new Date() } as never], t),
      );
    }
  });

  it('reports whole days of the site', async () => {
    const answer = await site.request('GET', 'reports/contacts?from=2026-01-01&to=2026-01-31', { as: supervisor.as });
    expect([answer.status, await answer.json()]).toEqual([200, { rows: [], includesHistory: true }]);
  });

  describe('outbound', () => {
    let administrator: User;
    let campaignId: string;

    beforeAll(async () => {
      administrator = await site.user('outbound-administrator');
      const made = await site.request('POST', 'campaigns', { as: administrator.as, body: { name: 'Spring', queueId: sales } });
      campaignId = ((await made.json()) as { id: string }).id;
    });

    const upload = (text: string, name?: string) => {
      const form = new FormData();
      if (name !== undefined) form.append('name', name);
      form.append('file', new Blob([text], { type: 'text/csv' }), 'mari-mets.csv');
      return site.request('POST', `campaigns/${campaignId}/call-lists`, { as: administrator.as, form });
    };

    it('imports what it understands and says what it does not, by line', async () => {
      const block = await site.request('POST', 'blocked-numbers', { as: administrator.as, body: { phone: '5600 0009' } });
      const text = [
        'external_id;first_name;last_name;phone1;phone2;email;time_zone;priority',
        'a1;Mari;Mets;5600 0001;5600 0002;mari@example.com;Europe/Tallinn;5',
        'a2;Jaan;Tamm;+372 5600 0003;;;;',
        'a3;Jaan;Tamm;56000003;;;;',
        'a4;Peeter;Kask;5600 0009;;;;',
        'a5;=1+1;;nonsense;;;;',
      ].join('\r\n');
      const answer = await upload(`\uFEFF${text}`, 'First');
      expect([block.status, answer.status]).toEqual([204, 200]);
      expect(await answer.json()).toMatchObject({
        accepted: 2,
        duplicates: 1,
        blocked: 1,
        rejected: [{ line: 6, column: 'phone1', code: 'invalid' }],
      });
      const campaigns = await site.request('GET', 'campaigns', { as: administrator.as });
      expect(await campaigns.json()).toMatchObject([{ id: campaignId, name: 'Spring', customers: 2 }]);
    });

    it('writes a person for each accepted line with a name, and none for the others', async () => {
      expect(await site.databases.directory.database.rows('select id from person')).toHaveLength(2);
    });

    it('makes no second person of a list that is imported again', async () => {
      expect((await upload('first_name,phone1\nMari,56000001\n')).status).toBe(200);
      expect(await site.databases.directory.database.rows('select id from person')).toHaveLength(2);
    });

    it.each([
      ['name\nMari\n', 422, 'import.header'],
      [`phone1\n${'x'.repeat(11 * 1024 * 1024)}`, 413, 'import.too-large'],
    ])('refuses a file it cannot use', async (text, status, code) => {
      const answer = await upload(text);
      expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    });

    it('does not know a campaign that is not there', async () => {
      const form = new FormData();
      form.append('file', new Blob(['phone1\n']), 'a.csv');
      expect((await site.request('POST', `campaigns/${randomUUID()}/call-lists`, { as: administrator.as, form })).status).toBe(
        404,
      );
    });

    it('knows blocked numbers in any spelling', async () => {
      const blocked = async (phone: string) =>
        (await site.request('POST', 'blocked-numbers/check', { as: administrator.as, body: { phone } })).json();
      expect([await blocked('+37256000009'), await blocked('5600 0008')]).toEqual([{ blocked: true }, { blocked: false }]);
    });
  });

  describe('the directory', () => {
    const purpose = { code: 'serve-customer' };
    let clerk: User;
    beforeAll(async () => {
      clerk = await site.user();
      await site.grant(clerk.id, 'directory-entry', 'manage');
    });

    it('finds a customer by number and by address', async () => {
      const body = { fullName: 'Õnne Õun', phones: ['5700 0001'], emails: ['onne@example.com'] };
      expect((await site.request('POST', 'directory/entries', { as: clerk.as, body })).status).toBe(201);
      for (const searched of [{ phone: '+372 5700 0001' }, { email: 'Onne@Example.com' }]) {
        const answer = await site.request('POST', 'directory/search', { as: clerk.as, body: { ...searched, purpose } });
        expect(await answer.json()).toMatchObject({
          items: [{ fullName: 'Õnne Õun', phones: ['+37257000001'], source: 'customer' }],
        });
      }
    });

    it('shows nobody for an unknown number', async () => {
      const answer = await site.request('POST', 'directory/search', { as: clerk.as, body: { phone: '5799 9999', purpose } });
      expect(await answer.json()).toEqual({ items: [] });
    });

    it('names the number that it cannot read by its place', async () => {
      const body = { fullName: 'A B', phones: ['5700 0001', 'nonsense'] };
      const answer = await site.request('POST', 'directory/entries', { as: clerk.as, body });
      expect([answer.status, await answer.json()]).toMatchObject([422, { fields: [{ path: 'phones.1', problem: 'invalid' }] }]);
    });
  });
});

interface Told {
  readonly event: string;
  readonly data: unknown;
}

function sse(answer: Response) {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  const next = async (): Promise<Told | undefined> => {
    for (;;) {
      const end = pending.indexOf('\n\n');
      if (end >= 0) {
        const lines = pending.slice(0, end).split('\n');
        pending = pending.slice(end + 2);
        return { event: lines[0]!.slice(7), data: JSON.parse(lines[1]!.slice(6)) as unknown };
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      pending += value;
    }
  };
  const until = async (fits: (told: Told) => boolean): Promise<Told> => {
    for (;;) {
      const told = await next();
      if (!told) throw new Error('ended');
      if (fits(told)) return told;
    }
  };
  const ended = () =>
    until(() => false).then(
      () => false,
      (thrown: unknown) => thrown instanceof Error && thrown.message === 'ended',
    );
  return { next, until, close: () => reader.cancel(), ended };
}
