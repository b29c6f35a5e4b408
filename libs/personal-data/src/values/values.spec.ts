import { format, formatWithOptions, inspect, styleText } from 'node:util';
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { deepStrictEqual } from 'node:assert';
import * as v8 from 'node:v8';
import { Access, AuditedAccess, personal, type Personal, recordAccess, Sealed, sealedTransformer } from '../index.js';

const canary = 'Kanarek-+37255501234';
const actor = { actorId: '6a1c', kind: 'user' } as const;
const access = Access.by(actor, { code: 'serve-customer', text: `call back ${canary}` }, { contactId: 'c1' });
const audited = () => recordAccess(access, () => Promise.resolve());
const codeOf = (code: string) => expect.objectContaining({ code }) as Error;

/** Whatever somebody may do to a value on its way to a file, a screen or a wire. */
const sinks: Record<string, (value: object) => unknown> = {
  // eslint-disable-next-line @typescript-eslint/restrict-template-expressions, @typescript-eslint/no-base-to-string
  'a template': (value) => `${value}`,
  'a tagged template': (value) => String.raw`${value}`,
  concatenation: (value) => 'value: ' + (value as unknown as string),
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  'String()': (value) => String(value),
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  'toLocaleString()': (value) => value.toLocaleString(),
  'Number()': (value) => Number(value),
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  'a join': (value) => [value, [value]].join(),
  '%s': (value) => format('%s', value),
  '%o': (value) => format('%o', value),
  '%O': (value) => format('%O', value),
  '%j': (value) => format('%j', value),
  '%d': (value) => format('%d', value),
  'format without a format': (value) => format(value, { value }),
  'format with options': (value) => formatWithOptions({ showHidden: true, depth: 9 }, '%O', { value }),
  'JSON.stringify': (value) => JSON.stringify(value),
  'JSON.stringify, nested': (value) => JSON.stringify({ a: [{ b: value }] }),
  'JSON.stringify with a replacer': (value) => JSON.stringify({ value }, (_key, inner: unknown) => inner),
  'a spread': (value) => JSON.stringify({ ...value }),
  'Object.assign': (value) => JSON.stringify(Object.assign({}, value)),
  'Object.entries': (value) => JSON.stringify(Object.entries(value)),
  'own property names and symbols': (value) => Reflect.ownKeys(value).map((key) => String(Reflect.get(value, key))),
  'property descriptors': (value) => inspect(Object.getOwnPropertyDescriptors(value)),
  'for … in': (value) => {
    const seen: unknown[] = [];
    for (const key in value) seen.push(key, Reflect.get(value, key));
    return JSON.stringify(seen);
  },
  structuredClone: (value) => inspect(structuredClone(value), { showHidden: true }),
  'structuredClone, nested': (value) => inspect(structuredClone({ value: [value] }), { depth: 9 }),
  'v8.serialize': (value) => v8.serialize({ value }).toString('latin1'),
  inspect: (value) => inspect(value),
  'inspect with hidden properties': (value) => inspect(value, { showHidden: true, getters: true, depth: 9 }),
  'inspect without custom hooks': (value) =>
    inspect(value, { customInspect: false, showHidden: true, showProxy: true, getters: true }),
  'inspect, nested in a map and a set': (value) =>
    inspect(new Map([[value, new Set([value])]]), { customInspect: false, depth: 9 }),
  'a map of it as JSON': (value) => JSON.stringify([...new Map([['value', value]])]),
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  'the message of an error': (value) => new Error(String(value)).stack,
  'the cause of an error': (value) => inspect(new Error('failed', { cause: value }), { showHidden: true }),
  'a failed assertion': (value) => {
    try {
      deepStrictEqual(value, { other: 1 });
    } catch (thrown) {
      return inspect(thrown, { depth: 9 });
    }
    return '';
  },
  'a console': (value) => {
    let written = '';
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    const console = new Console(stream);
    console.log(value, '%s', value);
    console.table([{ value }]);
    console.dir({ value }, { depth: 9, showHidden: true });
    return written;
  },
  'styled text': (value) => styleText('red', format('%s', value)),
  'a URL': (value) => new URL(`https://host/?q=${value as unknown as string}`).href,
  'search parameters': (value) => new URLSearchParams(Object.entries({ value: value as unknown as string })).toString(),
  'a property key': (value) => Object.keys({ [value as unknown as string]: 1 }),
  'a date': (value) => String(new Date(value as unknown as string)),
};

/** Whether the canary is in what a sink gave out, in any spelling a file could hold. */
const leaks = (given: unknown) =>
  /Kanarek|37255501234/.test(typeof given === 'string' ? given : inspect(given, { depth: 9, showHidden: true }));

