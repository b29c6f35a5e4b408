import { Inject, Injectable } from '@nestjs/common';
import { SuppressedIndexes } from '@voxkeep/configuration';
import type { SignedIn } from '@voxkeep/platform';
import { KnownPoints } from './known-points.js';
import type { PointValue } from './terms.js';

/** Numbers and addresses that must not be brought in again, because somebody who was erased agreed to that or a law needs it (04 e). */
@Injectable()
export class SuppressedPoints {
  constructor(
    @Inject(SuppressedIndexes) private readonly suppressed: SuppressedIndexes,
    @Inject(KnownPoints) private readonly points: KnownPoints,
  ) {}

  /** The terms of those that are suppressed. Asks the keyring only while anything is suppressed; 429 as {@link KnownPoints.ensure}. */
  async among(values: readonly PointValue[], by: SignedIn): Promise<ReadonlySet<string>> {
    if (values.length === 0 || !(await this.suppressed.any())) return new Set();
    const distinct = [...new Map(values.map((value) => [value.term, value])).values()];
    const fingerprints = await this.points.fingerprints(distinct, by);
    const found = await this.suppressed.among(fingerprints);
    return new Set(distinct.filter((_, at) => found.has(fingerprints[at]?.toString('hex') ?? '')).map(({ term }) => term));
  }
}
