import { Inject, Injectable } from '@nestjs/common';
import { Database, databaseToken } from '@voxkeep/platform';
import { Databases } from '../databases.js';
import { noStep, termsOf, type Frame, type Measure, type Progress, type RetentionClass } from './frame.js';
import { Params, cutoffSql, holdSql } from './judgement.js';
import { Keys, type RunKeys } from './keys.js';
import { removeInParts } from './remove-in-parts.js';

const batchSize = 500;
const samplesShown = 5;
const lowestId = '00000000-0000-0000-0000-000000000000';

interface Point {
  readonly id: string;
  readonly start: Date;
  readonly past: boolean;
  readonly hold: string | null;
}

/** What still needs a number or address, database by database. */
const needs = [
  ['operative', 'select customer_point_id as id from contact where customer_point_id = any($1::uuid[])'],
  ['operative', 'select contact_point_id as id from consent where contact_point_id = any($1::uuid[])'],
  ['history', 'select customer_point_id as id from closed_contact where customer_point_id = any($1::uuid[])'],
  ['outbound', 'select owner_point_id as id from customer where owner_point_id = any($1::uuid[])'],
  ['outbound', 'select contact_point_id as id from customer_phone where contact_point_id = any($1::uuid[])'],
  ['outbound', 'select contact_point_id as id from blocked_number where contact_point_id = any($1::uuid[])'],
  ['directory', 'select contact_point_id as id from person_contact_point where contact_point_id = any($1::uuid[])'],
] as const;

/** Numbers and addresses that nothing refers to any more: the directory's index of callers whose contacts are gone. */
@Injectable()
export class ContactPointsClass implements RetentionClass {
  readonly name = 'contact-point';

  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(databaseToken('directory')) private readonly directory: Database,
    @Inject(Keys) private readonly keys: Keys,
  ) {}

  async measure(frame: Frame): Promise<readonly Measure[]> {
    const all: Point[] = [];
    const unneeded: Point[] = [];
    for await (const points of this.batches(frame)) {
      const free = new Set(await this.unneeded(points));
      all.push(...points);
      unneeded.push(...points.filter(({ id }) => free.has(id)));
    }
    const due = unneeded.filter(({ hold }) => hold === null);
    const held = unneeded.flatMap(({ hold }) => hold ?? []);
    const times = due.map(({ start }) => start.toISOString()).sort();
    return [
      {
        ...{
          class: this.name,
          store: this.directory.name,
          total: all.length,
          due: due.length,
          held: held.length,
          withoutStart: 0,
        },
        withoutTerm: termsOf(frame, this.name).length === 0 ? all.length : 0,
        ...{ files: 0, octets: 0, oldest: times[0] ?? null, newest: times.at(-1) ?? null },
        ages: agesOf(all, new Set(due)),
        samples: due.slice(0, samplesShown).map(({ id, start }) => ({ id, at: start.toISOString() })),
        holds: [...new Set(held)].map((hold) => ({ hold, rows: held.filter((one) => one === hold).length })),
      },
    ];
  }

  async remove(frame: Frame, progress: Progress): Promise<void> {
    if (termsOf(frame, this.name).length === 0) return;
    const run = await this.keys.begin(progress.runId, this.name);
    const tally = { held: 0, failed: 0 };
    for await (const points of this.batches(frame)) {
      tally.held += points.filter(({ past, hold }) => past && hold !== null).length;
      const past = points.filter((point) => point.past && point.hold === null);
      const done = await frame.guarded(async ({ keys }) => {
        const kept = new Set(keys.map(({ key }) => key));
        const free = (await this.unneeded(past)).filter((id) => !kept.has(id));
        return removeInParts(this.name, free, (ids) => this.removeBatch(ids, run));
      });
      tally.failed += done.failed;
      const sum = (of: 'removed' | 'keys') => done.done.reduce((total, part) => total + part[of], 0);
      await progress.add({ ...noStep(this.name, this.directory.name), removed: sum('removed'), keys: sum('keys'), ...tally });
    }
  }

  private async *batches(frame: Frame): AsyncGenerator<readonly Point[]> {
    for (let after = lowestId; ;) {
      const params = new Params();
      const points = await this.directory.rows<Point>(
        `select p.id, p.created_at as start, coalesce(p.created_at < ${cutoffSql(params, termsOf(frame, this.name))}, false) as past,
           ${holdSql(params, await frame.holding(), { point: 'p.id', at: 'p.created_at' })} as hold
         from contact_point p where p.id > ${params.of(after)}::uuid order by p.id limit ${String(batchSize)}`,
        params.values,
      );
      if (points.length === 0) return;
      yield points;
      after = points.at(-1)?.id ?? '';
    }
  }

  private async unneeded(points: readonly Point[]): Promise<readonly string[]> {
    let ids = points.filter(({ past }) => past).map(({ id }) => id);
    for (const [store, sql] of needs) {
      if (ids.length === 0) return ids;
      const needed = new Set((await this.databases.of(store).rows<{ id: string }>(sql, [ids])).map(({ id }) => id));
      ids = ids.filter((id) => !needed.has(id));
    }
    return ids;
  }

  private async removeBatch(ids: readonly string[], run: RunKeys): Promise<{ readonly removed: number; readonly keys: number }> {
    if (ids.length === 0) return { removed: 0, keys: 0 };
    const owners = ids.map((ownerId) => ({ ownerId, ownerClass: 'contact-point' as const }));
    const { destroyed, held } = await this.keys.retire(run, owners);
    const gone = ids.filter((id) => !held.has(id));
    await this.databases.of('reporting').rows('delete from customer_pseudonym where contact_point_id = any($1::uuid[])', [gone]);
    const removed = await this.directory.rows('delete from contact_point where id = any($1::uuid[]) returning 1', [gone]);
    return { removed: removed.length, keys: destroyed };
  }
}

function agesOf(points: readonly Point[], due: ReadonlySet<Point>): Measure['ages'] {
  const years = new Map<number, { total: number; due: number }>();
  for (const point of points) {
    const year = point.start.getUTCFullYear();
    const one = years.get(year) ?? { total: 0, due: 0 };
    years.set(year, { total: one.total + 1, due: one.due + (due.has(point) ? 1 : 0) });
  }
  return [...years].sort(([a], [b]) => a - b).map(([year, one]) => ({ year, ...one }));
}
