import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { databaseNames, type http } from '@voxkeep/contracts';
import { forgetSettings, newId } from '@voxkeep/platform';
import yauzl from 'yauzl';
import { Seeding, type Seeded } from '../canary.fixture';
import { Site } from '../data-protection.fixture';
import { recordVoice, someSpeech } from '../package/recorded-voice.fixture';
import { MadeCertificates } from '../package/signing/signing.fixture';
import { Links } from './links';
import { startMailServer, type TestMailServer } from './mail/mail-server.fixture';
import { normalisePassphrase } from './secrets';
import { until } from '../../../../test/support/until';
import { withTool } from '../../../../test/support/with-tool';

const environment = process.env;
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };

describe('the answer to a request', () => {
  let site: Site;
  let her: Seeded;
  let made: MadeCertificates;
  let mail: TestMailServer;
  let caseId: string;
  let address: string;

  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => site.ask('dpo', method as 'GET', path, body);
  const makeLink = async (more: object = {}) =>
    (await ask('POST', `cases/${caseId}/deliveries/links`, { content: 'report', ...more })).body as unknown as http.LinkMade;
  const collect = (token: string, passphrase: string) => site.ask('nobody', 'POST', 'collect', { token, passphrase });
  const sendMail = (certificate: string, more: object = {}) =>
    ask('POST', `cases/${caseId}/deliveries/mails`, { content: 'report', contactPointId: address, certificate, ...more });
  const rows = async () => ((await ask('GET', `cases/${caseId}/deliveries`)).body as unknown as http.DeliveryList).rows;
  const handedOver = async () => (await ask('GET', `cases/${caseId}`)).body['handedOver'] as boolean;
  const actions = async () =>
    (await site.of('configuration').rows<{ action: string }>('select action from audit_outbox order by id')).map(
      ({ action }) => action,
    );
  /** Links and addresses older than the request, as they are in life. */
  const ageAddresses = () =>
    Promise.all([
      site.of('directory').rows(`update contact_point set created_at = now() - interval '90 days'`),
      site.of('directory').rows(`update person_contact_point set from_at = now() - interval '90 days'`),
    ]);

  beforeAll(async () => {
    made = new MadeCertificates();
    made.make('signer', 'rsa');
    made.make('mari', 'rsa', mari.email);
    mail = await startMailServer(made);
    site = await Site.start();
    Object.assign(environment, {
      VOXKEEP_SIGNING: made.at('signer.pem'),
      ...{ VOXKEEP_MAIL_HOST: 'localhost', VOXKEEP_MAIL_PORT: String(mail.port), VOXKEEP_MAIL_FROM: 'dpo@centre.example' },
      ...{ VOXKEEP_MAIL_AUTHORITY: made.at('localhost.crt'), VOXKEEP_MAIL_SITE_ADDRESS: 'https://data.example.ee' },
    });
    forgetSettings();
    await site.appoint('admin');
    await site.appoint('dpo');
    const seeding = new Seeding(site, newId());
    her = await seeding.canary(mari, await seeding.point('phone', '+3726123456'));
    const [contact] = await site
      .of('operative')
      .rows<{ id: string; customerOwner: string }>('select id, customer_owner as "customerOwner" from contact where id = $1', [
        her.contactIds[1],
      ]);
    await recordVoice(site, contact ?? { id: '', customerOwner: '' }, [
      { startMs: 1000, octets: someSpeech(3000) },
      { startMs: 6000, octets: someSpeech(500) },
    ]);
    await site.carryEvents();
    await ageAddresses();
    const [email] = await site.of('directory').rows<{ id: string }>(`select id from contact_point where kind = 'email'`);
    address = email?.id ?? '';
  });
  beforeEach(async () => {
    const verification = { level: 3, method: 'document-seen' };
    const subject = { personId: her.personId, contactPointIds: [] };
    caseId = (await ask('POST', 'cases', { kind: 'report', subject, verification, recordings: true })).body['id'] as string;
    await ask('POST', `cases/${caseId}/report`, {});
    mail.taken.length = 0;
  });
  afterAll(async () => {
    await site.stop();
    await mail.stop();
    made.remove();
  });

  withTool('pdfsig')('is a PDF with everything attached, whose signature poppler calls valid', async () => {
    const { status, raw } = await ask('GET', `cases/${caseId}/package/report.pdf`);
    writeFileSync(made.at('report.pdf'), raw);
    const run = (tool: string, ...args: readonly string[]) =>
      execFileSync(tool, [...args, made.at('report.pdf')], { encoding: 'utf8' });
    expect([status, run('pdfsig', '-nocert')]).toEqual([200, expect.stringContaining('Signature is Valid') as string]);
    expect(run('qpdf', '--check')).toContain('No syntax or stream encoding errors');
    const attached = run('pdfdetach', '-list');
    for (const name of ['report.json', 'report.schema.json', 'csv-', 'vcon-', 'receipts-', 'audio-'])
      expect(attached).toContain(name);
  });

  it('is an archive whose manifest names the hash of every file, under a signature that OpenSSL verifies', async () => {
    const { raw } = await ask('GET', `cases/${caseId}/package/report.zip`);
    const files = await unzip(raw);
    const manifest = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '') as {
      files: { path: string; sha256: string }[];
    };
    const hashes = manifest.files.map(({ path }) =>
      createHash('sha256')
        .update(files.get(path) ?? '')
        .digest('hex'),
    );
    expect(hashes).toEqual(manifest.files.map(({ sha256 }) => sha256));
    expect([...files.keys()].sort()).toEqual(
      [...manifest.files.map(({ path }) => path), 'manifest.json', 'manifest.json.p7s'].sort(),
    );
    writeFileSync(made.at('manifest.json'), files.get('manifest.json') ?? '');
    writeFileSync(made.at('manifest.json.p7s'), files.get('manifest.json.p7s') ?? '');
    const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'manifest.json.p7s', '-content', 'manifest.json'];
    expect(made.run(...verify, '-CAfile', 'signer.crt', '-purpose', 'any')).toEqual(files.get('manifest.json'));
  });

  it('holds the person’s own channel as it was received, with silence where nothing was kept', async () => {
    const files = await unzip((await ask('GET', `cases/${caseId}/package/report.zip`)).raw);
    const [wav] = [...files].filter(([path]) => path.startsWith('audio/')).map(([, content]) => content);
    const octets = (wav ?? Buffer.alloc(0)).subarray(58);
    expect([octets.length, octets.subarray(0, 24000)]).toEqual([44000, someSpeech(3000)]);
    expect(octets.subarray(24000, 40000).every((octet) => octet === 0xd5)).toBe(true);
    expect(octets.subarray(40000)).toEqual(someSpeech(500));
  });

  it('names a recording whose file is not as it was sealed, and holds all the rest', async () => {
    const files = await unzip((await ask('GET', `cases/${caseId}/package/report.zip`)).raw);
    const manifest = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '') as { leftOut: { reason: string }[] };
    expect(manifest.leftOut.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/^(recording|vault)\./));
    expect(files.has('report.html')).toBe(true);
  });

  it('has a portable part that holds what the person provided, and nothing that staff or the system added', async () => {
    const files = await unzip((await ask('GET', `cases/${caseId}/package/portable.zip`)).raw);
    const text = files.get('portable.json')?.toString('utf8') ?? '';
    for (const provided of [mari.fullName, mari.phone, mari.email]) expect(text).toContain(provided);
    for (const added of ['attributes recent-canary', 'external-canary', 'title-canary']) expect(text).not.toContain(added);
    expect([...files.keys()].filter((path) => /report|vcon/.test(path))).toEqual([]);
  });

  it('is fetched once by a link and the passphrase, however the passphrase is typed', async () => {
    const { token, passphrase } = await makeLink();
    expect(await handedOver()).toBe(false);
    const first = await collect(token, passphrase.toLowerCase().replaceAll('-', ' '));
    expect([first.status, (await unzip(first.raw)).has('report.pdf')]).toEqual([200, true]);
    await until('the answer counts as handed over', handedOver);
    expect(await collect(token, passphrase)).toMatchObject({ status: 410, body: { code: 'delivery.over' } });
    expect((await rows())[0]).toMatchObject({
      way: 'link',
      state: 'collected',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('has reached nobody by a download that broke off, and the same link fetches it again', async () => {
    const { token, passphrase } = await makeLink();
    const { stream } = await site.app.get(Links).collect(token, normalisePassphrase(passphrase));
    expect([await handedOver(), (await rows())[0]?.state]).toEqual([false, 'fetching']);
    stream.destroy();
    await until('the link is given back', async () => (await rows())[0]?.state === 'open');
    expect([await handedOver(), (await rows())[0]]).toMatchObject([false, { attempts: 1, fingerprint: null }]);
    expect((await collect(token, passphrase)).status).toBe(200);
    await until('the answer counts as handed over', handedOver);
  });

  it('is fetched five times at most, however often it breaks off', async () => {
    const { token, passphrase } = await makeLink();
    for (const left of [4, 3, 2, 1, 0]) {
      const { stream } = await site.app.get(Links).collect(token, normalisePassphrase(passphrase));
      stream.destroy();
      if (left > 0) await until('the link is given back', async () => (await rows())[0]?.state === 'open');
    }
    expect((await collect(token, passphrase)).status).toBe(410);
    expect([(await rows())[0]?.state, await handedOver()]).toEqual(['fetching', false]);
  });

  it('can be fetched again an hour after the program that was handing it over died', async () => {
    const { id, token, passphrase } = await makeLink();
    await site.app.get(Links).collect(token, normalisePassphrase(passphrase));
    const begun = (ago: string) =>
      site.of('configuration').rows(`update protection.delivery set done_at = now() - $2::interval where id = $1`, [id, ago]);
    await begun('59 minutes');
    expect([(await collect(token, passphrase)).status, await handedOver()]).toEqual([410, false]);
    await begun('61 minutes');
    expect((await collect(token, passphrase)).status).toBe(200);
    await until('the answer counts as handed over', handedOver);
  });

  it('is over when the officer says that it was handed over in another way', async () => {
    expect((await ask('POST', `cases/${caseId}/answer`, {})).body).toMatchObject({ state: 'closed', handedOver: false });
  });

  it('is not given for a wrong passphrase, and the fifth wrong one ends the link', async () => {
    const { token, passphrase } = await makeLink();
    const tries: number[] = [];
    for (let at = 0; at < 5; at += 1) tries.push((await collect(token, 'AAAA-BBBB')).status);
    expect(tries).toEqual([422, 422, 422, 422, 410]);
    expect((await collect(token, passphrase)).status).toBe(410);
    expect((await rows())[0]?.state).toBe('locked');
    expect(await actions()).toEqual(expect.arrayContaining(['delivery.attempt', 'delivery.wrong-passphrase', 'delivery.refuse']));
  });

  it('is given to one of two who fetch it at the same moment', async () => {
    const { token, passphrase } = await makeLink();
    const answers = await Promise.all([collect(token, passphrase), collect(token, passphrase)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it('is not given by a link that ran out, was taken back or never was', async () => {
    const [late, back] = [await makeLink(), await makeLink()];
    await site
      .of('configuration')
      .rows(`update protection.delivery set expires_at = now() - interval '1 second' where id = $1`, [late.id]);
    expect((await ask('DELETE', `cases/${caseId}/deliveries/${back.id}`)).status).toBe(204);
    const asked = await Promise.all([
      collect(late.token, late.passphrase),
      collect(back.token, back.passphrase),
      collect('x'.repeat(43), 'AAAA'),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([410, 410, 404]);
  });

  it('leaves neither token nor passphrase in any database', async () => {
    const { token, passphrase } = await makeLink();
    const seen = await site
      .of('configuration')
      .rows<{ row: string }>('select row_to_json(d)::text as row from protection.delivery d');
    const text =
      JSON.stringify(seen) +
      JSON.stringify(await site.of('configuration').rows('select row_to_json(a)::text from audit_outbox a'));
    expect([token, passphrase].filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('reaches the person by encrypted mail that only the holder of the key opens, signed, and with nothing personal outside', async () => {
    const sent = await sendMail(readFileSync(made.at('mari.crt'), 'utf8'));
    expect(sent.status).toBe(201);
    const [message = Buffer.alloc(0)] = mail.taken;
    writeFileSync(made.at('message.eml'), message);
    made.run('cms', '-decrypt', '-in', 'message.eml', '-inkey', 'mari.key', '-recip', 'mari.crt', '-out', 'inner.eml');
    made.run('cms', '-verify', '-in', 'inner.eml', '-CAfile', 'signer.crt', '-purpose', 'any', '-out', 'letter.eml');
    const letter = await mail.read(readFileSync(made.at('letter.eml')));
    expect(letter.attachments.map(({ contentType }) => contentType)).toEqual(['application/pdf']);
    expect(letter.attachments[0]?.content.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const outside = message.toString('latin1');
    expect([mari.fullName, mari.phone, 'Mägi', 'canary'].filter((value) => outside.includes(value))).toEqual([]);
    expect((await mail.read(message)).subject).toMatch(/^DSR-\d{4}-\d{5}: /);
  });

  it('goes to no address under a certificate that is not of that address', async () => {
    made.make('juri', 'rsa', 'juri@example.ee');
    const refused = await sendMail(readFileSync(made.at('juri.crt'), 'utf8'));
    expect(refused).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'certificate', problem: 'certificate-other-address' }] },
    });
    expect(mail.taken).toEqual([]);
  });

  it('goes to no address that was first seen in the request or is younger than 30 days', async () => {
    await site
      .of('directory')
      .rows(`update person_contact_point set from_at = now() - interval '29 days' where contact_point_id = $1`, [address]);
    const refused = await sendMail(readFileSync(made.at('mari.crt'), 'utf8'));
    await ageAddresses();
    expect([refused.status, refused.body['code'], mail.taken]).toEqual([409, 'delivery.address-too-new', []]);
  });

  it('goes to no address of somebody else', async () => {
    const stranger = await new Seeding(site, newId()).point('email', 'stranger@example.ee');
    await ageAddresses();
    const refused = await sendMail(readFileSync(made.at('mari.crt'), 'utf8'), { contactPointId: stranger });
    expect([refused.status, refused.body['code']]).toEqual([409, 'delivery.address-not-there']);
  });

  it('is announced by a mail that holds the link and never the passphrase', async () => {
    const { token, passphrase, notMailed } = await makeLink({ contactPointId: address, language: 'et' });
    const { text = '', subject = '' } = await mail.read(mail.taken[0] ?? Buffer.alloc(0));
    expect([notMailed, text.includes(`https://data.example.ee/collect#${token}`), text.includes(passphrase)]).toEqual([
      null,
      true,
      false,
    ]);
    expect(subject).toContain('vastus teie taotlusele');
  });

  it('says that the server did not take a mail, and keeps the delivery as failed', async () => {
    mail.refuse = true;
    const refused = await sendMail(readFileSync(made.at('mari.crt'), 'utf8'));
    mail.refuse = false;
    expect([refused.status, refused.body['code'], (await rows())[0]?.state]).toEqual([502, 'mail.rejected', 'failed']);
  });

  it('shows addresses masked, with whether an answer may go there', async () => {
    const { addresses, ways } = (await ask('GET', `cases/${caseId}/deliveries`)).body as unknown as http.DeliveryList;
    expect([addresses, ways]).toEqual([
      [{ contactPointId: address, masked: 'm•••@example.ee', state: 'known' }],
      { mail: true, signing: true, address: true },
    ]);
  });

  it('is refused before it was built', async () => {
    const subject = { personId: her.personId, contactPointIds: [] };
    const verification = { level: 3, method: 'document-seen' };
    const id = (await ask('POST', 'cases', { kind: 'report', subject, verification })).body['id'] as string;
    expect(await ask('GET', `cases/${id}/package/report.zip`)).toMatchObject({ status: 409, body: { code: 'report.not-built' } });
  });

  it('leaves an entry in the audit trail for each way in all that it opens', async () => {
    await ask('GET', `cases/${caseId}/package/report.zip`);
    const seen = await Promise.all(
      databaseNames.map((name) => site.of(name).rows<{ action: string }>('select action from audit_outbox')),
    );
    const all = new Set(seen.flat().map(({ action }) => action));
    expect([...all]).toEqual(
      expect.arrayContaining([
        'report.download',
        'recording.export',
        'mail.send',
        'delivery.link',
        'delivery.mail',
        'delivery.sent',
      ]),
    );
  });
});

function unzip(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (failed, zip) => {
      if (failed) {
        reject(failed);
        return;
      }
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (broken, stream) => {
          if (broken) {
            reject(broken);
            return;
          }
          void buffer(stream).then((content) => {
            files.set(entry.fileName, content);
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => {
        resolve(files);
      });
      zip.readEntry();
    });
  });
}
