/* eslint-disable @typescript-eslint/no-base-to-string, @typescript-eslint/no-unnecessary-type-conversion -- misuse is what is tested here */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { Console } from 'node:console';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import querystring from 'node:querystring';
import util from 'node:util';
import v8 from 'node:v8';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { BadRequestException } from '@nestjs/common';
import { personal } from '@voxkeep/personal-data';
import fastify from 'fastify';
import { pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { z } from 'zod';
import { problemBody, problemOf } from '../http/problem-of.js';
import { describeError } from './error-fields.js';

const canary = 'Kanaari Kristiina';
const other = '+37255501234';
const value = personal(canary);
const number = personal(other);
/** A value as code that forgot its type handles it. */
const loose = value as never;
const wrapped = {
  id: 'c1',
  name: value,
  nested: { list: [value, { number }] },
  map: new Map([['name', value]]),
  set: new Set([value]),
};

/** What a sink throws is as visible as what it returns. */
const outcomeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
/** Everything of an error that somebody might print. */
const everythingOf = (error: unknown) => [
  String(error),
  (error as Error).stack,
  util.inspect(error, { showHidden: true, depth: 9 }),
  describeError(error),
];

const throughConsole = (...args: readonly unknown[]) => {
  const out = new PassThrough();
  const text: string[] = [];
  out.on('data', (chunk: Buffer) => text.push(chunk.toString()));
  const to = new Console(out, out);
  to.log(...args);
  to.dir(args, { depth: 9, showHidden: true });
  to.table([wrapped]);
  to.error('%s %o %O %j %d', ...args);
  return text;
};
const throughPino = (...args: [] | [unknown, object, object]) => {
  const text: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void text.push(line) });
  log.info(wrapped, 'of %s %o %j', ...args);
  log.error(new Error('failed', { cause: value }));
  log.child({ person: value }).warn(String(value));
  return text;
};
const throughPort = (sent: unknown) => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(sent);
  const received = util.inspect(receiveMessageOnPort(port2), { depth: 9, showHidden: true });
  port1.close();
  port2.close();
  return received;
};
const throughReply = async () => {
  const app = fastify({ logger: false });
  app.get('/value', () => Promise.resolve(wrapped));
  app.get('/text', (_request, reply) => reply.send(String(value)));
  app.get('/thrown', () => {
    throw new Error(`for ${loose as string}`);
  });
  const bodies = await Promise.all(['/value', '/text', '/thrown'].map(async (url) => (await app.inject({ url })).body));
  await app.close();
  return bodies;
};
const throughEmitter = () => {
  const emitter = new EventEmitter();
  return outcomeOf(() => emitter.emit('error', value));
};
const throughWarning = () => {
  const warn = 'process.emitWarning(process.argv[1], { type: "TestWarning", detail: process.argv[1] })';
  const child = spawnSync(process.execPath, ['-e', warn, `about ${loose as string}`]);
  return [
    child.stderr.toString(),
    ...everythingOf(
      outcomeOf(() => {
        process.emitWarning(loose);
      }),
    ),
  ];
};
const throughProcess = () => {
  const child = spawnSync(process.execPath, ['-e', 'process.stdout.write(process.argv[1] + process.env.NAME)', String(value)], {
    env: { NAME: String(value) },
  });
  return child.stdout.toString();
};
/** A statement that was refused, as TypeORM tells of it: statement, parameters, detail. */
const refusedStatement = () => {
  const driver = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: `Key (name)=(${loose as string})`,
    table: 'person',
  });
  return new QueryFailedError('insert into person values ($1)', [value, wrapped], driver);
};

