import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { personal } from '@voxkeep/personal-data';
import { QueryFailedError } from 'typeorm';
import { diagnostics } from './diagnostics.js';
import { describeError } from './error-fields.js';
import { defineEvent } from './event.js';
import { code, dotted, errorFields, flag, int, ms, optional, ref } from './field.js';
import { keptLog } from './kept-log.fixture.js';
import { NestLogger } from './nest-logger.js';
import { OutputGuard } from './output-guard.js';
import { References, keysInDirectory } from './references.js';

const refused = defineEvent('recording.refused', {
  contact: ref('contact'),
  reason: code(['no-consent', 'off']),
  afterMs: ms(),
  kept: flag(),
  tries: optional(int()),
});

describe('an event in the log', () => {
  let log: string[];
  beforeEach(() => (log = keptLog(['Canary Person'], 'kept')));
  afterEach(() => {
    diagnostics.replace(undefined);
  });
  const first = () => JSON.parse(log[0]!) as Record<string, unknown>;

  it('shows its declared fields and an opaque reference', () => {
    diagnostics.record(refused, {
      contact: '0193b0c0-0000-7000-8000-000000000001',
      reason: 'no-consent',
      afterMs: 12.4,
      kept: false,
    });
    const { time, ...rest } = first();
    expect(time).toMatch(/Z$/);
    expect(rest).toEqual({
      level: 'info',
      event: 'recording.refused',
      contact: expect.stringMatching(/^contact_[a-z2-7]{10}$/) as string,
      reason: 'no-consent',
      afterMs: 12,
      kept: false,
    });
  });

  it('shows that a value does not fit, not the value', () => {
    diagnostics.record(refused, { contact: 'x', reason: 'Anna' as 'off', afterMs: Number.NaN, kept: true, tries: 37255512345 });
    expect(first()).toMatchObject({ reason: '‹unfit›', afterMs: '‹unfit›', tries: '‹unfit›' });
  });

  it('prints nothing of a personal value put where it does not belong', () => {
    const misused = defineEvent('test.misused', { who: dotted(), error: errorFields() });
    diagnostics.record(misused, { who: personal('Anna Smith') as unknown as string, error: personal('Anna Smith') });
    expect(log.join()).not.toContain('Anna');
  });

  it('keeps class, SQLSTATE, constraint and table of a database error, never its text or parameters', () => {
    const driver = Object.assign(new Error('duplicate key: (phone)=(+37255512345)'), {
      code: '23505',
      constraint: 'uq_contact_point_index',
      table: 'contact_point',
      detail: 'Key (phone)=(+37255512345)',
    });
    const failed = defineEvent('test.failed', { error: errorFields() });
    diagnostics.record(failed, {
      error: new QueryFailedError('insert into contact_point values ($1)', ['+37255512345'], driver),
    });
    expect(first()['error']).toMatchObject({
      class: 'QueryFailedError',
      sqlState: '23505',
      constraint: 'uq_contact_point_index',
      table: 'contact_point',
    });
    expect(log.join()).not.toMatch(/555|insert|phone/);
  });

  it('cannot be given frames by an error text', () => {
    const described = describeError(new Error('x\n    at Anna (/home/anna-smith.ts:1:1)'));
    expect(described.frames.join()).not.toContain('anna-smith');
    expect(described.frames[0]).toMatch(/^libs\/platform\/src\/diagnostics\/diagnostics\.spec\.ts:\d+$/);
  });

  it('shows what to write when the program itself is refused', () => {
    expect(describeError(new VoxkeepError('settings.missing', { setting: 'jobs.url' })).data).toEqual({ setting: 'jobs.url' });
    expect(describeError(new VoxkeepError('seal.unreadable', { row: 'abc', part: 2 })).data).toEqual({ part: 2 });
  });

  it('keeps that the framework complained, not what it said', () => {
    new NestLogger().error('Cannot resolve Anna Smith', 'stack of Anna', 'RouterExplorer');
    expect(first()).toMatchObject({ event: 'framework.said', severity: 'error', context: 'RouterExplorer' });
    expect(log.join()).not.toContain('Anna');
  });

  it('that still holds something personal is cleaned, counted and reported with its name', () => {
    const careless = defineEvent('test.careless', { note: { print: (text: string) => text } });
    diagnostics.record(careless, { note: 'call +372 5551 2345 of Canary Person' });
    expect(log.join()).not.toMatch(/5551|Canary Person/);
    expect(JSON.parse(log[1]!)).toEqual({
      level: 'error',
      event: 'diagnostics.guarded',
      in: 'test.careless',
      kinds: ['canary', 'phone'],
      at: expect.stringMatching(/^libs\/platform\/src\/diagnostics\/diagnostics\.spec\.ts:\d+$/) as string,
    });
    expect(diagnostics.guarded()).toEqual({ canary: 1, phone: 1 });
  });

  it('must have a dotted name', () => {
    expect(() => defineEvent('Anna called', {})).toThrow(VoxkeepError);
  });
});

describe('the output guard', () => {
  const guard = new OutputGuard([]);
  it.each([
    ['"anna.smith@example.org"', ['email']],
    ['"37255512345"', ['phone']],
    ['"(555) 123-4567"', ['phone']],
    ['"EE38 2200 2210 2014 5685"', ['iban']],
    ['"GB82WEST12345698765432"', ['iban']],
    ['"4111 1111 1111 1111"', ['card']],
  ])('takes out %s', (text, hits) => {
    const checked = guard.check(`{"note":${text}}`);
    expect(checked.hits).toEqual(hits);
    expect(checked.line).not.toMatch(/\d{4}|anna/);
  });

  it.each([
    '{"afterMs":12345678,"n":1}',
    '{"contact":"contact_k3vmz2q7aa"}',
    '{"frames":["libs/a.ts:12345"]}',
    '{"version":"24.21.0"}',
    '{"port":5060}',
    '{"file":"0001-shared-tables"}',
  ])('leaves %s alone', (line) => {
    expect(guard.check(line)).toEqual({ line, hits: [] });
  });
});

describe('references', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'vk-keys-'))));
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  const on = (day: string) =>
    new References(keysInDirectory(directory, 30), () => new Date(`${day}T10:00:00Z`)).of('contact', 'id-1');

  it('are the same in every process on one day and unlinkable to the next', () => {
    expect(on('2026-11-22')).toBe(on('2026-11-22'));
    expect(on('2026-11-23')).not.toBe(on('2026-11-22'));
  });

  it('cannot be made again once their key is destroyed, not even by whoever has every id', () => {
    const inTheLog = on('2026-10-01');
    on('2026-11-22');
    expect(on('2026-10-01')).not.toBe(inTheLog);
  });

  it('say nothing across days: no two of a thousand ids of one day appear on another', () => {
    const references = (day: string) => {
      const made = new References(keysInDirectory(directory, 30), () => new Date(`${day}T10:00:00Z`));
      return Array.from({ length: 1000 }, (_, id) => made.of('contact', `id-${id}`));
    };
    const monday = new Set(references('2026-11-23'));
    expect([monday.size, references('2026-11-24').filter((reference) => monday.has(reference))]).toEqual([1000, []]);
  });

  it('lose their key when the log has run out', () => {
    on('2026-10-01');
    on('2026-11-22');
    expect(readdirSync(directory)).toEqual(['2026-11-22.key']);
  });
});
