import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ErasureRecords, Holds, verifyCertificate, type CertificatePayload } from '@voxkeep/configuration';
import { VoxkeepError, type http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import type { Seeded, Seeding } from '../canary.fixture';
import type { Answer, Site } from '../data-protection.fixture';
import { Closure } from './closure';
import { ErasureSite } from './erasure-case.fixture';
import { Erasures } from './erasures';
import { Execution } from './execution';

const purpose = { code: 'data-subject-request' };
const yearMs = 365 * 24 * 3600_000;

/** One site for all; every test has a person of its own in it, whom no other test reads, holds or erases. */
describe('an erasure', () => {
  let first: ErasureSite;
  let world: ErasureSite;
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;

  const ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object, login = 'dpo') =>
    site.ask(login, method as 'POST', path, body);
  const detail = async (id: string) => (await ask('GET', `cases/${id}`)).body as unknown as http.CaseDetail;
  const preview = async (id: string) => (await ask('GET', `cases/${id}/erasure`)).body as unknown as http.ErasurePreview;
  const open = async (kind = 'erasure') => {
    const subject = { personId: her.personId, contactPointIds: [] };
    const verification = { level: 2, method: 'document-seen' };
    return (await ask('POST', 'cases', { kind, subject, verification })).body['id'] as string;
  };
  const settled = () => site.app.get(Erasures).settled();
  const execute = async (id: string, planHash: string): Promise<Answer> => {
    const begun = await ask('POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' }, 'deputy');
    await settled();
    return begun;
  };
  const approved = async () => {
    const id = await open();
    const { planHash } = await preview(id);
    await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    return { id, planHash };
  };
  const erased = async () => {
    const { id, planHash } = await approved();
    await execute(id, planHash);
    return id;
  };
  const place = async (scopes: object[], login = 'dpo') => {
    const body = { matter: 'AZ-2026/17', basis: 'legal-claim', contactRole: 'legal', reviewDays: 90, scopes };
    return (await ask('POST', 'holds', body, login)).body['id'] as string;
  };
  const inForce = async (scopes: object[]) => {
    const id = await place(scopes);
    await ask('POST', `holds/${id}/approval`, {}, 'deputy');
    return id;
  };
  const release = async (id: string) => {
    await ask('POST', `holds/${id}/release`, { reason: 'matter-closed' });
    const answer = await ask('POST', `holds/${id}/release-approval`, {}, 'deputy');
    await settled();
    return answer;
  };
  const scope = (kind: string, keyId: string, from: string | null = null, to: string | null = null) => ({
    kind,
    keyId,
    from,
    to,
  });
  const find = async () => (await ask('POST', 'find', { phone: world.who.phone, purpose })).body['found'] as http.FoundPerson[];
  const heldContact = async () =>
    (
      await site
        .of('operative')
        .rows<{ number: unknown }>('select customer_number as number from contact where id = $1', [her.contactIds[1]])
    )[0]?.number;

  beforeAll(async () => {
    first = await ErasureSite.start();
    ({ site } = first);
  });
  beforeEach(async () => {
    world = await first.another();
    ({ seeding, her } = world);
    await site.readAudit();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => site.stop());

  it('goes through its states in order and waits for the last backup of the keys', async () => {
    const id = await erased();
    const { steps } = await detail(id);
    const states = ['scoped', 'hold-check', 'approved', 'restricting', 'executing', 'verifying', 'live-erased', 'backup-pending'];
    expect(steps.map(({ step, result }) => (result === 'done' ? step : '')).filter((step) => states.includes(step))).toEqual(
      states,
    );
  });

  it('is closed by itself when the last backup of the keys has expired, with the second stage of its certificate', async () => {
    const id = await erased();
    await site.app.get(Closure).closeDue(new Date(Date.now() + 6 * 24 * 3600_000));
    const before = await detail(id);
    await site.app.get(Closure).closeDue(new Date(Date.now() + 7 * 24 * 3600_000 + 1000));
    const stages = (await site.app.get(ErasureRecords).certificatesOf(id)).map(({ stage }) => stage);
    expect([before.state, (await detail(id)).state, stages]).toEqual(['backup-pending', 'closed', ['live-erased', 'closed']]);
  });

  it('under a hold on one call is done in part, and says which hold and whom to ask', async () => {
    await inForce([scope('contact', her.contactIds[1] ?? '')]);
    const id = await open();
    const shown = await preview(id);
    expect(shown.retained).toContainEqual(
      expect.objectContaining({
        table: 'contact',
        records: 1,
        reason: 'hold',
        reference: expect.stringMatching(/^HOLD-/) as string,
        contactRole: 'legal',
      }),
    );
    await ask('POST', `cases/${id}/approval`, { planHash: shown.planHash }, 'deputy');
    await execute(id, shown.planHash);
    expect([(await detail(id)).state, await find(), Buffer.isBuffer(await heldContact())]).toEqual([
      'suspended-by-hold',
      [],
      true,
    ]);
  });

  it('goes on by itself when the hold is released, and takes the rest', async () => {
    const hold = await inForce([scope('contact', her.contactIds[1] ?? '')]);
    const id = await erased();
    await release(hold);
    expect([(await detail(id)).state, await heldContact()]).toEqual(['backup-pending', null]);
  });

  it('of a person who is wholly held waits, and nothing is erased', async () => {
    await inForce([scope('person', her.personId)]);
    const id = await open();
    const { planHash } = await preview(id);
    const answer = await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([(await detail(id)).state, answer.body['code'], (await find()).length]).toEqual([
      'suspended-by-hold',
      'case.suspended-by-hold',
      1,
    ]);
  });

  it('is refused when a hold was placed since its approval, with the difference', async () => {
    const { id, planHash } = await approved();
    await place([scope('contact', her.contactIds[1] ?? '')]);
    const { status, body } = await execute(id, planHash);
    expect([status, body['code']]).toEqual([409, 'plan.changed']);
    expect(body['fields']).toContainEqual({ path: 'operative.contact', problem: 'held 0 → 1' });
  });

  it('has a certificate that names destroyed keys and removed ciphertext, and verifies offline with its proof', async () => {
    const id = await erased();
    const { raw } = await ask('GET', `cases/${id}/certificate.json`);
    const checked = verifyCertificate(raw.toString('utf8'));
    if (checked.verdict !== 'valid') throw new Error(`line ${String(checked.line)}: ${checked.because}`);
    const { payload } = checked.body;
    expect([payload.keys.destroyed.length > 4, payload.recordings, payload.stage]).toEqual([
      true,
      { files: 2, ciphertextSha512: expect.arrayContaining([expect.any(String)]) as unknown },
      'live-erased',
    ]);
    for (const value of her.values) expect(raw.toString('utf8')).not.toContain(value);
  });

  it.each(['en', 'it', 'pl', 'ru', 'et'])('has a certificate to read in %s', async (language) => {
    const id = await erased();
    const { raw, status } = await ask('GET', `cases/${id}/certificate.pdf?language=${language}`);
    const kept = process.env['KEEP_CERTIFICATE'];
    if (kept !== undefined) writeFileSync(join(kept, `certificate-${language}.pdf`), raw);
    expect([status, raw.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  });

  const steps = [
    ...['restrict-retained', 'look-up-pending-numbers', 'mark-contacts', 'end-live-recordings', 'await-consumers'],
    ...['write-erasure-journal', 'remove-files', 'destroy-keys', 'verify-nothing-found', 'verify-unreadable'],
  ];
  it.each(steps)('that was cut off after %s ends in the same state when it is resumed', async (name) => {
    const { id, planHash } = await approved();
    const execution = site.app.get<unknown, { step: (...a: unknown[]) => Promise<void> }>(Execution);
    const step = execution.step.bind(execution);
    const killed = jest.spyOn(execution, 'step').mockImplementation(async (found, by, which, ...rest) => {
      await step(found, by, which, ...rest);
      if (which === name) throw new VoxkeepError('process.killed');
    });
    await execute(id, planHash);
    const cut = (await detail(id)).state;
    killed.mockRestore();
    await execute(id, planHash);
    const { payload } = (await site.app.get(ErasureRecords).certificatesOf(id)).at(-1) ?? {};
    const certificate = payload as CertificatePayload;
    expect([cut, (await detail(id)).state, await find()]).toEqual(['failed', 'backup-pending', []]);
    expect([certificate.keys.destroyed.length > 4, certificate.recordings.files]).toEqual([true, 2]);
  });

  describe('and holds', () => {
    it('are approved and released by another person than the one who asked', async () => {
      const id = await place([scope('person', her.personId)]);
      const own = await ask('POST', `holds/${id}/approval`, {});
      await ask('POST', `holds/${id}/approval`, {}, 'deputy');
      await ask('POST', `holds/${id}/release`, { reason: 'matter-closed' });
      const ownRelease = await ask('POST', `holds/${id}/release-approval`, {});
      expect([own.status, own.body['code'], ownRelease.status]).toEqual([403, 'hold.same-person', 403]);
    });

    it('take the keys from services at once and give them back when the last one is released', async () => {
      const [contact] = await site
        .of('operative')
        .rows<{ owner: string }>('select customer_owner as owner from contact where id = $1', [her.contactIds[1]]);
      const readable = async () =>
        (await site.keyringStates([{ ownerId: contact?.owner ?? '', ownerClass: 'contact-customer' }]))[0];
      const first = await inForce([scope('contact', her.contactIds[1] ?? '')]);
      const second = await inForce([scope('person', her.personId)]);
      const states = [await readable()];
      await release(first);
      states.push(await readable());
      await release(second);
      states.push(await readable());
      expect(states).toEqual(['held', 'held', 'active']);
    });

    it.each(['contact', 'person'] as const)('on a %s take the keys of voices that have owners of their own', async (kind) => {
      const [voice, contactId = ''] = [{ ownerId: newId(), ownerClass: 'contact-customer' as const }, her.contactIds[1]];
      await site.operations.mint([voice], ['media']);
      await site
        .of('operative')
        .rows('update recording_segment set owner = $2 where contact_id = $1', [contactId, voice.ownerId]);
      const id = await inForce([scope(kind, kind === 'contact' ? contactId : her.personId)]);
      expect(await site.keyringStates([voice])).toEqual(['held']);
      await release(id);
      expect(await site.keyringStates([voice])).toEqual(['active']);
    });

    it('cover a call of the queue that came after they were placed', async () => {
      const at = (days: number) => new Date(Date.now() + days * 24 * 3600_000).toISOString();
      const hold = await inForce([scope('queue', seeding.queueId, at(-1), at(2))]);
      const later = await seeding.contact(her.pointId, world.who.phone, 'later', new Date());
      await site.carryEvents();
      const id = await erased();
      const rows = await site
        .of('operative')
        .rows('select 1 from contact where id = $1 and customer_number is not null', [later.id]);
      expect([rows.length, (await detail(id)).state, (await site.app.get(Holds).find(hold))?.state]).toEqual([
        1,
        'suspended-by-hold',
        'active',
      ]);
    });
  });

  describe('and restriction', () => {
    it('of a person is a hold for their case that a second person approves', async () => {
      const id = await open('restriction');
      await ask('POST', `cases/${id}/restriction`, { basis: 'accuracy-contested' });
      const hold = (await site.app.get(Holds).list()).find(({ caseId }) => caseId === id);
      expect([hold?.caseId, hold?.state, (await detail(id)).state]).toEqual([id, 'proposed', 'answered']);
    });
  });

  describe('and rectification', () => {
    it('puts a sealed value right, without a value in the audit trail', async () => {
      const id = await open('rectification');
      const body = { database: 'directory', table: 'person', rowId: her.personId, column: 'full_name', value: 'Mari Mägi' };
      const { status } = await ask('POST', `cases/${id}/rectification`, body);
      const [found] = await find();
      const entries = await site
        .of('directory')
        .rows(`select t::text as text from audit_outbox t where action = 'rectification.change'`);
      expect([status, found?.fullName, JSON.stringify(entries).includes('Mari'), entries.length]).toEqual([
        200,
        'Mari Mägi',
        false,
        1,
      ]);
    });
  });

  it('writes nothing personal to the second sink', async () => {
    await erased();
    const written = ['erasure-journal.jsonl', 'certificate-verifier.pem'].map((name) => {
      try {
        return readFileSync(join(site.directory, 'witness', name), 'utf8');
      } catch {
        return '';
      }
    });
    for (const value of her.values) expect(written.join('\n')).not.toContain(value);
  });
});

describe('an erasure of what a law has kept', () => {
  let world: ErasureSite;

  beforeAll(async () => {
    world = await ErasureSite.start();
    await world.site.readAudit();
  });
  afterAll(() => world.site.stop());

  it('keeps it, under which article and until when', async () => {
    await world.ask('PUT', 'statutory-terms', { class: 'contact', days: 3650, ground: 'Accounting Act § 12' });
    const id = await world.open();
    await world.erase(id);
    const [certificate] = await world.site.app.get(ErasureRecords).certificatesOf(id);
    expect(certificate?.payload).toMatchObject({
      databases: expect.arrayContaining([
        expect.objectContaining({
          table: 'contact',
          outcome: 'retained',
          reason: 'statutory',
          reference: 'Accounting Act § 12',
          until: expect.any(String) as string,
        }),
      ]) as unknown,
    });
    await world.site.app.get(Closure).closeDue(new Date(Date.now() + yearMs));
    expect((await world.detail(id)).state).toBe('partly-refused');
  });
});