/** Where a personal value may end up by mistake: each gives everything that would then be visible. */
const sinks: Readonly<Record<string, () => unknown>> = {
  'a template': () => `for ${loose as string}`,
  'a concatenation': () => 'for ' + (loose as string),
  'String()': () => String(value),
  'toString()': () => String(wrapped.name),
  'util.format %s': () => util.format('%s', value),
  'util.format %o': () => util.format('%o', wrapped),
  'util.format %O': () => util.format('%O', wrapped),
  'util.format %j': () => util.format('%j', wrapped),
  'util.format %d %i %f': () => util.format('%d %i %f', value, value, number),
  'util.format without a format': () => util.format(value, wrapped),
  'JSON.stringify': () => JSON.stringify(value),
  'JSON.stringify nested, in arrays, maps and sets': () => JSON.stringify([wrapped, [...wrapped.map], [...wrapped.set]]),
  'JSON.stringify with a replacer': () =>
    JSON.stringify(wrapped, (_key, inner: unknown) => (typeof inner === 'object' ? { ...inner } : inner)),
  'JSON.stringify without its own toJSON': () => JSON.stringify(Object.create(value, { toJSON: { value: undefined } })),
  'a spread': () => JSON.stringify({ ...(value as object) }),
  'a spread of an iterable': () => outcomeOf(() => [...(loose as Iterable<unknown>)]),
  'Object.entries, keys, values': () => util.inspect([Object.entries(value), Object.keys(value), Object.values(value)]),
  'own property names and symbols': () =>
    [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertySymbols(value).map(String)].join(),
  'property descriptors': () => util.inspect(Object.getOwnPropertyDescriptors(value), { showHidden: true }),
  'for … in': () => {
    const seen: string[] = [];
    for (const key in value as object) seen.push(key);
    return seen.join();
  },
  'Object.assign': () => JSON.stringify(Object.assign({}, value)),
  structuredClone: () =>
    util.inspect(
      outcomeOf(() => structuredClone(wrapped)),
      { depth: 9, showHidden: true },
    ),
  'v8.serialize': () => outcomeOf(() => v8.serialize(wrapped).toString('latin1')),
  'util.inspect': () => util.inspect(wrapped, { depth: 9 }),
  'util.inspect showHidden': () => util.inspect(wrapped, { depth: 9, showHidden: true }),
  'util.inspect without custom inspection': () => util.inspect(wrapped, { depth: 9, customInspect: false }),
  'util.inspect with getters': () =>
    util.inspect(value, { getters: true, showHidden: true, customInspect: false, showProxy: true }),
  'the console': () => throughConsole(value, wrapped, number),
  'an Error’s message': () => everythingOf(new Error(loose)),
  'an Error’s cause': () => everythingOf(new Error('failed', { cause: wrapped })),
  'an Error’s own property': () => everythingOf(Object.assign(new Error('failed'), { person: value, wrapped })),
  'an AggregateError': () => everythingOf(new AggregateError([new Error(loose), value], loose)),
  pino: () => throughPino(value, wrapped, number),
  'the difference of an assertion': () =>
    everythingOf(
      outcomeOf(() => {
        assert.deepStrictEqual(wrapped, { ...wrapped, name: 'someone else' });
      }),
    ),
  'the difference of a test': () =>
    everythingOf(
      outcomeOf(() => {
        expect(wrapped).toEqual({ name: 'someone else' });
      }),
    ),
  'a Nest exception': () => [
    ...everythingOf(new BadRequestException(wrapped)),
    JSON.stringify(new BadRequestException({ name: value }).getResponse()),
  ],
  'a problem answer': () => JSON.stringify(problemBody(problemOf(new BadRequestException(wrapped)).problem)),
  'a Fastify reply': throughReply,
  'Symbol.toPrimitive, every hint': () =>
    [loose as string, (loose as number) * 1, (loose as string) + '', Number(value), Number(number)].map(String).join(),
  'a comparison': () =>
    [
      (loose as string) > canary,
      (loose as string) < canary,
      (loose as string) == canary,
      [loose, number].sort().map(String).join(),
    ].join(),
  toLocaleString: () => (value as object).toLocaleString(),
  Intl: () =>
    [
      outcomeOf(() => new Intl.NumberFormat('et').format(loose)),
      outcomeOf(() => new Intl.DateTimeFormat('et').format(loose)),
      outcomeOf(() => new Intl.ListFormat('et').format([loose])),
      new Intl.Collator('et').compare(String(value), 'a'),
    ]
      .map(String)
      .join(),
  'Buffer.from': () => String(outcomeOf(() => Buffer.from(loose))),
  'Buffer.concat and TextEncoder': () => Buffer.from(new TextEncoder().encode(loose)).toString(),
  'an array': () =>
    [[value, number].join(), [value].toString(), Array.from([value], String).join(), [wrapped].flat().map(String).join()].join(),
  'a message to a worker': () => outcomeOf(() => throughPort(wrapped)),
  'an EventEmitter’s error': () => everythingOf(throughEmitter()),
  'process.emitWarning': throughWarning,
  'arguments and environment of a child': throughProcess,
  querystring: () => querystring.stringify({ name: loose, more: [loose] }),
  URLSearchParams: () =>
    [new URLSearchParams({ name: loose }).toString(), new URLSearchParams([['name', loose]]).toString()].join(),
  'a URL': () => new URL(`https://example.org/${encodeURIComponent(loose)}?q=${loose as string}`).href,
  'the body of a request': async () =>
    (await new Response(loose as string).text()) +
    (await new Request('https://example.org', { method: 'POST', body: JSON.stringify(wrapped) }).text()),
  'headers and a form': () => [...new Headers({ 'x-name': encodeURIComponent(loose) })].join() + [...formOf()].join(),
  'a TypeORM QueryFailedError': () => [...everythingOf(refusedStatement()), JSON.stringify(refusedStatement())],
  'a zod error': () => {
    const read = z.object({ name: z.string().max(3), nested: z.string() }).safeParse(wrapped);
    return [JSON.stringify(read.error), String(read.error), z.prettifyError(read.error!)];
  },
  'a proxy': () => util.inspect(new Proxy(value, {}), { showProxy: true, showHidden: true, customInspect: false }),
  'a frozen copy with its prototype': () =>
    outcomeOf(() => String(Object.freeze(Object.create(Object.getPrototypeOf(value) as object) as object))),
  'Reflect.ownKeys of it and its prototype': () =>
    [value, Object.getPrototypeOf(value) as object]
      .flatMap((one) => Reflect.ownKeys(one))
      .map(String)
      .join(),
  'a tagged template': () => String.raw`${loose as string}`,
  'a regular expression': () => [new RegExp(loose).source, 'x'.replace('x', loose), /x/.exec(loose)].map(String).join(),
  'a class that extends it by name': () =>
    JSON.stringify(Object.fromEntries(Object.entries({ a: value }).map(([key, inner]) => [key, { inner }]))),
};

