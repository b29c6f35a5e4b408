import { Inject, Injectable } from '@nestjs/common';
import { TelephonyViews } from '@voxkeep/configuration';
import { conflict, unprocessable, type SignedIn } from '@voxkeep/platform';
import { SuppressedPoints } from './suppressed-points.js';
import type { PointValue } from './terms.js';

/** A number or address with the field that it was typed into. */
export interface TypedPoint {
  readonly path: string;
  readonly point: PointValue;
}

/** What may come into the directory. */
@Injectable()
export class EntryRules {
  constructor(
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
    @Inject(SuppressedPoints) private readonly suppressed: SuppressedPoints,
  ) {}

  /** 409 where the directory is switched off (R24), 422 `suppressed` at each field whose number or address must not come in again. */
  async demand(typed: readonly TypedPoint[], by: SignedIn): Promise<void> {
    if (!(await this.telephony.collecting()).collects('directory-information')) throw conflict('directory.switched-off');
    const points = typed.map(({ point }) => point);
    const suppressed = await this.suppressed.among(points, by);
    const refused = typed.filter(({ point }) => suppressed.has(point.term));
    if (refused.length > 0) throw unprocessable(refused.map(({ path }) => ({ path, problem: 'suppressed' })));
  }
}
