import { Inject, Injectable } from '@nestjs/common';
import type { AuditedAccess } from '@voxkeep/personal-data';
import type { StatedAccess } from '../subject/case-access.js';
import type { LookUp } from './candidate.js';
import { NameIndexing } from './name-indexing.js';
import { NameScans } from './name-scans.js';
import { NameSearch } from './name-search.js';

/** Decides how a name is looked for: over the index when it can answer, else by a look at all names. */
@Injectable()
export class NameLookUp {
  constructor(
    @Inject(NameIndexing) private readonly indexing: NameIndexing,
    @Inject(NameSearch) private readonly search: NameSearch,
    @Inject(NameScans) private readonly scans: NameScans,
  ) {}

  /** Undefined when this officer has too many scans running. Names that are not indexed yet are never missed: then all are looked at. */
  async find(name: string, stated: StatedAccess, audited: AuditedAccess): Promise<LookUp | undefined> {
    const complete = await this.indexing.catchUp();
    const found = complete ? await this.search.byIndex(name, stated, audited) : undefined;
    if (found !== undefined) return found;
    const scan = this.scans.begin(name, stated);
    return scan === undefined ? undefined : { kind: 'scan', scan };
  }
}