describe('a personal value', () => {
  it('has at least 25 ways out to be held back from', () => {
    expect(Object.keys(sinks).length).toBeGreaterThanOrEqual(25);
  });

  it.each(Object.entries(sinks))('does not leak through %s', (_name, sink) => {
    expect(leaks(sink(personal(canary)))).toBe(false);
    expect(leaks(sink({ inner: personal({ name: canary }) }))).toBe(false);
  });

  it('would be seen to leak if it did', () => {
    const leaking = Object.entries(sinks).filter(([, sink]) => leaks(sink(Object.assign([canary], { value: canary }))));
    expect(leaking.length).toBeGreaterThanOrEqual(25);
  });

  it('says ‹personal› where text is wanted', () => {
    expect(String(personal(canary))).toBe('‹personal›');
    expect(JSON.stringify({ name: personal(canary) })).toBe('{"name":"‹personal›"}');
    expect(inspect(personal(canary))).toBe('‹personal›');
  });

  it('is revealed under an audited access', async () => {
    expect(personal(canary).reveal(await audited())).toBe(canary);
  });

  it('is revealed to nothing else, even where types are not looked at', async () => {
    const genuine = await audited();
    const forged = [
      access,
      {},
      null,
      undefined,
      Object.create(AuditedAccess.prototype),
      structuredClone(genuine),
      Object.assign({}, genuine),
      new Proxy(genuine, {}),
    ];
    for (const forgery of forged)
      expect(() => personal(canary).reveal(forgery as AuditedAccess)).toThrow(codeOf('access.not-audited'));
  });
});

describe('an audited access', () => {
  it('is made after its audit row was appended', async () => {
    const appended: Access[] = [];
    const made = await recordAccess(access, (row) => Promise.resolve(void appended.push(row)));
    expect(appended).toEqual([access]);
    expect(made.access).toBe(access);
  });

  it('is not made when the audit row could not be appended', async () => {
    await expect(recordAccess(access, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  });

  it('cannot be constructed by hand', () => {
    const Constructor = AuditedAccess as unknown as new (...args: unknown[]) => AuditedAccess;
    expect(() => new Constructor(Symbol('recorded'), access)).toThrow(codeOf('access.not-audited'));
    expect(() => new Constructor(access)).toThrow(codeOf('access.not-audited'));
  });

  it('needs somebody and a purpose', () => {
    expect(() => Access.by({ ...actor, actorId: '' }, { code: 'x' })).toThrow(codeOf('access.actor-missing'));
    expect(() => Access.by(actor, { code: '' })).toThrow(codeOf('access.purpose-missing'));
  });

  it('does not print the words in which its purpose was stated', async () => {
    expect(
      leaks(
        `${JSON.stringify(access)}${inspect(access)}${inspect(await audited(), { depth: 9 })}${JSON.stringify(await audited())}`,
      ),
    ).toBe(false);
    expect(access.purpose.text).toContain(canary);
  });
});

describe('a sealed value', () => {
  const sealed = new Sealed<'directory.person.full_name'>(Buffer.from(canary));

  it.each(Object.entries(sinks))('does not print its envelope through %s', (_name, sink) => {
    expect(leaks(sink({ inner: sealed }))).toBe(false);
  });

  it('carries its envelope to the database and back', () => {
    expect(sealedTransformer.to(sealed)).toBe(sealed.envelope);
    expect(sealedTransformer.from(sealed.envelope)?.envelope).toBe(sealed.envelope);
    expect([sealedTransformer.to(null), sealedTransformer.from(null), sealedTransformer.to(undefined)]).toEqual([
      null,
      null,
      undefined,
    ]);
  });

  it('is the only thing that gets to the database: text and buffers do not', () => {
    for (const other of [canary, Buffer.from(canary), {}, 7]) {
      expect(() => sealedTransformer.to(other as unknown as Sealed)).toThrow(codeOf('seal.not-sealed'));
    }
  });
});

/** Never called: the type checker is the test. A directive without an error under it fails `npm run check`. */
export function wrongCallsThatDoNotCompile(value: Personal<string>, genuine: AuditedAccess, phone: Sealed<'a.b.phone'>): void {
  // @ts-expect-error a value is not revealed without an access
  value.reveal();
  // @ts-expect-error nor under an access that is not on record
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  value.reveal(access);
  // @ts-expect-error nor under something of the same shape
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  value.reveal({ access });
  // @ts-expect-error an audited access is made by recordAccess alone
  new AuditedAccess(Symbol('recorded'), access);
  // @ts-expect-error an access is stated with Access.by
  new Access(actor, { code: 'x' }, {});
  // @ts-expect-error the value is not a property
  const inner: unknown = value.value;
  // @ts-expect-error a personal value is not text
  const text: string = value;
  // @ts-expect-error the envelope of one column is not that of another
  const mail: Sealed<'a.b.email'> = phone;
  const number: string = value.reveal(genuine);
  expect([text, mail, number, inner]).toBeDefined();
}
