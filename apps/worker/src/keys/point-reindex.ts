import { Inject, Injectable } from '@nestjs/common';
import { directorySealed, PointIndexes, type PointToIndex, type PointWithIndex } from '@voxkeep/directory';
import { KEYRING, type KeyringClient, type KeyringWork, type ValueToIndex } from '@voxkeep/keyring';
import { isVoxkeepError } from '@voxkeep/contracts';
import { phoneRules, readEnvelopeHeader, sealedColumns } from '@voxkeep/personal-data';
import { diagnostics, settings } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { pointsReindexed } from './events.js';

const pageSize = 500;
const [valueColumn] = sealedColumns(directorySealed.contactPoint);

/** Requests that took an index from the keyring before the switch have come to their insert by then. */
const settleMs = 5 * 60_000;

type Page = (after: string | undefined, limit: number) => Promise<PointToIndex[]>;
type Put = (points: readonly PointWithIndex[]) => Promise<number>;

/**
 * Renews blind indexes while look-ups go on: the next version is filled in beside the present one, the keyring switches, the next
 * becomes the present, the old key is dropped. Every step is found in the data again, so that a killed one goes on.
 */
@Injectable()
export class PointReindex {
  private switchedAtMs: number | undefined;
  /** Rules change with the release: one pass a start finds all that is of older ones. */
  private renormalised = false;

  constructor(
    @Inject(PointIndexes) private readonly points: PointIndexes,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /** Does what is due for the index versions that the keyring names; answers how many indexes it wrote. */
  async step({ indexes }: Pick<KeyringWork, 'indexes'>, nowMs: number): Promise<number> {
    const states = new Set(indexes.map(({ state }) => state));
    if (states.has('next')) return this.fillAndSwitch(nowMs);
    if (states.has('retiring')) return this.promoteAndDrop(nowMs);
    this.switchedAtMs = undefined;
    return (await this.clear()) + (await this.renormalise());
  }

  private async fillAndSwitch(nowMs: number): Promise<number> {
    const filled = await this.fill();
    if (filled === 0 && (await this.keyring.switchIndexes())) this.switchedAtMs = nowMs;
    return filled;
  }

  private async promoteAndDrop(nowMs: number): Promise<number> {
    this.switchedAtMs ??= nowMs;
    const filled = await this.fill();
    if (filled > 0 || nowMs - this.switchedAtMs < settleMs) return filled;
    const promoted = await this.repeatedly(() => this.points.promote(pageSize, byWorker));
    for (let after = await this.points.forgetNames(undefined, pageSize, byWorker); after !== undefined;)
      after = await this.points.forgetNames(after, pageSize, byWorker);
    await this.keyring.dropIndexes();
    return promoted;
  }

  private fill(): Promise<number> {
    return this.pass(
      (after, limit) => this.points.withoutNext(after, limit),
      (points) => this.points.putNext(points, byWorker),
    );
  }

  private clear(): Promise<number> {
    return this.repeatedly(() => this.points.clearNext(pageSize, byWorker));
  }

  private async renormalise(): Promise<number> {
    if (this.renormalised) return 0;
    const written = await this.pass(
      (after, limit) => this.points.normalisedBefore(phoneRules, after, limit),
      (points) => this.points.putRenormalised(points, phoneRules, byWorker),
    );
    this.renormalised = true;
    return written;
  }

  private async repeatedly(change: () => Promise<number>): Promise<number> {
    for (let total = 0; ;) {
      const changed = await change();
      if (changed === 0) return total;
      total += changed;
    }
  }

  /** One pass over the points that a page finds. Those that cannot be indexed, or whose index another has, are counted as left. */
  private async pass(page: Page, put: Put): Promise<number> {
    const total = { written: 0, left: 0 };
    for (let after: string | undefined; ;) {
      const found = await page(after, pageSize);
      if (found.length === 0) break;
      const written = await put(await this.indexed(found));
      total.written += written;
      total.left += found.length - written;
      after = found.at(-1)?.id;
    }
    if (total.written + total.left > 0) diagnostics.record(pointsReindexed, total);
    return total.written;
  }

  private async indexed(points: readonly PointToIndex[]): Promise<readonly PointWithIndex[]> {
    const readable = points.flatMap((point) => toIndex(point) ?? []);
    const outcomes = await this.keyring.reindex(readable.map(([, value]) => value));
    return readable.flatMap(([point], at) => {
      const outcome = outcomes[at];
      return outcome?.kind === 'indexed' ? [{ ...point, index: outcome.index, tail: outcome.tail }] : [];
    });
  }
}

/** Undefined for a value that is no envelope of ours: it was altered, and no index is made of it. */
function toIndex(point: PointToIndex): readonly [readonly [PointToIndex, ValueToIndex]] | undefined {
  const { id, kind, value: envelope } = point;
  if (!valueColumn) return undefined;
  const { domain, entity, column, ownerClass } = valueColumn;
  const place = { domain, entity, column, ownerClass, rowId: id, ownerId: id, envelope };
  try {
    const { epoch } = readEnvelopeHeader(envelope);
    return [[point, { ...place, epoch, normalise: kind, region: settings().site.region }]];
  } catch (error) {
    if (isVoxkeepError(error)) return undefined;
    throw error;
  }
}
