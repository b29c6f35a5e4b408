import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Decrypter } from 'age-encryption';
import { canonicalJson } from '@voxkeep/audit';
import {
  AccessViews,
  Cases,
  Compliance,
  EvidenceFreezes,
  Incidents,
  OtherSystems,
  SystemTasks,
  configurationEntities,
  obligations,
} from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { forgetSettings, newId } from '@voxkeep/platform';
import { aSite, program } from '../../../../libs/configuration/src/configuration.fixture.js';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { CertificateKey } from '../certificate/certificate-key.js';
import { Freezing, archiveName, folderOf, manifestName } from './freezing.js';
import { RegisteredAnswers } from './system-answers.js';

const crm: http.OtherSystemBody = {
  ...{ name: 'CRM', kind: 'crm', ownerUserId: null, ownerOffice: 'it', contact: 'it-desk', howToSearch: 'By customer number.' },
  ...{ categories: ['contact-data-records'], processor: true, agreement: 'AVV-17', transfer: null, retention: '2 years' },
  answerDays: 10,
};
const hashes = { planHash: 'a'.repeat(64), catalogueHash: 'b'.repeat(64) };
const soon = () => new Date(Date.now() + 3600_000);

describe('the registers', () => {
  let fresh: FreshDatabase;
  let site: Awaited<ReturnType<typeof aSite>>;
  let folder: string;
  const placed = [
    'VOXKEEP_EVIDENCE',
    'VOXKEEP_EVIDENCE_LOGS',
    'VOXKEEP_EVIDENCE_IDENTITY',
    'VOXKEEP_CERTIFICATE_KEY',
    'VOXKEEP_WITNESS',
  ];

  beforeEach(async () => {
    fresh = await freshDatabase('configuration', configurationEntities);
    site = await aSite(fresh.database);
    folder = await mkdtemp(path.join(tmpdir(), 'voxkeep-evidence-'));
    process.env['VOXKEEP_EVIDENCE'] = path.join(folder, 'evidence');
    process.env['VOXKEEP_EVIDENCE_LOGS'] = folder;
    process.env['VOXKEEP_EVIDENCE_IDENTITY'] = path.join(folder, 'keys', 'identity.txt');
    process.env['VOXKEEP_CERTIFICATE_KEY'] = path.join(folder, 'keys', 'certificate.pem');
    process.env['VOXKEEP_WITNESS'] = path.join(folder, 'witness');
    forgetSettings();
  });
  afterEach(async () => {
    for (const name of placed) Reflect.deleteProperty(process.env, name);
    forgetSettings();
    await rm(folder, { recursive: true, force: true });
    await fresh.drop();
  });

  const aScopedCase = async () => {
    const cases = new Cases(fresh.database);
    const officer = await site.aUser('system-administrator');
    const subject = { personId: newId(), contactPointIds: [] };
    const id = await cases.open({ kind: 'report', subject, verification: { level: 2, method: 'document-seen' } }, officer);
    await cases.scope(id, hashes, officer);
    return { id, officer };
  };

  it('asks every system in use when a case is scoped, and says who answered', async () => {
    const { database } = fresh;
    const systems = new OtherSystems(database);
    const saved = await systems.create(crm, program);
    const retired = await systems.create({ ...crm, name: 'Old PBX' }, program);
    if (!('saved' in saved) || !('saved' in retired)) throw new TypeError('not saved');
    await systems.retire(retired.saved, true, program);
    const { id, officer } = await aScopedCase();
    const tasks = new SystemTasks(database);
    const answers = new RegisteredAnswers(tasks, new AccessViews(database));
    expect(await answers.of(id)).toMatchObject([{ name: 'CRM', state: 'outstanding', at: null }]);
    await tasks.answer(id, saved.saved, { outcome: 'nothing-held', ground: null, reference: null }, officer);
    expect(await answers.of(id)).toMatchObject([{ state: 'answered', by: 'it', outcome: 'nothing-held' }]);
  });

  it('keeps every duty with its owner, evidence and due date', async () => {
    const compliance = new Compliance(fresh.database);
    await compliance.seed();
    await compliance.seed();
    const duties = obligations.filter(({ reviewMonths }) => reviewMonths !== null);
    expect(await compliance.list()).toHaveLength(duties.length);
    const user = await site.aUser('system-administrator');
    await compliance.terms(
      'security-review',
      { ownerUserId: user, ownerOffice: null, dueOn: '2026-12-01', reviewMonths: 6 },
      user,
    );
    await compliance.evidence('security-review', { reference: 'ISMS-4', address: null, datedOn: '2026-11-01' }, user);
    const item = (await compliance.list()).find(({ id }) => id === 'security-review');
    expect(item).toMatchObject({ state: 'met', dueOn: '2027-05-01', ownerUserId: user });
    expect(item?.history.map(({ act }) => act)).toEqual(['evidence', 'settings']);
  });

  it('shows a plain trunk until it is explained', async () => {
    const compliance = new Compliance(fresh.database);
    expect(await compliance.explainTrunk(newId(), 'old SBC', '2027-01-01', program)).toBe(false);
    expect(await compliance.plainTrunks()).toEqual([]);
  });

  it('closes an incident only when the authority was notified, or with the ground why not', async () => {
    const incidents = new Incidents(fresh.database);
    const user = await site.aUser('system-administrator');
    const id = newId();
    const none = { beganAt: null, endedAt: null, personsAbout: null, happened: null };
    const facts = { kind: 'confidentiality', risk: 'unknown', noticedAt: new Date().toISOString(), categories: [] } as const;
    await incidents.open({ id, reporterPersonId: newId(), ...facts, ...none, categories: [] }, user);
    expect(await incidents.change(id, { state: 'closed' }, user)).toBe('not-settled');
    expect(await incidents.change(id, { state: 'closed', notNotifiedGround: 'risk-unlikely' }, user)).toBe('done');
    expect(await incidents.change(id, { risk: 'high' }, user)).toBe('closed');
  });

  it('stands in the way of retention until two people have released it', async () => {
    const freezes = new EvidenceFreezes(fresh.database);
    const [one, other] = [await site.aUser('system-administrator'), await site.aUser('system-administrator')];
    expect(await freezes.isStanding()).toBe(false);
    const { id } = await freezes.begin(null, new Date(0), soon(), one);
    await freezes.proposeRelease(id, one);
    expect(await freezes.release(id, one)).toBe('same-person');
    expect(await freezes.isStanding()).toBe(true);
    expect(await freezes.release(id, other)).toBe('released');
    expect(await freezes.isStanding()).toBe(false);
  });

  it('freezes evidence into an archive that its identity opens, and a manifest that is signed', async () => {
    const line = '{"at":"2026-11-22T06:00:00.000Z","event":"call.ended"}\n';
    await writeFile(path.join(folder, 'recorder.log'), `{"at":"2020-01-01T00:00:00.000Z"}\n${line}`);
    const key = new CertificateKey();
    const freezing = new Freezing(new EvidenceFreezes(fresh.database), fresh.database, key);
    const frozen = await freezing.freeze(null, { from: new Date('2026-01-01'), to: soon() }, program);
    const text = await readFile(path.join(folderOf(frozen), manifestName), 'utf8');
    const { signature, ...statement } = JSON.parse(text) as Signed;
    const publicKey = createPublicKey(await key.get());
    expect(verify(null, Buffer.from(canonicalJson(statement)), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
    expect(sha256(Buffer.from(text))).toBe(frozen.manifestSha256);
    const decrypter = new Decrypter();
    decrypter.addIdentity((await readFile(path.join(folder, 'keys', 'identity.txt'), 'utf8')).trim());
    const sealed = await readFile(path.join(folderOf(frozen), archiveName));
    expect(sha256(Buffer.from(await decrypter.decrypt(sealed)))).toBe(statement.archive.sha256);
    expect(statement.files).toContainEqual({ path: 'log/recorder.log', octets: line.length, sha256: sha256(Buffer.from(line)) });
  });
});

interface Signed {
  readonly signature: string;
  readonly archive: { readonly sha256: string };
  readonly files: readonly object[];
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