function formOf(): FormData {
  const form = new FormData();
  form.set('name', loose);
  return form;
}

/** Whatever a sink gave, as text of every kind. */
function visible(given: unknown): string {
  const texts = Array.isArray(given)
    ? given.map((one) =>
        typeof one === 'string' ? one : util.inspect(one, { depth: 9, showHidden: true, customInspect: false }),
      )
    : [];
  const json = outcomeOf(() => JSON.stringify(given));
  return [
    ...texts,
    typeof given === 'string' ? given : util.inspect(given, { depth: 9, showHidden: true, customInspect: false }),
    String(json),
  ].join('\n');
}

describe('a personal value', () => {
  const leaking: string[] = [];

  it.each(Object.entries(sinks))('shows nothing of itself in %s (R86)', async (name, sink) => {
    const text = visible(await sink());
    const folded = `${text}\n${decodeURIComponent(text.replaceAll(/%(?![0-9A-F]{2})/gi, '%25'))}`;
    const leaks = [canary, 'Kristiina', other, '55501234'].filter((part) => folded.includes(part));
    if (leaks.length > 0) leaking.push(name);
    expect(leaks).toEqual([]);
  });

  it('leaks into 0 of the sinks, of which there are at least 25', () => {
    process.stdout.write(`leak matrix: ${leaking.length} leaks in ${Object.keys(sinks).length} sinks\n`);
    expect([leaking, Object.keys(sinks).length >= 25]).toEqual([[], true]);
  });
});
