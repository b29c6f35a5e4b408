import { Inject, Injectable } from '@nestjs/common';
import { settings } from '@voxkeep/platform';
import { SevenDatabases } from '../seven-databases.js';

/** The regions whose national numbers may be meant: the recorder reads numbers by the region of the trunk that a call comes by. */
@Injectable()
export class NumberRegions {
  constructor(@Inject(SevenDatabases) private readonly databases: SevenDatabases) {}

  /** Each once, the site's own first. */
  async all(): Promise<readonly [string, ...string[]]> {
    const own = settings().site.region;
    const rows = await this.databases
      .of('configuration')
      .rows<{ region: string }>('select distinct region from access.trunk where region <> $1 order by region', [own]);
    return [own, ...rows.map(({ region }) => region)];
  }
}
